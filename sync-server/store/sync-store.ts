import type { Role } from '#core/domain/people/roles.ts'
import type { DeviceScope } from '#core/sync/scope.ts'
import type { RecordRef } from '#core/sync/merge/merge-op.ts'
import { refKey } from '#core/sync/merge/merge-op.ts'
import { OP_ITEM } from '#core/sync/feed-items.ts'
import type { LeaseKind } from '#core/sync/lease.ts'
import {
  type DeviceRecord,
  type FeedEntry,
  type Lease,
  type Stream,
  type SyncSnapshot,
  type SyncStore,
  type SyncTransaction,
} from '#core/sync/server/sync-store.ts'
import type { Head } from '#core/sync/wire.ts'
import { asksSignIn, readPerson } from '../auth/people.ts'
import { newSecret } from '../crypto.ts'
import { rewriteRows, takeParts, withRows, writeOp, writePart } from './ops.ts'
import { allRecords, readRecords, recordOf, writeRecords } from './records.ts'
import type { Sql, SqlDatabase, SqlRow } from './sql.ts'

export interface SyncStoreOptions {
  database: SqlDatabase
  org: string
  /** What a one-time code is stored as. */
  codeHash: (code: string) => string
  /** ISO instant. */
  now: () => string
}

/** What one organisation has on the server, in SQLite or PostgreSQL alike. */
export function createSyncStore(options: SyncStoreOptions): SyncStore {
  const { database } = options
  return {
    write: (work) => database.write(async (sql) => work(transactionOf(sql, options))),
    read: (work) => database.read(async (sql) => work(snapshotOf(sql, options))),
  }
}

function snapshotOf(sql: Sql, { org }: SyncStoreOptions): SyncSnapshot {
  return {
    stream: async () => streamOf(await sql.all('SELECT epoch, seq FROM streams WHERE org = ?', [org])),
    async device(id) {
      const [row] = await sql.all('SELECT record FROM devices WHERE org = ? AND id = ?', [org, id])
      return row && (JSON.parse(String(row.record)) as DeviceRecord)
    },
    async head(device) {
      const [row] = await sql.all('SELECT n, hash FROM heads WHERE org = ? AND device = ?', [org, device])
      return row && headOf(row)
    },
    async heads() {
      const rows = await sql.all('SELECT device, n, hash FROM heads WHERE org = ?', [org])
      return Object.fromEntries(rows.map((row) => [String(row.device), headOf(row)]))
    },
    async countRecords() {
      const [row] = await sql.all('SELECT count(*) AS n FROM documents WHERE org = ?', [org])
      return Number(row?.n ?? 0)
    },
    async feed({ seq, item }, limit, rows) {
      const after = [org, seq, item ?? END_OF_SEQ] as const
      // Each side by its own index and no longer than the page.
      const records = await sql.all(
        `SELECT collection, id, record, seq, item FROM documents WHERE org = ? AND (seq, item) > (?, ?)
         ORDER BY seq, item LIMIT ?`,
        [...after, limit],
      )
      // A page that is full of records ends with them: a first pull has few ops between very many records.
      const until = records.length < limit ? Number.MAX_SAFE_INTEGER : Number(records.at(-1)?.seq)
      const ops = await sql.all(
        `SELECT header, outcome, seq FROM ops WHERE org = ? AND (seq, '${OP_ITEM}') > (?, ?) AND seq <= ?
         ORDER BY seq LIMIT ?`,
        [...after, until, limit],
      )
      const page = [
        ...records.map((row) => ({ seq: Number(row.seq), item: String(row.item), row })),
        ...ops.map((row) => ({ seq: Number(row.seq), item: OP_ITEM, row })),
      ]
        .sort((a, b) => a.seq - b.seq || (a.item < b.item ? -1 : 1))
        .slice(0, limit)
      const stored = new Map(
        (
          await withRows(
            sql,
            org,
            page.flatMap(({ item, row }) => (item === OP_ITEM ? [row] : [])),
            { from: 0, limit: rows },
          )
        ).map((op) => [op.seq, op]),
      )
      return page.map(({ seq, item, row }): FeedEntry => {
        const op = item === OP_ITEM ? stored.get(seq) : undefined
        return op ? { type: 'op', item, ...op } : { type: 'record', item, ...recordOf(row) }
      })
    },
    async opAt(seq, from, limit) {
      const ops = await sql.all('SELECT header, outcome, seq FROM ops WHERE org = ? AND seq = ?', [org, seq])
      return (await withRows(sql, org, ops, { from, limit }))[0]
    },
    allRecords: () => allRecords(sql, org),
    async leases() {
      const rows = await sql.all(
        'SELECT kind, key, device, asked FROM leases WHERE org = ? ORDER BY kind, key',
        [org],
      )
      return rows.map(({ kind, key, device, asked }): Lease => ({
        // Written by `putLease`.
        kind: kind as LeaseKind,
        key: String(key),
        device: String(device),
        ...(typeof asked === 'string' && { asked: JSON.parse(asked) as Lease['asked'] }),
      }))
    },
    async op(device, n) {
      const rows = await sql.all(
        'SELECT header, outcome, seq FROM ops WHERE org = ? AND device = ? AND n = ?',
        [org, device, n],
      )
      return (await withRows(sql, org, rows))[0]
    },
    async opById(id) {
      const rows = await sql.all(
        'SELECT header, outcome, seq FROM ops WHERE org = ? AND id = ? ORDER BY seq LIMIT 1',
        [org, id],
      )
      return (await withRows(sql, org, rows))[0]
    },
    records: async (refs) =>
      new Map((await readRecords(sql, org, refs)).map((stored) => [refKey(stored), stored])),
    async author(person, device) {
      if (!(await asksSignIn(sql, org))) return undefined
      const found = await readPerson(sql, org, person)
      if (!found)
        return {
          ...{ active: true, isEntered: false, offices: [], signedIn: true },
          ...(await grantOf(sql, org, device)),
        }
      const [row] = await sql.all(
        'SELECT 1 AS found FROM person_devices WHERE org = ? AND person = ? AND device = ?',
        [org, person, device],
      )
      const { role, active, offices } = found
      return { role, active, offices, isEntered: true, signedIn: row !== undefined }
    },
    async issuesOf({ collection, id }) {
      const rows = await sql.all(
        `SELECT collection, id, record, seq FROM documents WHERE org = ? AND entity = ? AND entity_id = ?`,
        [org, collection, id],
      )
      return rows.map(recordOf)
    },
  }
}

/** What people may do at a device who are not entered. */
async function grantOf(sql: Sql, org: string, device: string): Promise<{ role?: Role }> {
  const [row] = await sql.all('SELECT record FROM devices WHERE org = ? AND id = ?', [org, device])
  const grant = row && (JSON.parse(String(row.record)) as DeviceRecord).scope.grant
  return grant ? { role: grant } : {}
}

/** Behind every item of a sequence number, whatever its name. */
const END_OF_SEQ = '\u{10ffff}'

function transactionOf(sql: Sql, options: SyncStoreOptions): SyncTransaction {
  const { org, codeHash, now } = options
  let secret: Promise<string> | undefined
  return {
    ...snapshotOf(sql, options),
    // The row is changed, so that PostgreSQL keeps others out until the end.
    lock: async () =>
      streamOf(await sql.all('UPDATE streams SET seq = seq WHERE org = ? RETURNING epoch, seq', [org])),
    async putStream({ epoch, seq }) {
      await sql.run('UPDATE streams SET epoch = ?, seq = ? WHERE org = ?', [epoch, seq, org])
    },
    secret: () => (secret ??= secretOf(sql, org)),
    async putDevice(device) {
      await sql.run(
        `INSERT INTO devices (org, id, record) VALUES (?, ?, ?)
         ON CONFLICT (org, id) DO UPDATE SET record = excluded.record`,
        [org, device.id, JSON.stringify(device)],
      )
    },
    putRecord: (record) => writeRecords(sql, org, [record]),
    putOp: (op) => writeOp(sql, org, op),
    async claim(kind, value, holder) {
      const key = [org, kind, value]
      await sql.run(
        'INSERT INTO claims (org, kind, value, holder) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        [...key, holder],
      )
      const [row] = await sql.all('SELECT holder FROM claims WHERE org = ? AND kind = ? AND value = ?', key)
      return row && row.holder !== holder ? String(row.holder) : undefined
    },
    async putLease({ kind, key, device, asked }) {
      await sql.run(
        `INSERT INTO leases (org, kind, key, device, asked) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (org, kind, key) DO UPDATE SET device = excluded.device, asked = excluded.asked`,
        [org, kind, key, device, asked ? JSON.stringify(asked) : null],
      )
    },
    async takeEnrolment(code) {
      const [row] = await sql.all(
        'DELETE FROM enrolments WHERE org = ? AND code = ? AND expires_at > ? RETURNING scope',
        [org, codeHash(code), now()],
      )
      return row && { scope: JSON.parse(String(row.scope)) as DeviceScope }
    },
    putPart: (header, index, rows) => writePart(sql, org, header, index, rows),
    takeParts: (header) => takeParts(sql, org, header),
    rewriteRows: (ref: RecordRef, rewrite) => rewriteRows(sql, org, ref, rewrite),
  }
}

/** Made when it is first asked for, by one of those who ask at the same moment: tokens and the file key follow from it. */
async function secretOf(sql: Sql, org: string): Promise<string> {
  const read = async () => (await sql.all('SELECT secret FROM streams WHERE org = ?', [org]))[0]?.secret
  const known = await read()
  if (typeof known === 'string') return known
  await sql.run('UPDATE streams SET secret = ? WHERE org = ? AND secret IS NULL', [newSecret(), org])
  return String(await read())
}

function streamOf([row]: readonly SqlRow[]): Stream {
  if (!row) throw new Error('the organisation has no stream')
  return { epoch: String(row.epoch), seq: Number(row.seq) }
}

const headOf = ({ n, hash }: SqlRow): Head => ({ n: Number(n), hash: String(hash) })
