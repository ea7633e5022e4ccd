import { setTimeout } from 'node:timers/promises'
import { join } from 'node:path'
import { removeFolder, temporaryFolder } from '../../../support/browser-host.ts'
import { startOffice, type OfficeHost } from '../../../support/office-host.ts'
import { createBenchData } from '../../store/data.ts'
import { launchBrowser, until } from '../../store/devtools.ts'
import type { BenchServer, FirstSync } from '../engine.ts'
import { forgetPeak, peakMemory } from '../memory.ts'
import { moment } from '../worker.ts'

/** Milliseconds between two looks at how far the first sync is. */
const LOOK_AGAIN = 100
/** A desktop holds nothing more than these when the server's documents are all there. */
const COUNTED = ['customers', 'contacts', 'sites', 'services'] as const

async function connect(server: BenchServer): Promise<{ office: OfficeHost; start: number }> {
  const office = await startOffice({ isBlank: true, flags: ['--locale=es'] })
  const [code] = await server.doors(1)
  const start = performance.now()
  await office.call('sync', 'connect', {
    code: String(code),
    join: 'set-mine-aside',
    personName: 'Eva Gil',
    language: 'es',
  })
  return { office, start }
}

const close = async ({ host }: OfficeHost): Promise<void> => {
  await host.stop()
  removeFolder(host.folder)
}

/** A first sync out of pages, then one that the server was told of. */
export async function syncBothWays(server: BenchServer, documents: number): Promise<FirstSync> {
  const { seconds, wholeSeconds } = await syncDesktop(server, documents)
  await server.restart?.({ prepares: true })
  const prepared = await server.prepare?.()
  const measured = await syncDesktop(server, documents)
  return { ...measured, ...(prepared && { prepared, unprepared: { seconds, wholeSeconds } }) }
}

/** The program joins an organisation, from pressing the button until everything of it is there. */
async function syncDesktop(server: BenchServer, documents: number): Promise<FirstSync> {
  forgetPeak(server.pid())
  const { office, start } = await connect(server)
  try {
    let hasBegun = false
    let usable: number | undefined
    for (;;) {
      const { state, firstSync } = await office.call('sync', 'status', {})
      const seconds = (performance.now() - start) / 1000
      if (state === 'offline' || state === 'paused') throw new Error(`the sync is ${state}`)
      // For a moment it still works alone.
      hasBegun ||= state !== 'off' && state !== 'connecting'
      if (hasBegun && firstSync?.isUsable !== false) usable ??= seconds
      if (hasBegun && firstSync === undefined && state === 'inSync') {
        await assertHolds(office, documents)
        return {
          ...{ documents, seconds: usable ?? seconds, wholeSeconds: seconds },
          clientMemory: peakMemory(office.host.child.pid ?? 0),
          serverMemory: peakMemory(server.pid()),
        }
      }
      await setTimeout(LOOK_AGAIN)
    }
  } finally {
    await close(office)
  }
}

async function assertHolds(office: OfficeHost, documents: number): Promise<void> {
  let held = 0
  for (const collection of COUNTED)
    held += (await office.call('store', 'count', { collection, selector: {} })).count
  if (held !== documents) throw new Error(`${held} documents instead of ${documents}`)
}

/** From saving at one desktop until the other's window has painted it; milliseconds. */
export async function screenLatency(
  server: BenchServer,
  saves: number,
  customers: number,
): Promise<number[]> {
  const ids = createBenchData(customers).customers.map(({ id }) => id)
  const profile = temporaryFolder()
  const writer = await connect(server)
  const reader = await connect(server)
  const browser = await launchBrowser(join(profile, 'profile'))
  try {
    for (const { office } of [writer, reader]) await untilInSync(office)
    const times: number[] = []
    const { origin } = new URL(reader.office.host.url)
    const [cookie = '', value = ''] = reader.office.cookie.split('=')
    await browser.send('Storage.setCookies', { cookies: [{ name: cookie, value, url: origin }] })
    const page = await browser.open(`${origin}/#/customers/${ids[0] ?? ''}`)
    await until(page, `document.querySelector('h1')`)
    for (let save = 0; save < saves; save++) {
      const name = `Cliente ${save} visto`
      const shown = page.evaluate(painted(name))
      const start = moment()
      await writer.office.run('customer.update', { id: ids[0], changes: { name } })
      times.push(Number(await shown) - start)
    }
    return times
  } finally {
    await browser.close()
    await close(writer.office)
    await close(reader.office)
    removeFolder(profile)
  }
}

async function untilInSync(office: OfficeHost): Promise<void> {
  for (;;) {
    const { state, firstSync } = await office.call('sync', 'status', {})
    const { setup } = await office.call('app', 'info', {})
    if (state === 'inSync' && firstSync === undefined && setup === 'done') return
    await setTimeout(LOOK_AGAIN)
  }
}

/** The moment after the frame in which the page's heading says this. */
const painted = (name: string): string => `new Promise((done) => {
  const look = () => {
    if (!document.querySelector('h1')?.textContent?.includes(${JSON.stringify(name)})) return requestAnimationFrame(look)
    const channel = new MessageChannel()
    channel.port1.onmessage = () => done(performance.timeOrigin + performance.now())
    channel.port2.postMessage(undefined)
  }
  look()
})`
