import type { HostReply } from '#core/contract/envelope.ts'
import { mayPutBack } from '#core/domain/activity/put-back-rule.ts'
import type { DocumentWrite, Refusal } from '#core/domain/command.ts'
import { entities, isCollectionName, titleOf } from '#core/domain/registry.ts'
import { parseChangePath } from '#core/domain/change-path.ts'
import type { Change } from '#core/sync/diff.ts'
import { hlcMoment } from '#core/sync/hlc.ts'
import type { ChangeRow } from '#core/sync/op.ts'
import { err } from '#core/lib/result.ts'
import { readOpRows } from '../activity/change-rows.ts'
import { readOps, type OpRecord } from '../activity/op-reads.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import type { Documents } from './documents.ts'
import { takeBack } from './take-back.ts'
import { cannotUndo, deletedButNamed, refused } from './undo.ts'

/**
 * The writes that put one value back to what it was before an op, with the fields of its merge group. Whole records,
 * archiving, the ledger and invoices have commands of their own for that. Writes nothing.
 */
export function planPutBack(
  db: SqliteDatabase,
  documents: Documents,
  op: OpRecord,
  i: number,
): HostReply<DocumentWrite[]> {
  const rows = readOpRows(db, op)
  const row = rows.find((one) => one.i === i)
  if (!row || !canPutBack(row)) return { ok: false, error: cannotUndo('notUndoable') }
  const { collection, id } = row
  const refusal = refusalOf(documents, row)
  if (refusal) return err(refused(refusal))
  const plan = takeBack(valuesWith(row, rows), documents.get)
  if (plan.kept.length > 0) {
    const since = lastChange(db, op, row)
    return {
      ok: false,
      error: {
        code: 'command/changed-since',
        message: 'the value is no longer what the op left',
        retryable: false,
        details: {
          title: titleOf(collection, documents.get(collection, id)),
          path: row.path,
          ...(since && { personId: since.header.person, time: hlcMoment(since.at), opId: since.id }),
        },
      },
    }
  }
  const gone = deletedButNamed(documents, plan.writes)
  if (gone) return { ok: false, error: cannotUndo('deletedSince', gone) }
  return { ok: true, value: plan.writes }
}

/** Whether a single value stands behind the row, and it may be put back by itself. */
const canPutBack = (row: ChangeRow): row is ChangeRow & Pick<Change, 'collection'> =>
  row.erased === undefined && isCollectionName(row.collection) && mayPutBack(row)

function refusalOf(
  documents: Documents,
  { collection, id }: Pick<Change, 'collection' | 'id'>,
): Refusal | undefined {
  const document = documents.get(collection, id)
  const customerId = document && entities[collection].customerIdOf(document)
  const customer = customerId === undefined ? undefined : documents.get('customers', customerId)
  if (customer?.archived)
    return { code: 'customer.isArchived', details: { name: titleOf('customers', customer) } }
  if (!document?.archived) return undefined
  const details = { name: titleOf(collection, document), serial: titleOf(collection, document) }
  switch (collection) {
    case 'contacts':
      return { code: 'contact.isArchived', details }
    case 'sites':
      return { code: 'site.isArchived', details }
    case 'services':
      return { code: 'service.isArchived', details }
    case 'inventory':
      return { code: 'inventory.isArchived', details }
    default:
      return { code: 'catalog.isArchived', details }
  }
}

/** The row, with those of the same merge group in its op. */
function valuesWith(row: ChangeRow & Pick<Change, 'collection'>, rows: readonly ChangeRow[]): Change[] {
  const { fields } = entities[row.collection]
  const groupOf = ({ path }: ChangeRow): string | undefined =>
    fields[parseChangePath(path)?.field ?? '']?.group
  const group = groupOf(row)
  return rows
    .filter(
      (one) =>
        one.i === row.i ||
        (group !== undefined &&
          one.collection === row.collection &&
          one.id === row.id &&
          groupOf(one) === group),
    )
    .map(({ i: _i, salt: _salt, ...change }) => ({ ...change, collection: row.collection }))
}

/** The last op after `op` that changed the same value, or the record as a whole. */
function lastChange(
  db: SqliteDatabase,
  op: OpRecord,
  { collection, id, path }: ChangeRow,
): OpRecord | undefined {
  const field = parseChangePath(path)?.field ?? ''
  const later = db
    .prepare(
      `SELECT c.op, c.path FROM changes c JOIN ops o ON o.id = c.op
       WHERE c.collection = ? AND c.id = ? AND o.at > ? ORDER BY o.at DESC`,
    )
    .all(collection, id, op.at)
  const found = later.find((one) => one.path === '' || parseChangePath(one.path as string)?.field === field)
  return found && readOps(db, 'id = ?', [found.op as string])[0]
}
