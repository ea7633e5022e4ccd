import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { databaseFile } from '#main/store/database-file.ts'
import { removeFolder, startBrowserHost, temporaryFolder } from '../../support/browser-host.ts'
import { ensureBuilt } from '../../support/built.ts'
import { bundlePage } from '../store/bundle.ts'
import { launchBrowser, until, type BrowserPage } from '../store/devtools.ts'
import { benchBulk } from './bulk.ts'
import { FIRST_ROW, measureStart } from './start.ts'
import type { Action, ListBenchPage } from './page.ts'
import { hostQuestions, screenSteps, type ScreenStep } from './questions.ts'
import { openReference, type Reference } from './reference.ts'
import { measureMemory, measureTyping } from './renderer.ts'
import type { ListBenchResult } from './report.ts'
import { spreadOf, type Spread } from './spread.ts'

/** Enough that no two or three runs decide the 95th of a hundred. */
const RUNS = 100
/** Milliseconds in which the list is read into memory after a start, on one core; the start has its own figure. */
const AFTER_START = 3000
/** From the tables a question may take a second. */
const TABLE_RUNS = 5
/** Words typed letter by letter. */
const TYPED = 8

type Say = (text: string) => void

/** Fills a folder with demo data, unless it holds some, and measures the list at the screen and inside the host. */
export async function runListBench(
  { customers, folder }: { customers: number; folder: string | undefined },
  say: Say,
): Promise<ListBenchResult> {
  await ensureBuilt()
  const own = temporaryFolder()
  const data = folder ?? join(own, 'data')
  try {
    const flags = existsSync(databaseFile(data)) ? [] : [`--demo=${customers}`]
    const host = await startBrowserHost({ folder: data, flags: ['--locale=es', ...flags] })
    const reference = openReference(databaseFile(data))
    let measured: Omit<ListBenchResult, 'customers' | 'start'>
    try {
      const atScreen = await measureScreen(host.url, join(own, 'profile'), reference, say)
      await host.stop()
      const inHost = measureHost(reference, say)
      const bulk = await benchBulk(data, reference.statusIds.at(-1) ?? '', say)
      measured = { ...atScreen, ...inHost, bulk }
    } finally {
      reference.close()
      await host.stop()
    }
    const start = await measureStart(data, join(own, 'profile-start'), say)
    return { customers, ...measured, start }
  } finally {
    removeFolder(own)
  }
}

async function measureScreen(
  url: string,
  profile: string,
  reference: Reference,
  say: Say,
): Promise<Pick<ListBenchResult, 'screen' | 'renderer'>> {
  const script = await bundlePage(join(import.meta.dirname, 'page.ts'))
  const browser = await launchBrowser(profile)
  try {
    const page = await browser.open(url)
    await until(page, FIRST_ROW)
    await page.evaluate(script)
    await setTimeout(AFTER_START)
    const measure = async (action: Action, list: ScreenStep['list']): Promise<number> => {
      const shown = { start: list.skip, numbers: reference.numbers(list).numbers }
      const call: [Parameters<ListBenchPage['measure']>[0], Parameters<ListBenchPage['measure']>[1]] = [
        action,
        shown,
      ]
      return Number(await page.evaluate(`listBench.measure(...${JSON.stringify(call)})`))
    }
    const { total } = reference.numbers(screenPlain)
    const screen: Record<string, Spread> = {}
    for (const [name, stepOf] of Object.entries(screenSteps(reference, total))) {
      const times: number[] = []
      for (let i = 0; i < RUNS; i++) {
        const step = stepOf(i)
        if (step.before) await measure(step.before.action, step.before.list)
        else await leave(page)
        times.push(await measure(step.action, step.list))
      }
      screen[name] = spreadOf(times)
      say(
        `screen ${name.padEnd(12)} ${screen[name].p50.toFixed(1)} ms, p95 ${screen[name].p95.toFixed(1)} ms`,
      )
    }
    const typing = await measureTyping(browser, page, reference.words.slice(0, TYPED))
    const memory = await measureMemory(browser, page)
    say(
      `screen typing: longest task ${typing.longest.toFixed(1)} ms; ${memory.heap.toFixed(0)} MB of objects`,
    )
    return { screen, renderer: { typing, memory } }
  } finally {
    await browser.close()
  }
}

const screenPlain: ScreenStep['list'] = {
  filter: {},
  sort: { field: 'sortName', direction: 'asc' },
  skip: 0,
  limit: 1,
}

/** To a screen without the list. */
async function leave(page: BrowserPage): Promise<void> {
  await page.evaluate(`location.hash = '/settings/general'`)
  await until(page, `!document.querySelector('[role=grid]') && document.querySelector('h1')`)
}

function measureHost(reference: Reference, say: Say): Pick<ListBenchResult, 'build' | 'host' | 'find'> {
  const build = reference.build()
  const { total } = reference.numbers(screenPlain)
  const host: ListBenchResult['host'] = {}
  for (const [name, ask] of Object.entries(hostQuestions(reference, total))) {
    const times = (source: 'memory' | 'tables', runs: number): Spread =>
      spreadOf(Array.from({ length: runs }, (_, i) => reference.time(source, (list) => ask(list, i))))
    host[name] = { memory: times('memory', RUNS), tables: times('tables', TABLE_RUNS) }
    const { memory, tables } = host[name]
    say(`host   ${name.padEnd(12)} ${memory.p50.toFixed(2)} ms, tables ${tables.p50.toFixed(1)} ms`)
  }
  const find: ListBenchResult['find'] = {}
  for (const [name, texts] of Object.entries(reference.typed)) {
    find[name] = spreadOf(texts.map(reference.timeOfFinding))
    say(`find   ${name.padEnd(12)} ${find[name].p50.toFixed(1)} ms, p95 ${find[name].p95.toFixed(1)} ms`)
  }
  return { build, host, find }
}
