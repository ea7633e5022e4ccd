import type { HostReply } from '#core/contract/envelope.ts'
import type { CommandOutcome, Refusal } from '#core/domain/command.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import type { Result } from '#core/lib/result.ts'
import { readOpEntries } from '../activity/change-rows.ts'
import type { OpRecord } from '../activity/op-reads.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import type { TakenBack } from './take-back.ts'
import { cannotUndo, refused } from './undo.ts'

/**
 * What takes back an op that posted: the ledger only grows, so its command answers entries of the opposite sign. Writes
 * nothing.
 *
 * @param reverse the command's own rule; undefined when it has none.
 */
export function planReversal(
  db: SqliteDatabase,
  op: OpRecord,
  reverse: (entries: readonly LedgerEntry[]) => Result<CommandOutcome, Refusal> | undefined,
): HostReply<TakenBack & { entries: readonly LedgerEntry[] }> {
  if (op.undoneBy !== undefined) return { ok: false, error: cannotUndo('alreadyUndone') }
  if (op.role !== 'do' || !op.undoable) return { ok: false, error: cannotUndo('notUndoable') }
  const outcome = reverse(readOpEntries(db, op))
  if (!outcome) return { ok: false, error: cannotUndo('notUndoable') }
  if (!outcome.ok) return { ok: false, error: refused(outcome.error) }
  const { writes, entries = [] } = outcome.value
  return { ok: true, value: { writes, entries, kept: [] } }
}
