import type { OpeningStep } from '#core/contract/host-events.ts'
import type { DocumentWrite } from '#core/domain/command.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { collectionNames } from '#core/domain/registry.ts'
import { catchUpPiece, isLoading, leaveLists, loadStands } from './first-load.ts'
import { getMeta, putMeta, removeMeta } from './meta.ts'
import { dropReadModels, projectReadModels, readModelTables } from './projectors/index.ts'
import { startOver } from './projectors/memory.ts'
import { sha256 } from './sha256.ts'
import type { SqliteDatabase } from './sqlite/port.ts'

/*
 * Read models that another version of the program made are made anew from the ledger and the documents, piece by piece:
 * each may be a transaction of its own, and the file says how far it is (`meta.rebuild`). So an opening that is cut short
 * is gone on with by the next one. Until the last piece `meta.readModels` names no version, so that every program goes on
 * or begins anew, and none uses half of them.
 */

/** What `meta.readModels` says of a file whose read models are those of this program. */
export const readModelsVersion = (): string => sha256(readModelTables)

const underWay = (): string => `rebuilding ${readModelsVersion()}`

/** The ledger first: invoices look up what they take. The catalogue next: customers take the ranks of statuses from it. */
type Source = 'ledger' | CollectionName
const SOURCES: readonly Source[] = [
  'ledger',
  'catalog',
  ...collectionNames.filter((name) => name !== 'catalog'),
]

/** What comes next: records of `source` behind the key `after`. `end`: what was left for the end (first-load.ts). */
interface Position {
  source: Source | 'end'
  after: string | number
  /** Records. */
  done: number
  total: number
}

/** Records in one piece, which takes some 200 ms. */
const PIECE = 2000

/** Read models are being made anew by this version of the program. */
export const isRebuilding = (db: SqliteDatabase): boolean => getMeta(db, 'readModels') === underWay()

/** Empties the read models; `rebuildMore` fills them. */
export function beginRebuild(db: SqliteDatabase): void {
  dropReadModels(db)
  db.exec(readModelTables)
  leaveLists(db)
  startOver(db)
  // Whoever keeps row numbers in memory has to look them up anew.
  db.exec(`INSERT INTO meta (key, value) VALUES ('readModelBuild', 1)
    ON CONFLICT (key) DO UPDATE SET value = value + 1`)
  const counts = SOURCES.map((source) => Number(db.prepare(countOf(source)).get()?.n))
  putPosition(db, { source: 'ledger', after: 0, done: 0, total: counts.reduce((sum, n) => sum + n, 0) })
  putMeta(db, 'readModels', underWay())
}

/** Does the next piece; false once all is done. `piece`: records. */
export function rebuildMore(db: SqliteDatabase, piece = PIECE): boolean {
  const position = readPosition(db)
  if (position.source !== 'end') {
    putPosition(db, project(db, position, position.source, piece))
    return true
  }
  if (isLoading(db) && catchUpPiece(db)) return true
  removeMeta(db, 'rebuild')
  putMeta(db, 'readModels', readModelsVersion())
  return false
}

/** What `rebuildMore` does next. */
export function rebuildStands(db: SqliteDatabase): OpeningStep {
  const { source, done, total } = readPosition(db)
  if (source !== 'end') return { phase: 'records', done, total }
  const left = loadStands(db)
  return { phase: left.total > 0 ? 'search' : 'indexes', ...left }
}

/** Makes all read models anew in the caller's transaction. */
export function rebuildReadModels(db: SqliteDatabase): void {
  beginRebuild(db)
  while (rebuildMore(db));
}

/** The rows of up to `piece` records; answers what comes behind them. */
function project(db: SqliteDatabase, position: Position, source: Source, piece: number): Position {
  const rows = db.prepare(rowsOf(source)).all(position.after, piece)
  const last = rows.at(-1)
  if (!last) {
    const next = SOURCES[SOURCES.indexOf(source) + 1]
    return { ...position, source: next ?? 'end', after: '' }
  }
  // The store itself wrote the texts from entries and documents.
  if (source === 'ledger') {
    const entries = rows.map(({ key, body }) => ({
      n: key as number,
      entry: JSON.parse(body as string) as LedgerEntry,
    }))
    projectReadModels(db, [], undefined, entries)
  } else {
    const writes = rows.map(({ key, body }): DocumentWrite => ({
      collection: source,
      id: key as string,
      before: undefined,
      after: JSON.parse(body as string) as StoredDocument,
    }))
    projectReadModels(db, writes)
  }
  return { ...position, after: last.key as string | number, done: position.done + rows.length }
}

const rowsOf = (source: Source): string =>
  source === 'ledger'
    ? 'SELECT n AS key, body FROM transactions WHERE n > ? ORDER BY n LIMIT ?'
    : `SELECT id AS key, body FROM d_${source} WHERE id > ? AND deleted = 0 ORDER BY id LIMIT ?`

const countOf = (source: Source): string =>
  source === 'ledger'
    ? 'SELECT count(*) AS n FROM transactions'
    : `SELECT count(*) AS n FROM d_${source} WHERE deleted = 0`

/** Written by `putPosition`. */
const readPosition = (db: SqliteDatabase): Position => JSON.parse(getMeta(db, 'rebuild') ?? '') as Position

const putPosition = (db: SqliteDatabase, position: Position): void =>
  putMeta(db, 'rebuild', JSON.stringify(position))
