import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isUuid } from '#core/lib/id-source.ts'
import type { SqliteDatabase } from './sqlite/port.ts'
import type { Writer } from './writer/writer.ts'

/**
 * Which customers were erased, by id. Kept in the database and in a file beside it: an older copy of the database that
 * somebody puts back does not know of later erasures, and erases again when it is opened (sync.md §3).
 */
export interface EraseList {
  add(customerIds: readonly string[], at: string): void
  /** Customers that were erased and are in this database all the same. */
  pending(): string[]
}

const FILE = 'erased.json'

export function createEraseList(folder: string, db: SqliteDatabase): EraseList {
  const path = join(folder, FILE)
  const kept = new Map([...readList(path), ...listInDatabase(db)])
  if (kept.size > readList(path).size) writeList(path, kept)
  return {
    add(customerIds, at) {
      for (const id of customerIds) kept.set(id, at)
      writeList(path, kept)
    },
    pending() {
      const find = db.prepare('SELECT 1 FROM d_customers WHERE id = ? AND deleted = 0')
      return [...kept.keys()].filter((id) => find.get(id) !== undefined)
    },
  }
}

const listInDatabase = (db: SqliteDatabase): [string, string][] =>
  db
    .prepare('SELECT customer_id, at FROM erased')
    .all()
    .map((row) => [row.customer_id as string, row.at as string])

/** Anybody can write into the folder: only what reads like the list counts. */
function readList(path: string): Map<string, string> {
  if (!existsSync(path)) return new Map()
  try {
    const list: unknown = JSON.parse(readFileSync(path, 'utf8'))
    const entries = typeof list === 'object' && list !== null ? Object.entries(list) : []
    return new Map(
      entries.flatMap(([id, at]) => (isUuid(id) && typeof at === 'string' ? [[id, at] as const] : [])),
    )
  } catch {
    // No list that can be read: what the database knows is written anew.
    return new Map()
  }
}

/** In one step, so that a crash leaves the old list or the new one. A folder without space keeps the old one until it is opened next. */
function writeList(path: string, list: ReadonlyMap<string, string>): void {
  try {
    writeFileSync(`${path}.new`, JSON.stringify(Object.fromEntries(list), null, 2), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  } catch (error) {
    console.error('the list of erased customers could not be written', error)
  }
}

/** Erases what an older copy of the database brought back. What cannot be erased now is tried again at the next start. */
export function reapplyErasures(writer: Pick<Writer, 'run' | 'device'>, list: EraseList): void {
  if (!writer.device()) return
  const tried = new Set<string>()
  const next = (): string | undefined => list.pending().find((id) => !tried.has(id))
  // Asked anew each time: one may have gone with the other into whom it was merged.
  for (let id = next(); id !== undefined; id = next()) {
    tried.add(id)
    const reply = writer.run('customer.eraseAgain', { id }, true)
    if (!reply.ok) console.error('a customer could not be erased again', reply.error.code)
  }
}
