import { Type, type Static } from 'typebox'
import { isCatalogKind, type CatalogKind } from '../catalog/schema.ts'
import { tidyLine, withElementIds } from '../changes.ts'
import type { CommandContext } from '../command.ts'
import { anyText } from '../input-kit.ts'
import { id, oneOf } from '../schema-kit.ts'
import { readInUse, readOne, readWhere } from '../typed-reader.ts'
import { tidyIban } from '../values/iban.ts'
import { readTaxId } from '../values/tax-id.ts'
import type { CustomerDraft, CustomerSurroundings } from './rules.ts'
import { ATTRIBUTE_KINDS, type Customer, type CustomerAttribute, type PaymentMethod } from './schema.ts'
import { holderIn, isUniqueAttribute, takenValues } from './unique-values.ts'

/** Elements without an id are new; forms give every row its own, so that issues find their row again. */
export const attributesInput = Type.Array(
  Type.Object({
    id: Type.Optional(id()),
    definitionId: Type.Optional(id()),
    name: anyText(),
    kind: oneOf(ATTRIBUTE_KINDS),
    value: anyText(),
  }),
)
export const paymentMethodsInput = Type.Array(
  Type.Object({
    id: Type.Optional(id()),
    nickname: Type.Optional(anyText()),
    brand: anyText(),
    lastFour: Type.Optional(anyText()),
    expiryMonth: Type.Optional(Type.Number()),
    expiryYear: Type.Optional(Type.Number()),
    token: Type.Optional(anyText()),
    iban: Type.Optional(anyText()),
    isDefault: Type.Boolean(),
  }),
)

export const buildAttributes = (
  attributes: Static<typeof attributesInput>,
  newId: () => string,
): CustomerAttribute[] =>
  withElementIds(attributes, newId).map((attribute) => ({
    ...attribute,
    name: tidyLine(attribute.name) ?? '',
    value: tidyLine(attribute.value) ?? '',
  }))

export const buildPaymentMethods = (
  methods: Static<typeof paymentMethodsInput>,
  newId: () => string,
): PaymentMethod[] =>
  withElementIds(methods, newId).map(({ iban, ...method }) => ({
    ...method,
    ...(iban !== undefined && { iban: tidyIban(iban) }),
  }))

/** The tax identifier as stored: compact when its form is known, so that equal ones are found equal. */
export function tidyTaxId(taxId: string | null | undefined, country: string | undefined): string | undefined {
  const text = tidyLine(taxId)
  return text && readTaxId(text, country).normalised
}

/** Ids that may be chosen: records in use, and the one the customer has had so far even if it was archived since. */
const choices = (context: CommandContext, kind: CatalogKind, current: string | undefined) =>
  new Set(
    readWhere(context.read, 'catalog', { kind })
      .filter((record) => !record.archived || record.id === current)
      .map((record) => record.id),
  )

/** Another customer with the same tax identifier: one in use before an archived one. */
const sameTaxId = (taxId: string, exceptId: string | undefined, { read }: CommandContext) =>
  readInUse(read, 'customers', { taxId }, exceptId) ??
  readWhere(read, 'customers', { taxId }, 2).find((found) => found.id !== exceptId)

/** What the rules of a customer need, read for a command. `before` is undefined for a new customer. */
export function customerSurroundings(
  draft: CustomerDraft,
  before: Customer | undefined,
  context: CommandContext,
): CustomerSurroundings {
  const office = draft.officeId ? readOne(context.read, 'catalog', draft.officeId) : undefined
  const { read } = context
  const definitions = readWhere(read, 'catalog', { kind: 'attribute' })
  const unique = new Set(definitions.filter(isUniqueAttribute).map(({ id }) => id))
  const other = draft.taxId ? sameTaxId(draft.taxId, before?.id, context) : undefined
  return {
    ...(office && isCatalogKind('office', office) && { country: office.data.country }),
    statusIds: choices(context, 'customerStatus', before?.statusId),
    officeIds: choices(context, 'office', before?.officeId),
    // A tag that was archived stays on the customers that carry it.
    tagIds: new Set(readWhere(context.read, 'catalog', { kind: 'tag' }).map((tag) => tag.id)),
    attributes: definitions
      .filter((record) => isCatalogKind('attribute', record))
      .filter(({ data }) => data.appliesTo?.includes('customers') ?? true),
    taken: takenValues(draft.attributes ?? [], unique, before?.id, holderIn(read)),
    ...(other && { sameTaxId: { number: other.number, name: other.name } }),
    now: context.now,
  }
}

/** The next number of this device for customers of an office, e.g. `MAD-7Q-000123`: unique for ever, offline too. */
export function nextCustomerNumber(prefix: string, context: CommandContext): Customer['number'] {
  const count = context.nextCount(`customer:${prefix}`)
  return `${prefix}-${context.actor.deviceCode}-${String(count).padStart(6, '0')}`
}
