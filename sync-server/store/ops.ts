import type { RecordRef } from '#core/sync/merge/merge-op.ts'
import type { StoredOp } from '#core/sync/server/sync-store.ts'
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

/** Stored ops with their rows, in the order of the given ones. */
export async function withRows(sql: Sql, org: string, ops: readonly SqlRow[]): Promise<StoredOp[]> {
  const rows = new Map<number, WireRow[]>(ops.map(({ seq }) => [Number(seq), []]))
  for (const part of statementParts([...rows.keys()], 1)) {
    const found = await sql.all(
      `SELECT seq, row FROM changes WHERE org = ? AND seq IN (${part.map(() => '?').join(', ')})
       ORDER BY seq, i`,
      [org, ...part],
    )
    for (const { seq, row } of found) rows.get(Number(seq))?.push(JSON.parse(String(row)) as WireRow)
  }
  return ops.map(({ header, outcome, seq }) => ({
    op: {
      header: JSON.parse(String(header)) as StoredOp['op']['header'],
      rows: rows.get(Number(seq)) ?? [],
    },
    outcome: JSON.parse(String(outcome)) as StoredOp['outcome'],
    seq: Number(seq),
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
