import type { RecordRef } from '#core/sync/merge/merge-op.ts'
import type { OpHeader } from '#core/sync/op.ts'
import type { PartOfOp, StoredOp } from '#core/sync/server/sync-store.ts'
import type { WireRow } from '#core/sync/wire.ts'
import { placeholders, statementParts, type Sql, type SqlRow } from './sql.ts'

export async function writeOp(sql: Sql, org: string, { op, outcome, seq }: StoredOp): Promise<void> {
  const { header, rows } = op
  await sql.run(
    'INSERT INTO ops (org, device, n, seq, id, hash, header, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    [
      org,
      header.device,
      header.n,
      seq,
      header.id,
      header.hash,
      JSON.stringify(header),
      JSON.stringify(outcome),
    ],
  )
  await sql.run(
    `INSERT INTO heads (org, device, n, hash) VALUES (?, ?, ?, ?)
     ON CONFLICT (org, device) DO UPDATE SET n = excluded.n, hash = excluded.hash`,
    [org, header.device, header.n, header.hash],
  )
  for (const part of statementParts(rows, 6))
    await sql.run(
      `INSERT INTO changes (org, seq, i, collection, id, row) VALUES ${placeholders(part.length, 6)}`,
      part.flatMap((row) => [org, seq, row.i, row.collection, row.id, JSON.stringify(row)]),
    )
}

/** Keeps a part of an op; answers how many parts are there from the first on without a gap. */
export async function writePart(
  sql: Sql,
  org: string,
  { device, n, hash }: OpHeader,
  index: number,
  rows: readonly WireRow[],
): Promise<number> {
  await sql.run(
    `INSERT INTO op_parts (org, device, n, hash, part, rows) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (org, device, n, hash, part) DO UPDATE SET rows = excluded.rows`,
    [org, device, n, hash, index, JSON.stringify(rows)],
  )
  const there = await sql.all(
    'SELECT part FROM op_parts WHERE org = ? AND device = ? AND n = ? AND hash = ? ORDER BY part',
    [org, device, n, hash],
  )
  const gap = there.findIndex(({ part }, place) => Number(part) !== place)
  return gap < 0 ? there.length : gap
}

/** The rows of all parts of an op; every part that its device sent is forgotten. */
export async function takeParts(sql: Sql, org: string, { device, n, hash }: OpHeader): Promise<WireRow[]> {
  const parts = await sql.all(
    'SELECT rows FROM op_parts WHERE org = ? AND device = ? AND n = ? AND hash = ? ORDER BY part',
    [org, device, n, hash],
  )
  await sql.run('DELETE FROM op_parts WHERE org = ? AND device = ?', [org, device])
  return parts.flatMap(({ rows }) => JSON.parse(String(rows)) as WireRow[])
}

/** Which rows of each op. */
interface RowRange {
  from: number
  limit: number
}

const ALL_ROWS: RowRange = { from: 0, limit: 2 ** 40 }

/** Stored ops with their rows, or some of them, in the order of the given ones. */
export async function withRows(
  sql: Sql,
  org: string,
  ops: readonly SqlRow[],
  { from, limit }: RowRange = ALL_ROWS,
): Promise<PartOfOp[]> {
  const rows = new Map<number, WireRow[]>(ops.map(({ seq }) => [Number(seq), []]))
  const counts = new Map<number, number>()
  for (const part of statementParts([...rows.keys()], 1)) {
    const seqs = part.map(() => '?').join(', ')
    const found = await sql.all(
      `SELECT seq, row FROM changes WHERE org = ? AND seq IN (${seqs}) AND i >= ? AND i < ? ORDER BY seq, i`,
      [org, ...part, from, from + limit],
    )
    for (const { seq, row } of found) rows.get(Number(seq))?.push(JSON.parse(String(row)) as WireRow)
    // Rows are numbered without gaps.
    const last = await sql.all(
      `SELECT seq, max(i) AS last FROM changes WHERE org = ? AND seq IN (${seqs}) GROUP BY seq`,
      [org, ...part],
    )
    for (const one of last) counts.set(Number(one.seq), Number(one.last) + 1)
  }
  return ops.map(({ header, outcome, seq }) => ({
    op: {
      header: JSON.parse(String(header)) as StoredOp['op']['header'],
      rows: rows.get(Number(seq)) ?? [],
    },
    outcome: JSON.parse(String(outcome)) as StoredOp['outcome'],
    seq: Number(seq),
    rowCount: counts.get(Number(seq)) ?? 0,
  }))
}

export async function rewriteRows(
  sql: Sql,
  org: string,
  { collection, id }: RecordRef,
  rewrite: (row: WireRow) => WireRow,
): Promise<void> {
  const found = await sql.all('SELECT seq, i, row FROM changes WHERE org = ? AND collection = ? AND id = ?', [
    org,
    collection,
    id,
  ])
  for (const { seq = null, i = null, row } of found)
    await sql.run('UPDATE changes SET row = ? WHERE org = ? AND seq = ? AND i = ?', [
      JSON.stringify(rewrite(JSON.parse(String(row)) as WireRow)),
      org,
      seq,
      i,
    ])
}
