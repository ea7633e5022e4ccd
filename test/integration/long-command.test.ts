import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { DemoDocuments } from '#core/domain/demo/commands.ts'
import { seedId } from '#core/domain/seed-id.ts'
import { openStore } from '#main/store/open-store.ts'
import { sha256 } from '#main/store/sha256.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import type { Store } from '#main/store/store.ts'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { customerOf } from '../support/builders.ts'
import { built } from '../support/built.ts'
import { setUpInput } from '../support/writer-store.ts'

const CUSTOMERS = 50_000
const BATCH = 5_000

const folder = temporaryFolder()
const ids = Array.from({ length: CUSTOMERS }, (_, i) => `customer-${String(i).padStart(6, '0')}`)
const status = (key: string) => seedId(sha256, 'customerStatus', key)
let store: Store
const events: HostEvent[] = []

/** A second connection sees what is committed, and nothing else. */
function committed() {
  const db = openSqlite(join(folder, 'enlace.sqlite'), { readOnly: true })
  const one = (sql: string) => db.prepare(sql).get()
  const found = {
    ops: one('SELECT count(*) AS n, max(n) AS last FROM ops'),
    changes: one('SELECT count(*) AS n FROM changes'),
    commit: one(`SELECT value FROM meta WHERE key = 'commit'`),
    documents: one('SELECT max(commit_no) AS last, count(*) AS n FROM d_customers'),
    statuses: db
      .prepare(`SELECT f_statusId AS status, count(*) AS n FROM d_customers GROUP BY 1 ORDER BY 1`)
      .all(),
    listed: db
      .prepare(
        `SELECT s.id AS status, count(*) AS n FROM r_customer JOIN r_code s ON s.n = status_n
         WHERE present = 1 GROUP BY 1 ORDER BY 1`,
      )
      .all(),
  }
  db.close()
  return found
}

const suspend = (taskId: string) =>
  store.run({ command: 'customer.setStatus', input: { ids, statusId: status('suspended') }, taskId })

/** The parts of a large commit come one after the other, some of them behind the reply. */
const isTold = (commit: number) => () =>
  events.some((event) => event.type === 'commit' && event.commit === commit && event.last)

const tasks = (taskId: string) =>
  events.flatMap((event) => (event.type === 'task' && event.taskId === taskId ? [event] : []))

beforeAll(async () => {
  const opened = await openStore({ folder, workerFile: built('main', 'store-worker.js') })
  if (!opened.ok) throw new Error(opened.error.message)
  store = opened.value.store
  const done = await store.setUp(setUpInput)
  if (!done.ok) throw new Error(done.error.message)
  const officeId = store.device()?.officeId ?? ''
  store.subscribe((event) => void events.push(event))
  let loaded = 0
  for (let start = 0; start < CUSTOMERS; start += BATCH) {
    const customers = ids.slice(start, start + BATCH).map((id, i) => {
      const { number: _number, ...customer } = customerOf({
        id,
        name: `Cliente ${start + i}`,
        officeId,
        statusId: status('active'),
      })
      return customer
    })
    const documents: DemoDocuments = {
      catalog: [],
      customers,
      contacts: [],
      sites: [],
      services: [],
      inventory: [],
      invoices: [],
      entries: [],
    }
    const reply = await store.runInternal('demo.load', { documents })
    if (!reply.ok) throw new Error(JSON.stringify(reply.error))
    loaded = reply.value.commit
  }
  await vi.waitUntil(isTold(loaded), { timeout: 30_000 })
  events.length = 0
}, 300_000)

afterAll(async () => {
  await store.close()
  removeFolder(folder)
})

describe(`a command over ${CUSTOMERS} customers`, () => {
  const figures: string[] = []
  afterAll(() => console.log(figures.join('\n')))

  it('is cancelled whole', async () => {
    const before = committed()
    const began = performance.now()
    const running = suspend('cancelled')
    // As soon as it tells that it has begun.
    const stop = store.subscribe((event) => {
      if (event.type === 'task') store.cancel('cancelled')
    })
    expect(await running).toMatchObject({ ok: false, error: { code: 'host/cancelled', retryable: true } })
    stop()
    figures.push(`cancelled after ${Math.round(performance.now() - began)} ms`)
    expect(committed()).toEqual(before)
    expect(events.filter(({ type }) => type === 'commit')).toEqual([])
  })

  it('lets reads through, tells its progress, and is one op', async () => {
    const before = committed()
    const began = performance.now()
    let ended = false
    const running = suspend('whole').then((reply) => {
      ended = true
      return reply
    })
    const waits: number[] = []
    let answeredBefore = 0
    while (!ended) {
      const asked = performance.now()
      const reply = await store.read('customers', 'list', {
        filter: {},
        sort: { field: 'sortName', direction: 'asc' },
        skip: 40_000,
        limit: 50,
      })
      expect(reply.ok && reply.value.rows.length).toBe(50)
      waits.push(performance.now() - asked)
      if (!ended) answeredBefore++
    }
    const took = performance.now() - began
    const reply = await running
    expect(reply).toMatchObject({ ok: true, value: { result: { changed: CUSTOMERS } } })
    waits.sort((a, b) => a - b)
    figures.push(
      `whole: ${Math.round(took)} ms, ${waits.length} reads meanwhile, median ${waits[waits.length >> 1]?.toFixed(1)} ms, ` +
        `slowest ${waits.at(-1)?.toFixed(1)} ms, ${tasks('whole').length} progress events`,
    )
    expect(answeredBefore).toBeGreaterThan(5)
    expect(tasks('whole').length).toBeGreaterThan(2)
    for (const { done, total, phase } of tasks('whole')) {
      expect(phase).toBe('customer.setStatus')
      expect(done).toBeLessThanOrEqual(total)
    }
    const after = committed()
    const all = [{ status: status('suspended'), n: CUSTOMERS }]
    expect(after).toMatchObject({ statuses: all, listed: all })
    expect(Number(after.ops?.n)).toBe(Number(before.ops?.n) + 1)
    expect(Number(after.changes?.n)).toBe(Number(before.changes?.n) + CUSTOMERS)
    await vi.waitUntil(isTold(reply.ok ? reply.value.commit : 0), { timeout: 30_000 })
    const rows = events.flatMap((event) => (event.type === 'commit' ? [event.rows.length] : []))
    expect(Math.max(...rows)).toBe(200)
    expect(rows.reduce((sum, n) => sum + n, 0)).toBe(CUSTOMERS)
  })

  it('is cancelled whole while it is being undone, then undone as one', async () => {
    const before = committed()
    const stop = store.subscribe((event) => {
      if (event.type === 'task') store.cancel('undo 1')
    })
    expect(await store.undo({ taskId: 'undo 1' })).toMatchObject({
      ok: false,
      error: { code: 'host/cancelled' },
    })
    stop()
    expect(committed()).toEqual(before)
    const began = performance.now()
    expect(await store.undo({ taskId: 'undo 2' })).toMatchObject({
      ok: true,
      value: { command: 'customer.setStatus', kept: [] },
    })
    figures.push(`undo: ${Math.round(performance.now() - began)} ms`)
    const all = [{ status: status('active'), n: CUSTOMERS }]
    expect(committed()).toMatchObject({ statuses: all, listed: all })
    expect(Number(committed().ops?.n)).toBe(Number(before.ops?.n) + 1)
  })
})
