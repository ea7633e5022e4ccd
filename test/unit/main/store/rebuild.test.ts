import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OpeningStep } from '#core/contract/host-events.ts'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { CancelledError } from '#main/store/cancelled.ts'
import { openForWriting } from '#main/store/file.ts'
import { getMeta } from '#main/store/meta.ts'
import { isRebuilding, rebuildMore } from '#main/store/rebuild.ts'
import { growSchema } from '#main/store/schema.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import type { SqliteDatabase } from '#main/store/sqlite/port.ts'
import { inTransaction } from '#main/store/sqlite/transaction.ts'
import { createDemoStore } from '#test/support/demo-records.ts'
import { checkWhole, indexes, tables } from '#test/support/file-tables.ts'

const CUSTOMERS = 24

/** A file whose read models another version of the program made. */
async function olderFile(): Promise<string> {
  const store = await createDemoStore(CUSTOMERS)
  store.run('customer.create', { name: 'Núñez', type: 'business' })
  store.db.exec(`UPDATE meta SET value = 'older' WHERE key = 'readModels'`)
  store.db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  store.close()
  return store.path
}

const connect = (path: string): SqliteDatabase => {
  const db = openSqlite(path)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
  return db
}

/** What an opening that nothing disturbs makes of the same file, and what it tells. */
function opened(path: string) {
  const copy = `${path}.undisturbed`
  const source = connect(path)
  source.exec(`VACUUM INTO '${copy}'`)
  source.close()
  const db = connect(copy)
  const steps: OpeningStep[] = []
  growSchema(db, (step) => void steps.push(step))
  return { db, steps }
}

/** Every table, but for what counts the rebuilds and pieces themselves. */
const contents = (db: SqliteDatabase): Record<string, unknown[]> => {
  const { meta, ...rest } = tables(db)
  const isCounter = (row: unknown) => /"(bulkProjection|readModelBuild)"/.test(String(row))
  return { ...rest, meta: (meta ?? []).filter((row) => !isCounter(row)) }
}

class Interrupted extends Error {}

describe('making the read models anew', () => {
  it('comes to the same wherever it was cut short', async () => {
    const path = await olderFile()
    const undisturbed = opened(path)
    const random = createSeededRandom(Number(process.env.SEED ?? 3))
    let cuts = 0
    for (let isDone = false; !isDone;) {
      // The next start has nothing in memory.
      const db = connect(path)
      let left = random.int(1, 4)
      try {
        growSchema(db, () => {
          if (left-- === 0) throw new Interrupted()
        })
        isDone = true
        expect(contents(db)).toEqual(contents(undisturbed.db))
        expect(indexes(db)).toEqual(indexes(undisturbed.db))
        checkWhole(db)
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error
        cuts += 1
        expect(getMeta(db, 'inUse')).toBe('1')
      } finally {
        db.close()
      }
    }
    expect(cuts).toBeGreaterThan(5)
    undisturbed.db.close()
  })

  it('goes on behind the last record of a piece', async () => {
    const path = await olderFile()
    const undisturbed = opened(path)
    let db = connect(path)
    expect(() =>
      growSchema(db, ({ total }) => {
        if (total > 0) throw new Interrupted()
      }),
    ).toThrow(Interrupted)
    for (let isMore = true; isMore;) {
      for (let pieces = 0; isMore && pieces < 5; pieces++)
        isMore = inTransaction(db, () => rebuildMore(db, 7))
      db.close()
      db = connect(path)
    }
    growSchema(db)
    expect(contents(db)).toEqual(contents(undisturbed.db))
    for (const one of [db, undisturbed.db]) one.close()
  })

  it('begins anew where another version of the program was at it', async () => {
    const path = await olderFile()
    const undisturbed = opened(path)
    const db = connect(path)
    let left = 6
    const interrupt = () => {
      if (left-- === 0) throw new Interrupted()
    }
    expect(() => growSchema(db, interrupt)).toThrow(Interrupted)
    expect(isRebuilding(db)).toBe(true)
    db.exec(`UPDATE meta SET value = value || ' of another' WHERE key = 'readModels'`)
    growSchema(db)
    expect(contents(db)).toEqual(contents(undisturbed.db))
    for (const one of [db, undisturbed.db]) one.close()
  })

  it('tells how many records are done, and what is left then', async () => {
    const { db, steps } = opened(await olderFile())
    const count = (table: string) => Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n)
    const records = steps.filter(({ phase, total }) => phase === 'records' && total > 0)
    const total = ['customers', 'contacts', 'sites', 'services', 'inventory', 'invoices', 'catalog', 'issues']
      .map((name) => count(`d_${name} WHERE deleted = 0`))
      .reduce((sum, n) => sum + n, count('transactions'))
    expect(new Set(records.map((step) => step.total))).toEqual(new Set([total]))
    expect(records.map(({ done }) => done)).toEqual(records.map(({ done }) => done).sort((a, b) => a - b))
    expect(records.at(-1)?.done).toBe(total)
    expect([...new Set(steps.map(({ phase }) => phase))]).toEqual(['records', 'indexes', 'search'])
    expect(steps.at(-1)).toEqual({ phase: 'search', done: 0, total: count('r_record') })
    db.close()
  })

  it('ends when it is asked to, with the file closed in order, and goes on at the next opening', async () => {
    const path = await olderFile()
    const folder = dirname(path)
    let left = 4
    const cancelled = openForWriting(folder, Date.now, () => {
      if (left-- === 0) throw new CancelledError()
    })
    expect(cancelled.ok ? undefined : cancelled.error.code).toBe('host/cancelled')
    const steps: OpeningStep[] = []
    const again = openForWriting(folder, Date.now, (step) => void steps.push(step))
    if (!again.ok) throw new Error(again.error.message)
    // Not 'check': nothing is doubtful about the file.
    expect(steps[0]?.phase).toBe('records')
    expect(steps[0]?.done).toBeGreaterThan(0)
    expect(isRebuilding(again.value.db)).toBe(false)
    again.value.close()
  })

  it('checks the whole file first when the program was ended in the middle', async () => {
    const path = await olderFile()
    const killed = connect(path)
    let left = 4
    expect(() =>
      growSchema(killed, () => {
        if (left-- === 0) throw new Interrupted()
      }),
    ).toThrow(Interrupted)
    killed.close()
    const steps: OpeningStep[] = []
    const again = openForWriting(dirname(path), Date.now, (step) => void steps.push(step))
    if (!again.ok) throw new Error(again.error.message)
    expect([...new Set(steps.map(({ phase }) => phase))]).toEqual(['check', 'records', 'indexes', 'search'])
    again.value.close()
  })
})
