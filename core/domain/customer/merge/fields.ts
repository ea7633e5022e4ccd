import { canonicalJson } from '../../../lib/canonical-json.ts'
import { fold, sortKey } from '../../../lib/fold.ts'
import { withChanges } from '../../changes.ts'
import type { Customer, CustomerAttribute, PaymentMethod } from '../schema.ts'

/** Customers that one merge can take in: with the survivor as many as a person can compare. */
export const MOST_ABSORBED = 9

/** Fields of which the merged customer has one value; a person may choose whose. */
export const MERGE_FIELDS = [
  'name',
  'type',
  'taxId',
  'statusId',
  'officeId',
  'paymentType',
  'billDay',
  'currency',
  'language',
  'notes',
] as const
export type MergeField = (typeof MERGE_FIELDS)[number]

/** In place of a customer's id: the notes of all, one below the other. */
export const ALL_NOTES = 'all'

/** Whose value is taken, by the customer's id. What is not named stays with the survivor, or is filled from the others. */
export interface MergeChoices {
  fields: Partial<Record<MergeField, string>>
  /** By the key that `attributeKey` gives. */
  attributes: Readonly<Record<string, string>>
}

/** Two attributes with one key are the same one: by their definition, or by name when they have none. */
export const attributeKey = ({ definitionId, name }: CustomerAttribute): string => definitionId ?? fold(name)

/** One line of a comparison: what each customer has, in their order; `undefined` where one has nothing. */
export interface Compared<T> {
  key: string
  values: readonly (T | undefined)[]
  /** All have the same, or at most one has any: there is nothing to choose. */
  isSettled: boolean
}

/** One-value fields side by side. An empty one is no other opinion: the filled one is taken. */
export const compareFields = (customers: readonly Customer[]): Compared<Customer[MergeField]>[] =>
  MERGE_FIELDS.map((field) =>
    compare(
      field,
      customers.map((customer) => customer[field] || undefined),
    ),
  )

/** Attributes side by side; each key once, in the order in which they appear. */
export function compareAttributes(customers: readonly Customer[]): Compared<CustomerAttribute>[] {
  const keys = new Set(customers.flatMap(({ attributes }) => attributes.map(attributeKey)))
  return [...keys].map((key) => {
    const held = customers.map(({ attributes }) => attributes.find((one) => attributeKey(one) === key))
    const { isSettled } = compare(
      key,
      held.map((attribute) => attribute?.value),
    )
    return { key, values: held, isSettled }
  })
}

function compare<T>(key: string, values: readonly (T | undefined)[]): Compared<T> {
  const given = new Set(values.flatMap((value) => (value === undefined ? [] : [canonicalJson(value)])))
  return { key, values, isSettled: given.size < 2 }
}

/**
 * The survivor with what was chosen from the others. Tags, payment methods, former numbers and what is known to be
 * somebody else are united.
 */
export function mergedCustomer(
  survivor: Customer,
  absorbed: readonly Customer[],
  choices: MergeChoices,
): Customer {
  const all = [survivor, ...absorbed]
  const chosen = Object.fromEntries(
    MERGE_FIELDS.filter((field) => field !== 'notes').map((field) => [
      field,
      valueOf(all, choices.fields[field], (customer) => customer[field] || undefined),
    ]),
  )
  const gone = new Set(all.map(({ id }) => id))
  const notSameAs = [...new Set(all.flatMap((customer) => customer.notSameAs ?? []))]
  const merged: Customer = withChanges(survivor, {
    ...chosen,
    notes: mergedNotes(all, choices.fields.notes) ?? null,
    tags: [...new Set(all.flatMap(({ tags }) => tags))],
    attributes: mergedAttributes(all, choices.attributes),
    paymentMethods: mergedPayments(all),
    absorbed: mergedNumbers(survivor, absorbed),
    ...(notSameAs.length > 0 && { notSameAs: notSameAs.filter((id) => !gone.has(id)) }),
  })
  return merged.name === survivor.name ? merged : { ...merged, sortName: sortKey(merged.name).slice(0, 400) }
}

/** What the chosen customer has; by default the first that has anything, the survivor before the others. */
const valueOf = <T>(
  all: readonly Customer[],
  chosen: string | undefined,
  read: (customer: Customer) => T | undefined,
): T | undefined => {
  const own = all.find(({ id }) => id === chosen)
  return own ? read(own) : all.map(read).find((value) => value !== undefined)
}

/** Nobody's notes are lost unless somebody chose so. */
function mergedNotes(all: readonly Customer[], chosen: string | undefined): string | undefined {
  const own = all.find(({ id }) => id === chosen)
  if (own) return own.notes
  return [...new Set(all.flatMap(({ notes }) => notes || []))].join('\n\n') || undefined
}

function mergedAttributes(all: readonly Customer[], chosen: MergeChoices['attributes']): CustomerAttribute[] {
  return compareAttributes(all).flatMap(({ key, values }) => {
    const first = values.find((value) => value !== undefined)
    const index = all.findIndex(({ id }) => id === chosen[key])
    // Whoever was chosen may lack it: then nobody has it afterwards.
    const taken = index < 0 ? first : values[index]
    // The survivor's own element changes its value, so that others see a change and not another attribute.
    return taken ? [{ ...taken, id: values[0]?.id ?? taken.id }] : []
  })
}

/** Each card or account once; the first default counts. */
function mergedPayments(all: readonly Customer[]): PaymentMethod[] {
  const methods = new Map<string, PaymentMethod>()
  for (const method of all.flatMap(({ paymentMethods }) => paymentMethods)) {
    const { token, iban, brand, lastFour, expiryMonth, expiryYear } = method
    const key = token ?? iban ?? [fold(brand), lastFour, expiryMonth, expiryYear].join('/')
    if (!methods.has(key)) methods.set(key, method)
  }
  const preferred = [...methods.values()].find(({ isDefault }) => isDefault)
  return [...methods.values()].map((method) =>
    method.isDefault && method !== preferred ? { ...method, isDefault: false } : method,
  )
}

/** Also the numbers of those who had been merged into one of them before. */
function mergedNumbers(survivor: Customer, absorbed: readonly Customer[]): Customer['absorbed'] {
  const numbers = [
    ...(survivor.absorbed ?? []),
    ...absorbed.flatMap(({ id, number, absorbed: earlier = [] }) => [{ id, number }, ...earlier]),
  ]
  return [...new Map(numbers.map((one) => [one.id, one])).values()]
}
