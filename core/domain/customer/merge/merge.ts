import { Type, type Static } from 'typebox'
import { err, ok, type Result } from '../../../lib/result.ts'
import { archivedMark } from '../../archive.ts'
import type { BulkResult } from '../../bulk-result.ts'
import { changedFields, forChangedFields, hasErrors } from '../../changes.ts'
import { defineCommand, type CommandContext, type DocumentWrite, type Refusal } from '../../command.ts'
import type { CollectionName } from '../../entity.ts'
import { closed } from '../../input-kit.ts'
import { id } from '../../schema-kit.ts'
import { readMany, readOne, writeOf } from '../../typed-reader.ts'
import { customerSurroundings } from '../build.ts'
import { checkCustomer } from '../rules.ts'
import type { Customer } from '../schema.ts'
import { editableCustomer } from '../usable.ts'
import { MOVED_COLLECTIONS } from './children.ts'
import { unitedContact } from './contacts.ts'
import { ALL_NOTES, MERGE_FIELDS, mergedCustomer, MOST_ABSORBED, type MergeChoices } from './fields.ts'

const mergeInput = closed({
  /** Who stays, with number and page. */
  survivorId: id(),
  absorbedIds: Type.Array(id(), { minItems: 1, maxItems: MOST_ABSORBED }),
  /** Whose value is taken, by field: a customer's id, for notes also `all`. */
  fields: Type.Optional(
    closed(Object.fromEntries(MERGE_FIELDS.map((field) => [field, Type.Optional(id())]))),
  ),
  attributes: Type.Optional(
    Type.Array(closed({ key: Type.String({ maxLength: 200 }), from: id() }), { maxItems: 1000 }),
  ),
  /** Contacts that are one person: the others' data goes to the kept one, and they are archived. */
  contacts: Type.Optional(
    Type.Array(closed({ keepId: id(), otherIds: Type.Array(id(), { minItems: 1, maxItems: 100 }) }), {
      maxItems: 500,
    }),
  ),
})

/** What a merge did, or would do. `changed` counts the customers that were taken in. */
export interface CustomersMerged extends BulkResult {
  survivorId: string
  number: string
  name: string
  /** Records that went over to the survivor, by collection. */
  moved: Partial<Record<CollectionName, number>>
  /** Contacts that were united with another one, and archived. */
  united: number
  /** What stays as it was posted and issued, and counts for the survivor from now on; the sum in minor units. */
  counted: { invoices: number; entries: number; balance: number; currency: string }
}

interface Parties {
  survivor: Customer
  absorbed: Customer[]
}

/**
 * Makes several customers one (docs/decisions/0003): the survivor takes over values and every record, the others are
 * archived and say whose they are. Their invoices and ledger entries stay as they are and count for the survivor.
 */
export const mergeCustomers = defineCommand({
  name: 'customer.merge',
  input: mergeInput,
  undo: 'inverse',
  whole: true,
  bulk: true,
  run(input, context) {
    const parties = partiesOf(input, context)
    if (!parties.ok) return parties
    const { survivor, absorbed } = parties.value
    const choices = choicesOf(input, parties.value)
    if (!choices.ok) return choices
    const merged = mergedCustomer(survivor, absorbed, choices.value)
    const stranger = [survivor, ...absorbed].find(
      (customer) => customer.currency !== merged.currency && hasMoney(customer, context),
    )
    if (stranger)
      return err({
        code: 'customer.mergeCurrency',
        details: { name: stranger.name, currency: stranger.currency },
      })
    const issues = forChangedFields(
      checkCustomer(merged, customerSurroundings(merged, survivor, context)),
      changedFields(survivor, merged),
    )
    if (hasErrors(issues)) return err({ code: 'customer.invalid', fields: issues })

    const counted = { invoices: 0, entries: 0, balance: 0, currency: merged.currency }
    for (const { id: customerId } of absorbed) {
      const { invoices, entries } = context.read.ledger.counts(customerId)
      counted.invoices += invoices
      counted.entries += entries
      counted.balance += context.read.ledger.balance(customerId)
    }
    const mark = archivedMark(context)
    const children = movedChildren(absorbed, survivor.id, context)
    if (!children.ok) return children
    const united = unitedContacts(input.contacts ?? [], parties.value, mark, context)
    if (!united.ok) return united
    // They move as well, and are written once.
    const isUnited = new Set(united.value.writes.map(({ id: contactId }) => contactId))

    const result: CustomersMerged = {
      changed: absorbed.length,
      unchanged: 0,
      refused: [],
      examples: absorbed.map(({ id: absorbedId, name }) => ({ id: absorbedId, title: name })),
      survivorId: survivor.id,
      number: survivor.number,
      name: merged.name,
      moved: children.value.moved,
      united: united.value.united,
      counted,
    }
    return ok({
      result,
      writes: [
        writeOf('customers', survivor, merged),
        ...absorbed.map((customer) =>
          writeOf('customers', customer, {
            ...customer,
            archived: customer.archived ?? mark,
            mergedInto: survivor.id,
          }),
        ),
        ...children.value.writes.filter(({ id: childId }) => !isUnited.has(childId)),
        ...united.value.writes,
      ],
    })
  },
})

type MergeInput = Static<typeof mergeInput>

/** Whoever was merged into the survivor before may come again, with what arrived for them since. */
function partiesOf(
  { survivorId, absorbedIds }: MergeInput,
  context: CommandContext,
): Result<Parties, Refusal> {
  const survivor = editableCustomer(context.read, survivorId)
  if (!survivor.ok) return survivor
  const ids = [...new Set(absorbedIds)].filter((absorbedId) => absorbedId !== survivorId)
  if (ids.length === 0) return err({ code: 'customer.mergeNobody' })
  const absorbed: Customer[] = []
  for (const absorbedId of ids) {
    const customer = readOne(context.read, 'customers', absorbedId)
    if (!customer) return err({ code: 'customer.notFound' })
    if (customer.mergedInto !== undefined && customer.mergedInto !== survivorId)
      return err({ code: 'customer.isMerged', details: { name: customer.name, into: customer.mergedInto } })
    absorbed.push(customer)
  }
  return ok({ survivor: survivor.value, absorbed })
}

/** A choice of somebody who is not in the merge would be taken for none. */
function choicesOf(
  { fields = {}, attributes = [] }: MergeInput,
  { survivor, absorbed }: Parties,
): Result<MergeChoices, Refusal> {
  const ids = new Set([survivor, ...absorbed].map((customer) => customer.id))
  // The input has one optional id for every field.
  const { notes, ...others } = fields as MergeChoices['fields']
  const named = [...Object.values(others), ...attributes.map(({ from }) => from)]
  if (notes !== undefined && notes !== ALL_NOTES) named.push(notes)
  return named.every((customerId) => ids.has(customerId))
    ? ok({
        fields: { ...others, ...(notes && { notes }) },
        attributes: Object.fromEntries(attributes.map(({ key, from }) => [key, from])),
      })
    : err({ code: 'customer.mergeChoice' })
}

/** Posted amounts and agreed prices stay in the currency in which they are. */
const hasMoney = ({ id: customerId }: Customer, { read }: CommandContext): boolean =>
  read.ledger.hasEntries(customerId) ||
  read.ledger.counts(customerId).invoices > 0 ||
  read.find('services', { customerId }, 1).length > 0

/** Records of one kind that one absorbed customer may bring: a merge is one op, and must fit into memory. */
const MOST_MOVED = 10_000

function movedChildren(
  absorbed: readonly Customer[],
  survivorId: string,
  context: CommandContext,
): Result<Pick<CustomersMerged, 'moved'> & { writes: DocumentWrite[] }, Refusal> {
  const writes: DocumentWrite[] = []
  const moved: CustomersMerged['moved'] = {}
  for (const { id: customerId, name } of absorbed)
    for (const collection of MOVED_COLLECTIONS) {
      const found = context.read.find(collection, { customerId }, MOST_MOVED + 1)
      if (found.length > MOST_MOVED) return err({ code: 'customer.mergeTooLarge', details: { name } })
      if (found.length > 0) moved[collection] = (moved[collection] ?? 0) + found.length
      for (const before of found)
        writes.push({ collection, id: before.id, before, after: { ...before, customerId: survivorId } })
      context.progress(writes.length, writes.length)
    }
  return ok({ writes, moved })
}

function unitedContacts(
  groups: readonly { keepId: string; otherIds: readonly string[] }[],
  { survivor, absorbed }: Parties,
  mark: NonNullable<Customer['archived']>,
  context: CommandContext,
): Result<{ writes: DocumentWrite[]; united: number }, Refusal> {
  const writes: DocumentWrite[] = []
  const customerIds = new Set([survivor, ...absorbed].map((customer) => customer.id))
  const seen = new Set<string>()
  let united = 0
  for (const { keepId, otherIds } of groups) {
    const contacts = readMany(context.read, 'contacts', [keepId, ...otherIds])
    const [kept, ...others] = [keepId, ...otherIds].map((contactId) => contacts.get(contactId))
    const all = [kept, ...others].flatMap((contact) => contact ?? [])
    const fits =
      kept !== undefined &&
      all.length === otherIds.length + 1 &&
      all.every((contact) => customerIds.has(contact.customerId) && !contact.archived) &&
      all.every((contact) => !seen.has(contact.id) && seen.add(contact.id))
    if (!fits) return err({ code: 'customer.mergeContacts' })
    const after = unitedContact(kept, all.slice(1))
    writes.push(writeOf('contacts', kept, { ...after, customerId: survivor.id }))
    for (const other of all.slice(1))
      writes.push(writeOf('contacts', other, { ...other, customerId: survivor.id, archived: mark }))
    united += all.length - 1
  }
  return ok({ writes, united })
}
