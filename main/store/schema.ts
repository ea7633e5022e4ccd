import { entities, collectionNames } from '#core/domain/registry.ts'
import type { CollectionName } from '#core/domain/entity.ts'
import { hurry, isLoading, slowDown } from './first-load.ts'
import { readModelTables } from './projectors/index.ts'
import { getMeta, putMeta } from './meta.ts'
import type { OpeningListener } from './opening.ts'
import { columnOf, tableOf } from './query/document-table.ts'
import { beginRebuild, isRebuilding, readModelsVersion, rebuildMore, rebuildStands } from './rebuild.ts'
import { growSyncTables } from './sync/tables.ts'
import type { SqliteDatabase } from './sqlite/port.ts'
import { inTransaction, lightly } from './sqlite/transaction.ts'

/** `PRAGMA application_id`: "ENLC" in ASCII, by which a file of this program is told from others. */
export const APPLICATION_ID = 0x454e4c43

/** `PRAGMA user_version`. Raised only by a change that older programs must not write to; growth needs none. */
export const FILE_VERSION = 1

const OWN_TABLES = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS local (area TEXT, key TEXT, value TEXT NOT NULL, saved_at TEXT NOT NULL,
    PRIMARY KEY (area, key)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS ops (
    id TEXT PRIMARY KEY, device TEXT NOT NULL, n INTEGER NOT NULL, at TEXT NOT NULL, command TEXT NOT NULL,
    commit_no INTEGER NOT NULL,
    -- 'do', 'undo' (takes back a do or redo) or 'redo' (takes back an undo)
    role TEXT NOT NULL, undoable INTEGER NOT NULL, undone_by TEXT, header TEXT NOT NULL) WITHOUT ROWID;
  CREATE UNIQUE INDEX IF NOT EXISTS ops_device_n ON ops (device, n);
  CREATE INDEX IF NOT EXISTS ops_to_undo ON ops (device, n) WHERE undoable = 1 AND undone_by IS NULL;
  CREATE INDEX IF NOT EXISTS ops_role ON ops (device, role, n);
  CREATE TABLE IF NOT EXISTS changes (
    collection TEXT NOT NULL, id TEXT NOT NULL, op TEXT NOT NULL, i INTEGER NOT NULL, customer_id TEXT,
    path TEXT NOT NULL, kind TEXT NOT NULL, from_json TEXT, to_json TEXT, salt TEXT NOT NULL,
    -- With row numbers: without, every row above a quarter of a page would take pages of its own.
    PRIMARY KEY (op, i));
  -- Which kinds of records each op touched, for the log.
  CREATE TABLE IF NOT EXISTS op_touched (collection TEXT, at TEXT, op TEXT NOT NULL,
    PRIMARY KEY (collection, at)) WITHOUT ROWID;
  -- Customers whose values are gone for good: see erase-list.ts.
  CREATE TABLE IF NOT EXISTS erased (customer_id TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS changes_document ON changes (collection, id, op);
  CREATE INDEX IF NOT EXISTS changes_customer ON changes (customer_id, op) WHERE customer_id IS NOT NULL;
  -- The ledger. A row is also its change row of the op with this commit number: nothing is stored twice.
  CREATE TABLE IF NOT EXISTS transactions (
    n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, commit_no INTEGER NOT NULL, i INTEGER NOT NULL,
    salt TEXT NOT NULL, body TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS transactions_commit ON transactions (commit_no);
  CREATE UNIQUE INDEX IF NOT EXISTS ops_commit ON ops (commit_no);
  DROP TRIGGER IF EXISTS transactions_stay;
  -- \`meta.withdraws\` is there while an entry is taken back that the server refused or has otherwise: see sync/ledger.ts.
  CREATE TRIGGER IF NOT EXISTS transactions_remain BEFORE DELETE ON transactions
    WHEN NOT EXISTS (SELECT 1 FROM meta WHERE key = 'withdraws')
    BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
  CREATE TRIGGER IF NOT EXISTS transactions_keep BEFORE UPDATE OF n, key, commit_no, i ON transactions
    BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
  CREATE TRIGGER IF NOT EXISTS transactions_keep_body BEFORE UPDATE OF body ON transactions
    WHEN json_extract(old.body, '$.amount', '$.kind', '$.date', '$.currency', '$.customerId')
      IS NOT json_extract(new.body, '$.amount', '$.kind', '$.date', '$.currency', '$.customerId')
    BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;`

/**
 * Makes or grows the tables of a file: new collections, indexed fields and read models appear without a migration,
 * because schemas only grow. Makes the read models anew when another version defined them, piece by piece: cut short, the
 * next opening goes on with it.
 */
export function growSchema(db: SqliteDatabase, tell: OpeningListener = () => undefined): void {
  inTransaction(db, () => {
    const knewTouched = has(db, 'table', 'op_touched')
    db.exec(OWN_TABLES)
    growLog(db)
    growSyncTables(db)
    const known = getMeta(db, 'readModels')
    const slowly = (): void => {
      if (known !== undefined) tell({ phase: 'indexes', done: 0, total: 0 }, db)
    }
    if (!knewTouched) {
      slowly()
      fillTouched(db)
    }
    for (const name of collectionNames) growCollection(db, name, slowly)
    if (known !== undefined && known !== readModelsVersion()) {
      // What interrupted it may have left the file in want of a check.
      putMeta(db, 'inUse', 1)
      if (!isRebuilding(db)) {
        // Emptying large tables takes a while too.
        tell({ phase: 'records', done: 0, total: 0 }, db)
        beginRebuild(db)
      }
    } else {
      // What a first sync left for its end.
      if (isLoading(db)) slowly()
      db.exec(readModelTables)
      putMeta(db, 'readModels', readModelsVersion())
    }
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FILE_VERSION}`)
  })
  if (isRebuilding(db)) rebuild(db, tell)
  // Nobody has anything in memory yet.
  db.exec('DELETE FROM r_customer_touched')
}

function rebuild(db: SqliteDatabase, tell: OpeningListener): void {
  hurry(db)
  try {
    // No piece waits for the disk: one that is lost with the power is made again.
    lightly(db, () => {
      do tell(rebuildStands(db), db)
      while (inTransaction(db, () => rebuildMore(db)))
    })
  } finally {
    slowDown(db)
  }
}

/** What each op is found by in the log, and the digests of erased values; all of it grew after the first files. */
function growLog(db: SqliteDatabase): void {
  const hasColumn = (table: string, column: string): boolean =>
    db.prepare(`SELECT 1 FROM pragma_table_xinfo(?) WHERE name = ?`).get(table, column) !== undefined
  for (const member of ['person', 'office'])
    if (!hasColumn('ops', member))
      db.exec(
        `ALTER TABLE ops ADD COLUMN ${member} TEXT GENERATED ALWAYS AS (json_extract(header, '$.${member}')) VIRTUAL`,
      )
  // `{from?, to?}`: what `rowDigest` answered while the values were there.
  if (!hasColumn('changes', 'erased')) db.exec('ALTER TABLE changes ADD COLUMN erased TEXT')
  // Each holds all that the log filters by: pages of any filter are read from one of them.
  db.exec(`CREATE INDEX IF NOT EXISTS ops_of_person ON ops (person, at, office, command);
    CREATE INDEX IF NOT EXISTS ops_of_office ON ops (office, at, person, command);
    CREATE INDEX IF NOT EXISTS ops_of_command ON ops (command, at, person, office)`)
}

const has = (db: SqliteDatabase, type: 'table' | 'index', name: string): boolean =>
  db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = ? AND name = ?`).get(type, name) !== undefined

const fillTouched = (db: SqliteDatabase): void =>
  db.exec(`INSERT OR IGNORE INTO op_touched (collection, at, op)
      SELECT DISTINCT c.collection, o.at, o.id FROM changes c JOIN ops o ON o.id = c.op;
    INSERT OR IGNORE INTO op_touched (collection, at, op)
      SELECT DISTINCT 'transactions', o.at, o.id FROM transactions t JOIN ops o ON o.commit_no = t.commit_no`)

/** `slowly` is called before what takes long in a large file. */
function growCollection(db: SqliteDatabase, name: CollectionName, slowly: () => void): void {
  const table = tableOf(name)
  db.exec(`CREATE TABLE IF NOT EXISTS ${table} (id TEXT PRIMARY KEY, commit_no INTEGER NOT NULL, lwt REAL NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0, customer_id TEXT, body TEXT NOT NULL)`)
  const columns = new Set(
    db
      .prepare(`SELECT name FROM pragma_table_xinfo(?)`)
      .all(table)
      .map((row) => row.name),
  )
  const { indexes } = entities[name]
  for (const field of new Set(indexes.flat())) {
    const column = columnOf(field)
    if (!columns.has(column))
      db.exec(
        `ALTER TABLE ${table} ADD COLUMN ${column} GENERATED ALWAYS AS (json_extract(body, '$.${field}')) VIRTUAL`,
      )
  }
  const index = (suffix: string, on: string): void => {
    if (has(db, 'index', `${table}_${suffix}`)) return
    slowly()
    db.exec(`CREATE INDEX ${table}_${suffix} ON ${table} ${on}`)
  }
  index('commit', '(commit_no, id)')
  for (const fields of indexes)
    index(`by_${fields.join('_')}`, `(${fields.map(columnOf).join(', ')}, id) WHERE deleted = 0`)
}
