import type { SqliteDatabase } from '../sqlite/port.ts'

/*
 * What a desktop that shares its data with others keeps beside its documents and ops (core/sync/overlay). The marks
 * themselves are `meta.sync`.
 */
export const SYNC_TABLES = `
  -- The server's version of records with pending changes; without a body the server has none.
  CREATE TABLE IF NOT EXISTS sync_bases (collection TEXT NOT NULL, id TEXT NOT NULL, body TEXT,
    PRIMARY KEY (collection, id)) WITHOUT ROWID;
  -- Items of a pull of which not all pages are here yet.
  CREATE TABLE IF NOT EXISTS sync_staged (n INTEGER PRIMARY KEY, item TEXT NOT NULL, erased INTEGER NOT NULL);
  -- Records that this version cannot show: of kinds it does not know, or of a form that it does not expect. Kept as they are.
  CREATE TABLE IF NOT EXISTS sync_others (collection TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (collection, id)) WITHOUT ROWID;`

/** What the server made of an op, and what is still to do with it; grew after the first files. */
const OP_COLUMNS: Readonly<Record<string, string>> = {
  // JSON of an `OpOutcome`.
  outcome: 'TEXT',
  // Sequence number on the server.
  seq: 'INTEGER',
  // Set while the op waits to be relayed, in this order.
  offer: 'INTEGER',
  // 1 when values of it never came here.
  partial: 'INTEGER',
  undoes: `TEXT GENERATED ALWAYS AS (json_extract(header, '$.undoes')) VIRTUAL`,
}

export function growSyncTables(db: SqliteDatabase): void {
  const columns = new Set(
    db
      .prepare(`SELECT name FROM pragma_table_xinfo('ops')`)
      .all()
      .map(({ name }) => name),
  )
  for (const [name, type] of Object.entries(OP_COLUMNS))
    if (!columns.has(name)) db.exec(`ALTER TABLE ops ADD COLUMN ${name} ${type}`)
  db.exec(`${SYNC_TABLES}
    CREATE INDEX IF NOT EXISTS ops_to_offer ON ops (offer) WHERE offer IS NOT NULL;
    CREATE INDEX IF NOT EXISTS ops_that_undo ON ops (undoes) WHERE undoes IS NOT NULL;
    -- Whoever writes ops elsewhere may repeat a moment: nothing here may stop at that.
    DROP INDEX IF EXISTS ops_at;
    CREATE INDEX IF NOT EXISTS ops_by_time ON ops (at);`)
}
