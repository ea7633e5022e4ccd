import type { DocumentWrite } from '#core/domain/command.ts'
import { hiddenFrom, withUnseen } from '#core/domain/people/readable.ts'
import { isRole } from '#core/domain/people/roles.ts'
import { refusedByRole, type ChangedValue, type RightsRefusal } from '#core/domain/people/rights.ts'
import { entities } from '#core/domain/registry.ts'
import { diffDocument } from '#core/sync/diff.ts'
import { getMeta } from '../meta.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'

/** The person at this desktop may not do this; nothing has been written. */
export class NotAllowedError extends Error {
  readonly reason: RightsRefusal
  constructor(reason: RightsRefusal) {
    super(`the role does not allow it: ${reason}`)
    this.reason = reason
  }
}

/**
 * Holds writes against the role of the person who works here, as the server will (core/domain/people/rights.ts), so that
 * nobody learns only later that their work was refused. Without a role everything is allowed: nobody signs in here.
 *
 * @throws NotAllowedError
 */
export function checkRole(
  db: SqliteDatabase,
  {
    command,
    writes,
    entries,
  }: { command: string; writes: readonly DocumentWrite[]; entries?: readonly unknown[] },
): void {
  const role = getMeta(db, 'role')
  if (!isRole(role) || role === 'admin') return
  const kinds = new Map(writes.map(({ id, before, after }) => [id, (after ?? before)?.kind]))
  const refused = refusedByRole(role, command, changesOf(writes, entries ?? []), (id) => {
    const kind = kinds.get(id)
    return typeof kind === 'string' ? kind : undefined
  })
  if (refused) throw new NotAllowedError(refused)
}

/** What who works here does not see of the records stays as it is, whatever they write of the rest. */
export function keepUnseen(db: SqliteDatabase, writes: readonly DocumentWrite[]): readonly DocumentWrite[] {
  const role = getMeta(db, 'role')
  const hidden = hiddenFrom(isRole(role) ? role : undefined)
  if (hidden.length === 0) return writes
  return writes.map((write) =>
    write.before && write.after
      ? { ...write, after: withUnseen(hidden, write.collection, write.before, write.after) }
      : write,
  )
}

function* changesOf(writes: readonly DocumentWrite[], entries: readonly unknown[]): Generator<ChangedValue> {
  for (const { collection, id, before, after } of writes)
    yield* diffDocument(collection, id, entities[collection].fields, before, after)
  if (entries.length > 0) yield { collection: 'transactions', id: '', path: '', kind: 'create' }
}
