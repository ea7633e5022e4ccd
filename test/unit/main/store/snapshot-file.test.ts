import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FULL_SCOPE } from '#core/sync/scope.ts'
import { openForWriting } from '#main/store/file.ts'
import { getMeta } from '#main/store/meta.ts'
import {
  beginSnapshot,
  checkSnapshot,
  formatOfFile,
  stripSnapshot,
  takeOverSnapshot,
} from '#main/store/snapshot/snapshot-file.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import type { SqliteDatabase } from '#main/store/sqlite/port.ts'
import { readMarks } from '#main/store/sync/marks.ts'
import { createLocalData } from '#main/store/writer/local-data.ts'
import { customerOf } from '#test/support/builders.ts'
import { tempFolder } from '#test/support/temp-folder.ts'
import { createWriterStore, setUpInput, type WriterStore } from '#test/support/writer-store.ts'

const NOW = Date.parse('2026-03-10T03:00:00.000Z')
const CUSTOMERS = 300

function write<T>(file: string, work: (db: SqliteDatabase) => T): T {
  const db = openSqlite(file)
  try {
    return work(db)
  } finally {
    db.close()
  }
}

/** A file as the server makes it: records, and for the time of its making an identity. */
async function made(): Promise<string> {
  const file = join(tempFolder(), 'enlace.sqlite')
  beginSnapshot(file, NOW)
  const store = createWriterStore({ file })
  const { sync } = store.writer
  sync.begin()
  sync.join('epoch', FULL_SCOPE)
  const items = Array.from({ length: CUSTOMERS }, (_, n) => ({
    type: 'record' as const,
    seq: 7,
    collection: 'customers',
    id: `customer-${n}`,
    body: { ...customerOf({ id: `customer-${n}`, name: `Cliente ${n}` }) },
  }))
  const page = { ok: true as const, epoch: 'epoch', items, next: { seq: 7 }, more: false }
  expect(await sync.takePage({ seq: 0 }, page)).toBe(true)
  store.close()
  stripSnapshot(file)
  return file
}

/** A desktop that has joined and holds nothing. */
function joined(work: (store: WriterStore) => void = () => undefined): string {
  const store = createWriterStore()
  store.writer.sync.begin()
  store.writer.sync.join('epoch', { ...FULL_SCOPE, version: 3 })
  createLocalData(store.db, () => NOW).put('setting', 'ui.locale', 'en')
  work(store)
  store.close()
  return store.path
}

const identityOf = (file: string) =>
  write(file, (db) => ['device', 'publicKey', 'privateKey', 'hlc'].map((key) => getMeta(db, key)))

describe('the file for first syncs', () => {
  it('becomes that of a desktop, which stays who it is and goes on behind it', async () => {
    const [snapshot, own] = [await made(), joined()]
    expect(identityOf(snapshot)).toEqual([undefined, undefined, undefined, undefined])
    const identity = identityOf(own)
    takeOverSnapshot(snapshot, own, 7)
    expect(identityOf(snapshot)).toEqual(identity)
    write(snapshot, (db) => {
      expect(readMarks(db)).toMatchObject({
        ...{ epoch: 'epoch', cursor: { seq: 7 }, scope: { version: 3 } },
        history: { after: { seq: 0 }, until: 7 },
      })
      expect(readMarks(db)).not.toHaveProperty('first')
      expect(createLocalData(db, () => NOW).get('setting', 'ui.locale')).toMatchObject({
        value: { value: 'en' },
      })
      expect(db.prepare('SELECT count(*) AS n FROM d_customers').get()).toEqual({ n: CUSTOMERS })
      // The day that is over nowhere yet.
      expect(getMeta(db, 'day')).toBe('2026-03-09')
      // Where it lies now is another place.
      expect(getMeta(db, 'home')).toBeUndefined()
    })
    const opened = createWriterStore({ file: snapshot })
    expect(JSON.parse(identity[0] ?? '{}')).toMatchObject({ id: opened.writer.device()?.id })
    expect((await opened.writer.sync.state())?.after).toEqual({ seq: 7 })
  })

  it('takes the place of nothing that somebody has worked with', async () => {
    const snapshot = await made()
    const alone = createWriterStore()
    alone.writer.setUp(setUpInput)
    alone.writer.sync.join('epoch', FULL_SCOPE)
    alone.close()
    const before = readFileSync(snapshot)
    expect(() => takeOverSnapshot(snapshot, alone.path, 7)).toThrow(/not empty/)
    const pulled = joined(({ db }) =>
      db.exec(`UPDATE meta SET value = json_remove(value, '$.first') WHERE key = 'sync'`),
    )
    expect(() => takeOverSnapshot(snapshot, pulled, 7)).toThrow(/first pull/)
    // Nothing of either was written.
    expect(identityOf(snapshot)).toEqual([undefined, undefined, undefined, undefined])
    expect(readFileSync(snapshot).length).toBe(before.length)
  })

  it('is refused when it is damaged, or made like anything else', async () => {
    const snapshot = await made()
    const format = formatOfFile(joined())
    expect(checkSnapshot(snapshot, format)).toBe(true)
    const folder = tempFolder()
    const changed = (name: string, change: (db: SqliteDatabase) => void): string => {
      const file = join(folder, name)
      copyFileSync(snapshot, file)
      write(file, change)
      return file
    }
    const strange: Record<string, string> = {
      trigger: `CREATE TRIGGER steal AFTER INSERT ON d_customers BEGIN DELETE FROM ops; END`,
      view: 'CREATE VIEW more AS SELECT * FROM d_customers',
      index: 'DROP INDEX d_customers_by_number',
      column: 'ALTER TABLE d_customers ADD COLUMN more TEXT',
      version: `UPDATE meta SET value = 'another' WHERE key = 'readModels'`,
    }
    for (const [name, sql] of Object.entries(strange))
      expect([
        name,
        checkSnapshot(
          changed(name, (db) => db.exec(sql)),
          format,
        ),
      ]).toEqual([name, false])
    const damaged = join(folder, 'damaged')
    const bytes = readFileSync(snapshot)
    const at = bytes.indexOf('Cliente 17')
    bytes.fill(0x5a, at - 2000, at)
    writeFileSync(damaged, bytes)
    expect(checkSnapshot(damaged, format)).toBe(false)
  })

  it('is opened by the desktop as its own file', async () => {
    const [snapshot, own] = [await made(), joined()]
    takeOverSnapshot(snapshot, own, 7)
    const folder = tempFolder()
    copyFileSync(snapshot, join(folder, 'enlace.sqlite'))
    const opened = openForWriting(folder, () => NOW)
    if (!opened.ok) throw new Error(opened.error.code)
    expect(opened.value.isUnchecked).toBe(false)
    expect(opened.value.setAside).toBeUndefined()
    opened.value.close()
  })
})
