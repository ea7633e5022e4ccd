import { Type } from 'typebox'
import { sortNameOf } from '../../lib/fold.ts'
import { err, ok } from '../../lib/result.ts'
import { changedFields, forChangedFields, hasErrors, tidyName, tidyText, withChanges } from '../changes.ts'
import { defineCommand, type CommandContext, type DocumentWrite, type FieldIssue } from '../command.ts'
import { anyText, clearable, closed } from '../input-kit.ts'
import { id, language, oneOf } from '../schema-kit.ts'
import { readWhere, writeOf } from '../typed-reader.ts'
import {
  attributesInput,
  buildAttributes,
  buildPaymentMethods,
  customerSurroundings,
  paymentMethodsInput,
  tidyTaxId,
} from './build.ts'
import { checkCustomer } from './rules.ts'
import { CUSTOMER_TYPES, PAYMENT_TYPES, type Customer } from './schema.ts'
import { withStatusId } from './unbilled.ts'
import { editableCustomer } from './usable.ts'

export interface CustomerSaved {
  id: string
  /** The individual's own contact, when it was renamed too. */
  contactId?: string
  warnings: FieldIssue[]
}

const changesInput = closed({
  name: Type.Optional(anyText()),
  type: Type.Optional(oneOf(CUSTOMER_TYPES)),
  taxId: clearable(anyText()),
  statusId: Type.Optional(id()),
  paymentType: Type.Optional(oneOf(PAYMENT_TYPES)),
  billDay: Type.Optional(Type.Number()),
  currency: Type.Optional(anyText()),
  language: Type.Optional(language()),
  tags: Type.Optional(Type.Array(id())),
  attributes: Type.Optional(attributesInput),
  paymentMethods: Type.Optional(paymentMethodsInput),
  officeId: Type.Optional(id()),
  notes: clearable(anyText()),
})

export const updateCustomer = defineCommand({
  name: 'customer.update',
  input: closed({ id: id(), changes: changesInput }),
  undo: 'inverse',
  run({ id: customerId, changes }, context) {
    const found = editableCustomer(context.read, customerId)
    if (!found.ok) return found
    const before = found.value
    const name = changes.name === undefined ? before.name : (tidyName(changes.name) ?? '')
    const { statusId, ...fields } = changes
    const standing = statusId === undefined ? before : withStatusId(before, statusId, context)
    const moved: Customer = withChanges(standing, {
      ...fields,
      ...(changes.name !== undefined && { name, sortName: sortNameOf(name) }),
      ...(typeof changes.notes === 'string' && { notes: tidyText(changes.notes) ?? null }),
      ...(changes.tags && { tags: [...new Set(changes.tags)] }),
      ...(changes.attributes && { attributes: buildAttributes(changes.attributes, context.newId) }),
      ...(changes.paymentMethods && {
        paymentMethods: buildPaymentMethods(changes.paymentMethods, context.newId),
      }),
    })
    const after =
      typeof changes.taxId === 'string'
        ? withChanges(moved, {
            taxId: tidyTaxId(changes.taxId, customerSurroundings(moved, before, context).country) ?? null,
          })
        : moved
    const changed = changedFields(before, after)
    // Amounts that are posted stay in the currency in which they were.
    if (changed.has('currency') && context.read.ledger.hasEntries(customerId))
      return err({ code: 'customer.currencyInUse', details: { name: before.name } })
    const around = customerSurroundings(after, before, context)
    const issues = forChangedFields(checkCustomer(after, around), changed)
    if (hasErrors(issues)) return err({ code: 'customer.invalid', fields: issues })
    const writes = changed.size > 0 ? [writeOf('customers', before, after)] : []
    const contact = renamedContact(before, after, context)
    if (contact) writes.push(contact)
    const result: CustomerSaved = {
      id: customerId,
      ...(contact && { contactId: contact.id }),
      warnings: issues,
    }
    return ok({ writes, result })
  },
})

/** An individual's own contact follows a new name as long as it still carries the old one. */
function renamedContact(
  before: Customer,
  after: Customer,
  context: CommandContext,
): DocumentWrite | undefined {
  if (after.type !== 'individual' || before.name === after.name) return undefined
  const own = readWhere(context.read, 'contacts', { customerId: before.id })
    .filter((contact) => contact.name === before.name && !contact.archived)
    .sort((a, b) => (a.id < b.id ? -1 : 1))[0]
  return own && writeOf('contacts', own, { ...own, name: after.name, sortName: after.sortName })
}
