import { Type, type Static } from 'typebox'
import {
  archived,
  currencyCode,
  id,
  instant,
  language,
  listOf,
  oneOf,
  plainDate,
  requiredText,
  text,
} from '../schema-kit.ts'

export const CUSTOMER_TYPES = ['individual', 'business'] as const
export const PAYMENT_TYPES = ['prepaid', 'postpaid'] as const
export const ATTRIBUTE_KINDS = ['text', 'number', 'date', 'boolean', 'url'] as const

/** A typed key and value. `definitionId` names the catalogue's attribute; free ones have none. */
export const attributeSchema = Type.Object({
  id: id(),
  definitionId: Type.Optional(id()),
  name: requiredText(80),
  kind: oneOf(ATTRIBUTE_KINDS),
  /** Written as text whatever the kind: numbers with a dot, dates `YYYY-MM-DD`, booleans `true` or `false`. */
  value: text(2000),
})

/**
 * A card as the issuer's token, never with its full number (domain.md §2), or a bank account by its IBAN, which is no
 * secret: the bank needs it for a direct debit.
 */
export const paymentMethodSchema = Type.Object({
  id: id(),
  nickname: Type.Optional(text(80)),
  brand: text(40),
  lastFour: Type.Optional(Type.String({ maxLength: 4, pattern: '^\\d{4}$' })),
  expiryMonth: Type.Optional(Type.Integer({ minimum: 1, maximum: 12 })),
  expiryYear: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2100 })),
  token: Type.Optional(text(200)),
  /** Without blanks, upper case. */
  iban: Type.Optional(text(34)),
  isDefault: Type.Boolean(),
})

/** By the id of the customer that was merged. */
const absorbedSchema = Type.Object({ id: id(), number: requiredText(40) })

/** A company or a person whom we invoice (domain.md §2). */
export const customerSchema = Type.Object({
  id: id(),
  /** Readable and unique for ever: office prefix, device code, counter, e.g. `MAD-7Q-000123`. */
  number: requiredText(40),
  name: requiredText(200),
  /** Folded name by which lists sort; kept by the commands. */
  sortName: text(400),
  type: oneOf(CUSTOMER_TYPES),
  taxId: Type.Optional(text(40)),
  statusId: id(),
  paymentType: oneOf(PAYMENT_TYPES),
  /** The anchor day is kept: 31 January → 28 February → 31 March. */
  billDay: Type.Integer({ minimum: 1, maximum: 31 }),
  currency: currencyCode(),
  language: language(),
  tags: Type.Array(id(), { maxItems: 100 }),
  attributes: listOf(attributeSchema, 200),
  paymentMethods: listOf(paymentMethodSchema, 50),
  /** The billing office. */
  officeId: id(),
  /** Days on which the customer's status did not bill; kept by the commands that change the status. */
  unbilled: Type.Optional(
    listOf(Type.Object({ id: id(), from: plainDate(), to: Type.Optional(plainDate()) }), 500),
  ),
  notes: Type.Optional(text(20_000)),
  createdAt: instant(),
  archived: Type.Optional(archived()),
  /** Whom this customer turned out to be. It is archived then, and its money counts there (docs/decisions/0003). */
  mergedInto: Type.Optional(id()),
  /** Customers that were merged into this one; their numbers still find it. */
  absorbed: Type.Optional(listOf(absorbedSchema, 200)),
  /** Customers that look like this one and are not; each says so of the other. */
  notSameAs: Type.Optional(Type.Array(id(), { maxItems: 500 })),
})

export type Customer = Static<typeof customerSchema>
export type CustomerAttribute = Static<typeof attributeSchema>
export type PaymentMethod = Static<typeof paymentMethodSchema>
