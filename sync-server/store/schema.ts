import type { SqlDatabase } from './sql.ts'

/**
 * The tables of the server, in steps: a database of an older server gets those that it lacks. `TEXT` sorts by bytes in
 * both dialects, because the feed's order must be the same everywhere.
 */
const STEPS: readonly string[] = [
  `CREATE TABLE organisations (org TEXT PRIMARY KEY, name TEXT NOT NULL, created_at TEXT NOT NULL);
   CREATE TABLE streams (org TEXT PRIMARY KEY, epoch TEXT NOT NULL, seq BIGINT NOT NULL);
   -- A record with its body and clocks. entity and entity_id: of an issue the record that it is about.
   CREATE TABLE documents (org TEXT NOT NULL, collection TEXT NOT NULL, id TEXT NOT NULL, seq BIGINT NOT NULL,
     item TEXT NOT NULL, record TEXT NOT NULL, entity TEXT, entity_id TEXT, PRIMARY KEY (org, collection, id));
   CREATE INDEX documents_feed ON documents (org, seq, item);
   CREATE INDEX documents_issues ON documents (org, entity, entity_id) WHERE entity IS NOT NULL;
   -- id: ops that a desktop wrote anew under another identity keep theirs.
   CREATE TABLE ops (org TEXT NOT NULL, device TEXT NOT NULL, n BIGINT NOT NULL, seq BIGINT NOT NULL,
     id TEXT NOT NULL, hash TEXT NOT NULL, header TEXT NOT NULL, outcome TEXT NOT NULL, PRIMARY KEY (org, device, n));
   CREATE UNIQUE INDEX ops_feed ON ops (org, seq);
   CREATE INDEX ops_id ON ops (org, id, seq);
   CREATE TABLE changes (org TEXT NOT NULL, seq BIGINT NOT NULL, i BIGINT NOT NULL, collection TEXT NOT NULL,
     id TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (org, seq, i));
   CREATE INDEX changes_record ON changes (org, collection, id);
   CREATE TABLE claims (org TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, holder TEXT NOT NULL,
     PRIMARY KEY (org, kind, value));
   -- token: SHA-256 of what the device shows with every request.
   CREATE TABLE devices (org TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL, token TEXT, seen_at TEXT,
     PRIMARY KEY (org, id));
   CREATE UNIQUE INDEX devices_token ON devices (token);
   CREATE TABLE heads (org TEXT NOT NULL, device TEXT NOT NULL, n BIGINT NOT NULL, hash TEXT NOT NULL,
     PRIMARY KEY (org, device));
   CREATE TABLE leases (org TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, device TEXT NOT NULL,
     PRIMARY KEY (org, kind, key));
   -- code: SHA-256 of the one-time code.
   CREATE TABLE enrolments (code TEXT PRIMARY KEY, org TEXT NOT NULL, scope TEXT NOT NULL, expires_at TEXT NOT NULL)`,
  // What receipts are made of (core/sync/receipt.ts).
  `ALTER TABLE streams ADD COLUMN secret TEXT`,
  // Parts of ops that are not entire yet (core/sync/parts.ts).
  `CREATE TABLE op_parts (org TEXT NOT NULL, device TEXT NOT NULL, n BIGINT NOT NULL, hash TEXT NOT NULL,
     part BIGINT NOT NULL, rows TEXT NOT NULL, PRIMARY KEY (org, device, n, hash, part))`,
  // People who sign in. sign_in of an organisation: it asks them to; email: folded, by which they are found.
  `ALTER TABLE organisations ADD COLUMN sign_in BIGINT;
   CREATE TABLE people (org TEXT NOT NULL, id TEXT NOT NULL, email TEXT NOT NULL, record TEXT NOT NULL,
     PRIMARY KEY (org, id));
   CREATE UNIQUE INDEX people_email ON people (org, email);
   -- Who has signed in where.
   CREATE TABLE person_devices (org TEXT NOT NULL, person TEXT NOT NULL, device TEXT NOT NULL, since TEXT NOT NULL,
     PRIMARY KEY (org, person, device));
   -- token: SHA-256 of what a signed-in person shows beside the device's.
   CREATE TABLE sessions (token TEXT PRIMARY KEY, org TEXT NOT NULL, person TEXT NOT NULL, device TEXT NOT NULL,
     expires_at TEXT NOT NULL);
   CREATE INDEX sessions_person ON sessions (org, person);
   -- Failed tries by e-mail address, known or not: nobody learns which one it is.
   CREATE TABLE sign_in_tries (org TEXT NOT NULL, email TEXT NOT NULL, tries BIGINT NOT NULL, wait_until TEXT NOT NULL,
     PRIMARY KEY (org, email))`,
  // JSON of who asks for a lease, since when.
  `ALTER TABLE leases ADD COLUMN asked TEXT`,
  // Version of the program that a device last came with.
  `ALTER TABLE devices ADD COLUMN version TEXT`,
]

const sortedByBytes = (step: string): string => step.replaceAll(/\bTEXT\b/g, 'TEXT COLLATE "C"')

/** Makes or grows the tables. Several servers that start at once wait for each other. */
export async function migrate(database: SqlDatabase): Promise<void> {
  await database.write(async (sql) => {
    // 1,701,734,497: any number, as long as every server asks for the same lock.
    if (database.dialect === 'postgres') await sql.all('SELECT pg_advisory_xact_lock(1701734497)')
    await sql.run('CREATE TABLE IF NOT EXISTS migrations (step BIGINT PRIMARY KEY)')
    const [last] = await sql.all('SELECT max(step) AS step FROM migrations')
    const done = Number(last?.step ?? 0)
    if (done > STEPS.length)
      throw new Error(`the database is of a newer server (step ${done} of ${STEPS.length})`)
    for (const [index, step] of STEPS.entries()) {
      if (index < done) continue
      for (const statement of step.replaceAll(/--.*$/gm, '').split(';')) {
        if (statement.trim() === '') continue
        await sql.run(database.dialect === 'postgres' ? sortedByBytes(statement) : statement)
      }
      await sql.run('INSERT INTO migrations (step) VALUES (?)', [index + 1])
    }
  })
}
