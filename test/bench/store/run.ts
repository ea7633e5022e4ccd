import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import {
  removeFolder,
  startBrowserHost,
  temporaryFolder,
  type RunningHost,
} from '../../support/browser-host.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import { ensureBuilt } from '../../support/built.ts'
import { bundlePage } from './bundle.ts'
import { createBenchData } from './data.ts'
import { launchBrowser, until, type Browser, type BrowserPage } from './devtools.ts'
import type { EngineName } from './engine.ts'
import { loadIntoStore } from './load.ts'
import type { Answer, BenchPage, Question } from './page.ts'

const QUESTIONS: readonly Question['ask'][] = ['first', 'deep', 'filtered', 'byNumber', 'scan', 'substring']
/** Questions that may take seconds. */
const SLOW: readonly Question['ask'][] = ['deep', 'scan', 'substring']
const RUNS = 21
const SLOW_RUNS = 3

/** Milliseconds of each part, by engine. */
export type Times = Record<string, Partial<Record<EngineName, number>>>

export interface StoreBenchResult {
  customers: number
  documents: number
  times: Times
  /** Milliseconds from starting the browser host's process until the list shows customers. */
  startToFirstScreen: number
}

/** Puts the same customers into each engine and asks each the same; fails when they answer differently. */
export async function runStoreBench(
  customers: number,
  others: readonly EngineName[],
  say: (text: string) => void,
): Promise<StoreBenchResult> {
  await ensureBuilt()
  const script = await bundlePage(join(import.meta.dirname, 'page.ts'))
  const folder = temporaryFolder()
  try {
    return await measure(folder, script, customers, ['enlace', ...others], say)
  } finally {
    // Closing what is closed already does no harm.
    for (const close of open) await close()
    removeFolder(folder)
  }
}

/** Ends every host and browser that was started, also when something failed in between. */
const open = new Set<() => Promise<void>>()

async function measure(
  folder: string,
  script: string,
  customers: number,
  engines: readonly EngineName[],
  say: (text: string) => void,
): Promise<StoreBenchResult> {
  const data = createBenchData(customers)
  const documents = data.customers.length + data.contacts.length + data.sites.length
  const dataFolder = join(folder, 'data')
  mkdirSync(dataFolder)
  const times: Times = {}
  const note = (part: string, engine: EngineName, milliseconds: number): void => {
    times[part] = { ...times[part], [engine]: milliseconds }
    say(`${engine.padEnd(8)} ${part.padEnd(12)} ${milliseconds.toFixed(1)} ms`)
  }
  const sample = spread(data.customers, RUNS)
  const loaded = await loadIntoStore(
    dataFolder,
    data,
    sample.map(({ id }) => id),
  )
  note('insert', 'enlace', loaded.milliseconds)
  note('insertText', 'enlace', loaded.textMilliseconds)

  // The end of a business's name, which few share.
  const texts = spread(
    data.customers.filter(({ type }) => type === 'business'),
    RUNS,
  ).map(({ name }) => name.slice(4, -5))
  const answers = new Map<string, string>()
  for (const engine of engines) {
    const numbers = engine === 'enlace' ? loaded.numbers : sample.map(({ number }) => number)
    const session = await openSession(folder, dataFolder, script, engine)
    if (engine !== 'enlace') note('insert', engine, await session.ask('insert', engine, customers))
    await session.close()

    const again = await openSession(folder, dataFolder, script, engine)
    note('coldOpen', engine, await again.ask('coldOpen', engine))
    for (const ask of QUESTIONS) {
      const question: Question = { ask, customers, numbers, texts }
      const runs = SLOW.includes(ask) ? SLOW_RUNS : RUNS
      const { times: runTimes, ids }: Answer = await again.ask('answer', question, runs)
      note(ask, engine, median(runTimes))
      const digest = JSON.stringify(ids)
      const known = answers.get(ask)
      if (ids.length === 0) throw new Error(`${engine} found nothing for ${ask}`)
      if (known !== undefined && known !== digest) throw new Error(`${engine} answers ${ask} differently`)
      answers.set(ask, digest)
    }
    const write = median(await again.ask('write', RUNS))
    note('write', engine, write)
    if (engine === 'enlace') note('writeDurably', engine, write)
    if (engine === 'dexie') {
      await again.ask('openStrict')
      note('writeDurably', engine, median(await again.ask('write', RUNS)))
    }
    await again.close()
  }
  const startToFirstScreen = await timeStart(folder, dataFolder, firstName(data.customers))
  say(`browser host, start to first screen ${startToFirstScreen.toFixed(0)} ms`)
  return { customers, documents, times, startToFirstScreen }
}

interface Session {
  /** Calls one of the page's functions. */
  ask<F extends keyof BenchPage>(
    name: F,
    ...parameters: Parameters<BenchPage[F]>
  ): Promise<Awaited<ReturnType<BenchPage[F]>>>
  close(): Promise<void>
}

/** A browser of its own, for our store on a host of its own; closing both makes the next opening a cold one. */
async function openSession(
  folder: string,
  dataFolder: string,
  script: string,
  engine: EngineName,
): Promise<Session> {
  const host = engine === 'enlace' ? await startHost(dataFolder) : undefined
  const browser = await startBrowser(join(folder, `profile-${engine}`))
  const page = host ? await openBeside(browser, host.url) : await browser.open(await emptySite(engine))
  // A new page is complete too, before it leaves its empty start for the address.
  await until(page, `location.protocol === 'http:' && document.readyState === 'complete'`)
  await page.evaluate(script)
  const session: Session = {
    async ask(name, ...parameters) {
      // The page's own function answers; its arguments and results are plain JSON.
      return (await page.evaluate(`bench.${name}(...${JSON.stringify(parameters)})`)) as never
    },
    async close() {
      await session.ask('close')
      await browser.close()
      await host?.stop()
    },
  }
  return session
}

/** A page of the host's origin without the program in it: the link lets the browser in, then comes what is not found. */
async function openBeside(browser: Browser, link: string): Promise<BrowserPage> {
  const page = await browser.open(link)
  await until(page, `location.protocol === 'http:' && document.readyState === 'complete'`)
  await page.evaluate(`location.href = '/bench-page-that-is-not-there'`)
  await until(page, `location.pathname.startsWith('/bench-page')`)
  return page
}

/** An empty page on a port of its own for each engine: IndexedDB belongs to an origin. */
async function emptySite(engine: EngineName): Promise<string> {
  const known = sites.get(engine)
  if (known) return known
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8').end('<!doctype html><title>bench</title>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.add(() => new Promise((done) => server.close(() => done())))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  sites.set(engine, url)
  return url
}

const sites = new Map<EngineName, string>()

async function startHost(folder: string): Promise<RunningHost> {
  const host = await startBrowserHost({ folder, flags: ['--locale=es'] })
  open.add(() => host.stop())
  return host
}

async function startBrowser(profile: string): Promise<Browser> {
  const browser = await launchBrowser(profile)
  open.add(() => browser.close())
  return browser
}

async function timeStart(folder: string, dataFolder: string, name: string): Promise<number> {
  const browser = await startBrowser(join(folder, 'profile-start'))
  const start = performance.now()
  const host = await startHost(dataFolder)
  const page = await browser.open(host.url)
  await until(page, `document.body?.innerText.includes(${JSON.stringify(name)})`)
  const milliseconds = performance.now() - start
  await browser.close()
  await host.stop()
  return milliseconds
}

/** `count` elements from all over a list. */
const spread = <T>(list: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, i) => list[Math.floor(((i + 0.5) / count) * list.length)]).filter(
    (element) => element !== undefined,
  )

/** The first line of the customer list as it opens: by name, without archived customers. */
function firstName(customers: readonly Customer[]): string {
  const inUse = customers.filter(({ archived }) => !archived)
  return inUse.reduce((a, b) => (b.sortName < a.sortName ? b : a)).name
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
