import type { Issue } from '../issue.ts'
import type { RecordRef } from '../merge/merge-op.ts'
import type { Sha256 } from '../op-hash.ts'
import { hiddenRow } from '../scope.ts'
import type { SyncTransaction } from './sync-store.ts'

/** Takes the values of a record out of stored ops and issues. The hashes stay, so that every chain still verifies. */
export async function eraseRecord(
  transaction: SyncTransaction,
  ref: RecordRef,
  seq: number,
  sha256: Sha256,
): Promise<void> {
  await transaction.rewriteRows(ref, (row) => hiddenRow(row, sha256))
  for (const { collection, id, record } of await transaction.issuesOf(ref)) {
    // Only the merger writes issues.
    const body = record.body && erasedIssue(record.body as Issue, ref)
    await transaction.putRecord({ collection, id, record: { ...record, body }, seq })
  }
}

/** The issue without what it says of the record; that there was one stays. */
export function erasedIssue(issue: Issue, { collection, id }: RecordRef): Issue {
  const { mine: _mine, theirs: _theirs, before: _before, rows, ...rest } = issue
  const isAbout = issue.entity === collection && issue.entityId === id
  const others = rows?.filter((row) => row.collection !== collection || row.id !== id)
  return { ...(isAbout ? rest : issue), ...(others && { rows: others }), erased: true }
}
