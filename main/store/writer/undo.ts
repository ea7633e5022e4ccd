import { hostError, type HostReply } from '#core/contract/envelope.ts'
import type { DocumentWrite, Refusal } from '#core/domain/command.ts'
import type { CollectionName } from '#core/domain/entity.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import {
  attributeValueOf,
  holderIn,
  takenValues,
  uniqueDefinitions,
  type FindHolder,
} from '#core/domain/customer/unique-values.ts'
import { collectionNames, titleOf } from '#core/domain/registry.ts'
import { readOpChanges } from '../activity/change-rows.ts'
import type { OpRecord } from '../activity/op-reads.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import type { Documents } from './documents.ts'
import { keepTogether } from './keep-together.ts'
import { takeBack, type TakenBack } from './take-back.ts'

/** Why an op cannot be taken back; `details` name what stands in the way. */
type Reason =
  /** A ledger command, or one that declares that it has no undo. */
  | 'notUndoable'
  | 'alreadyUndone'
  /** Nothing is left as the op made it. */
  | 'changedSince'
  /** A record that would be deleted is named by another one. */
  | 'stillUsed'
  /** A record that would come back names one that has been deleted. */
  | 'deletedSince'
  /** A value that would come back, and that no two may share, is somebody else's by now. */
  | 'valueTaken'

export const cannotUndo = (reason: Reason, details: Record<string, unknown> = {}) =>
  hostError('command/cannot-undo', reason, { details: { reason, ...details } })

/** A rule of the domain that speaks against it, as an answer of the host. */
export const refused = (refusal: Refusal) =>
  hostError('command/refused', refusal.code, { details: { refusal } })

/** The writes that take an op back, or why that is not possible. Writes nothing. */
export function planUndo(db: SqliteDatabase, documents: Documents, op: OpRecord): HostReply<TakenBack> {
  const refuse = (reason: Reason, details?: Record<string, unknown>) =>
    ({ ok: false, error: cannotUndo(reason, details) }) as const
  if (op.undoneBy !== undefined) return refuse('alreadyUndone')
  if (!op.undoable) return refuse('notUndoable')
  const changes = readOpChanges(db, op.id)
  // All that it changed has been erased since.
  if (changes.length === 0) return refuse('notUndoable')
  const plan = keepTogether(takeBack(changes, documents.get), documents)
  if (plan.writes.length === 0) return refuse('changedSince', { kept: plan.kept })
  const user = userOfDeleted(documents, plan.writes)
  if (user) return refuse('stillUsed', user)
  const gone = deletedButNamed(documents, plan.writes)
  if (gone) return refuse('deletedSince', gone)
  const taken = takenSince(documents, plan.writes)
  if (taken) return refuse('valueTaken', taken)
  return { ok: true, value: plan }
}

type Named = { collection: CollectionName; id: string; title: string }

/** Which documents may name one of a collection. */
const referrers: Readonly<Record<CollectionName, readonly CollectionName[]>> = {
  customers: ['contacts', 'sites', 'services', 'inventory', 'invoices'],
  contacts: [],
  sites: ['contacts', 'services', 'inventory', 'invoices'],
  services: ['inventory', 'invoices'],
  inventory: ['services'],
  invoices: [],
  issues: [],
  // Issues quote values; they hold nothing.
  catalog: collectionNames.filter((name) => name !== 'catalog' && name !== 'issues'),
}

/** Something that stays and still names a document that undoing a create would delete. */
function userOfDeleted(documents: Documents, writes: readonly DocumentWrite[]): Named | undefined {
  const deleted = writes.filter((write) => write.after === undefined && write.before !== undefined)
  const afterwards = new Map(writes.map(({ id, after }) => [id, after]))
  /** The document as it will be, when it then names what is deleted. */
  const usesThen = (collection: CollectionName, userId: string, id: string): boolean => {
    const document = afterwards.has(userId) ? afterwards.get(userId) : documents.get(collection, userId)
    return document !== undefined && idsIn(document).includes(id)
  }
  const named = (collection: CollectionName, id: string): Named => ({
    collection,
    id,
    title: titleOf(collection, documents.get(collection, id)),
  })
  const goingCustomers = deleted.filter(({ collection }) => collection === 'customers').map(({ id }) => id)
  // What was posted stays, and needs its customer.
  const posted = goingCustomers.find((id) => documents.ledger.hasEntries(id))
  if (posted !== undefined) return named('customers', posted)
  for (const other of referrers.customers) {
    const staying = documents
      .idsOfCustomers(other, goingCustomers)
      .find((id) => !afterwards.has(id) || afterwards.get(id) !== undefined)
    if (staying !== undefined) return named(other, staying)
  }
  const gone = new Set(goingCustomers)
  for (const { collection, id, before } of deleted) {
    if (collection === 'customers') {
      const [merged] = documents.find('customers', { mergedInto: id }, 1)
      if (merged) return named('customers', merged.id)
    }
    const customerId = String(before?.customerId)
    // Only records of the same customer name its sites; of one that goes, nothing stays.
    if (collection === 'customers' || (collection === 'sites' && gone.has(customerId))) continue
    for (const other of referrers[collection]) {
      const candidates =
        collection === 'sites'
          ? documents.idsOfCustomers(other, [customerId])
          : before?.kind === 'tag'
            ? other === 'customers'
              ? documents.taggedCustomers(id)
              : []
            : documents.mentions(other, id)
      for (const userId of candidates) if (usesThen(other, userId, id)) return named(other, userId)
    }
  }
  return undefined
}

/** A document that is deleted, and would be named again by what undoing brings back. */
export function deletedButNamed(documents: Documents, writes: readonly DocumentWrite[]): Named | undefined {
  const looked = new Set(writes.filter(({ after }) => after).map(({ id }) => id))
  for (const { before, after } of writes) {
    const had = new Set(idsIn(before))
    for (const id of idsIn(after)) {
      if (had.has(id) || looked.has(id)) continue
      looked.add(id)
      for (const collection of collectionNames) {
        const deleted = documents.getDeleted(collection, id)
        if (deleted) return { collection, id, title: titleOf(collection, deleted) }
      }
    }
  }
  return undefined
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Every text that can be the id of a document. */
function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return UUID.test(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsIn) : []
}

/** A value of a unique attribute that undoing would bring back, and who took it since. */
function takenSince(
  documents: Documents,
  writes: readonly DocumentWrite[],
): (Named & { attribute: string; value: string }) | undefined {
  // Only documents that passed the schema reach the store.
  const customers = writes
    .filter(({ collection, after }) => collection === 'customers' && after)
    .map(({ before, after }) => [before as Customer | undefined, after as unknown as Customer] as const)
    .filter(([before, after]) => after.attributes.some((one) => !before?.attributes.includes(one)))
  if (customers.length === 0) return undefined
  const unique = uniqueDefinitions(documents)
  if (unique.size === 0) return undefined
  const afterwards = new Map(writes.map(({ id, after }) => [id, after as Customer | undefined]))
  const find: FindHolder = (value, exceptId) => {
    const holder = holderIn(documents)(value, exceptId)
    if (!holder || !afterwards.has(holder.id)) return holder
    // Taken back along: it may give up what it took in the same op.
    const keeps = afterwards
      .get(holder.id)
      ?.attributes.some((one) => attributeValueOf(one)?.key === value.key)
    return keeps ? holder : undefined
  }
  for (const [, after] of customers) {
    const [taken] = takenValues(after.attributes, unique, after.id, find)
    if (!taken) continue
    const [elementId, holder] = taken
    const attribute = after.attributes.find(({ id }) => id === elementId)
    return {
      collection: 'customers',
      id: holder.id,
      title: holder.name,
      attribute: attribute?.name ?? '',
      value: attribute?.value ?? '',
    }
  }
  return undefined
}
