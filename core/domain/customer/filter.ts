import { Type, type Static } from 'typebox'
import { closed } from '../input-kit.ts'
import { countryCode, currencyCode, id, instant, oneOf, plainDate, text } from '../schema-kit.ts'
import { CUSTOMER_FACTS, CUSTOMER_FIGURES, type CustomerFigure } from './list-columns.ts'
import { CUSTOMER_TYPES } from './schema.ts'

const list = <T extends ReturnType<typeof id>>(of: T) => Type.Array(of, { maxItems: 200 })

/** A set field: at least one of `any`, every one of `all`, not one of `none`. */
const setRule = closed({
  any: Type.Optional(list(id())),
  all: Type.Optional(list(id())),
  none: Type.Optional(list(id())),
})

/** Whole numbers, both ends included; amounts in minor units. */
const numberRange = closed({ min: Type.Optional(Type.Integer()), max: Type.Optional(Type.Integer()) })

/** Moments: `from` is included, `before` is not. The window turns days into moments of its time zone. */
const momentRange = closed({ from: Type.Optional(instant()), before: Type.Optional(instant()) })

const figureRanges = Object.fromEntries(
  CUSTOMER_FIGURES.map((figure) => [figure, Type.Optional(numberRange)]),
  // One range for every figure.
) as Record<CustomerFigure, ReturnType<typeof Type.Optional<typeof numberRange>>>

/** A place in the key that the list's facets give: `ES` for a country, `ES/zaragoza` (folded) for a city or state. */
const placeKey = () => Type.String({ minLength: 2, maxLength: 140 })

/**
 * One attribute. It is named by its definition or, when it is free, by its name (case and accents do not matter). The
 * values are written as in the customer: numbers with a dot, dates `YYYY-MM-DD`, `true` or `false`.
 */
const attributeCondition = closed({
  definitionId: Type.Optional(id()),
  name: Type.Optional(text(80)),
  /** `false` for customers without it; nothing else is asked then. */
  has: Type.Optional(Type.Boolean()),
  /** One of these; text ignores case and accents, numbers are compared as numbers. */
  equals: Type.Optional(Type.Array(text(2000), { maxItems: 100 })),
  /** Both ends included; numbers and dates only. */
  min: Type.Optional(text(400)),
  max: Type.Optional(text(400)),
})

/**
 * Conditions of the customer list. All that are given must hold; of a list one element is enough, and an empty list
 * holds for nobody. The same value selects the customers of a bulk command.
 */
export const customerFilterSchema = closed({
  /** Every word is found in name, number or tax id, also inside words; case and accents do not matter. */
  text: Type.Optional(text(200)),
  /** Every word is found in the customer or its contacts and sites: phones, emails, addresses, attributes. */
  anywhere: Type.Optional(text(200)),
  types: Type.Optional(Type.Array(oneOf(CUSTOMER_TYPES))),
  statusIds: Type.Optional(list(id())),
  officeIds: Type.Optional(list(id())),
  currencies: Type.Optional(list(currencyCode())),
  tags: Type.Optional(setRule),
  /** Held in a service that is neither ended nor archived. */
  products: Type.Optional(setRule),
  /** Of any site in use. */
  cities: Type.Optional(list(placeKey())),
  states: Type.Optional(list(placeKey())),
  countries: Type.Optional(list(countryCode())),
  figures: Type.Optional(closed(figureRanges)),
  attributes: Type.Optional(Type.Array(attributeCondition, { maxItems: 20 })),
  has: Type.Optional(Type.Array(oneOf(CUSTOMER_FACTS))),
  lacks: Type.Optional(Type.Array(oneOf(CUSTOMER_FACTS))),
  /** The earliest due day of an open invoice, both ends included: overdue is a `to` of yesterday. */
  oldestDue: Type.Optional(closed({ from: Type.Optional(plainDate()), to: Type.Optional(plainDate()) })),
  createdAt: Type.Optional(momentRange),
  /** When the customer's own record was last written here. */
  changedAt: Type.Optional(momentRange),
  /** `without` archived customers when left out. */
  archived: Type.Optional(oneOf(['without', 'with', 'only'])),
})

export type CustomerFilter = Static<typeof customerFilterSchema>
export type CustomerSetRule = Static<typeof setRule>
export type CustomerAttributeCondition = Static<typeof attributeCondition>

/**
 * All customers that match, but for a few. It is kept as this value, never as ids: whoever acts on it looks up who
 * matches at that moment.
 */
export const customerSelectionSchema = closed({
  filter: customerFilterSchema,
  except: Type.Optional(Type.Array(id(), { maxItems: 10_000 })),
  /** How many the person was told; a command refuses when it finds another number. */
  expected: Type.Optional(Type.Integer({ minimum: 0 })),
})

export type CustomerSelection = Static<typeof customerSelectionSchema>
