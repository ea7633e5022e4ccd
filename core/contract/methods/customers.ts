import { Type } from 'typebox'
import { customerFilterSchema, customerSelectionSchema } from '../../domain/customer/filter.ts'
import {
  CUSTOMER_AMOUNTS,
  CUSTOMER_FACETS,
  CUSTOMER_FIGURES,
  CUSTOMER_SORTS,
} from '../../domain/customer/list-columns.ts'
import { CUSTOMER_TYPES } from '../../domain/customer/schema.ts'
import { INVOICE_KINDS } from '../../domain/invoice/schema.ts'
import { MATCH_SIGNS } from '../../domain/matching/match-customer.ts'
import { id, oneOf, plainDate, text } from '../../domain/schema-kit.ts'
import { call } from '../envelope.ts'

const integers = <const K extends readonly string[]>(keys: K) =>
  // One number for every key.
  Object.fromEntries(keys.map((key) => [key, Type.Integer()])) as Record<
    K[number],
    ReturnType<typeof Type.Integer>
  >

const sort = Type.Object({ field: oneOf(CUSTOMER_SORTS), direction: oneOf(['asc', 'desc']) })

const answer = {
  /** The state of the file that the answer is of. */
  commit: Type.Integer(),
  /** Exactly how many match. */
  total: Type.Integer(),
}

export const customersMethods = {
  /** One page of the customer list (a read model): ids in order with their figures, and how many match. */
  list: call(
    Type.Object({
      filter: customerFilterSchema,
      sort,
      skip: Type.Integer({ minimum: 0 }),
      limit: Type.Integer({ minimum: 1, maximum: 10_000 }),
    }),
    Type.Object({
      ...answer,
      rows: Type.Array(
        Type.Object({
          id: id(),
          /** What a row shows of the customer itself, so that it is painted without waiting for the document. */
          number: text(40),
          name: text(200),
          type: oneOf(CUSTOMER_TYPES),
          statusId: id(),
          officeId: id(),
          tagIds: Type.Array(id()),
          /** Moments in milliseconds since 1970. */
          createdAt: Type.Integer(),
          changedAt: Type.Integer(),
          archived: Type.Boolean(),
          /** City of the customer's first site in use. */
          city: Type.Optional(text(120)),
          oldestDue: Type.Optional(plainDate()),
          currency: text(3),
          ...integers(CUSTOMER_FIGURES),
        }),
      ),
    }),
  ),
  /** Where a customer stands in a list, to jump to it; without `index` when it does not match. */
  position: call(
    Type.Object({ filter: customerFilterSchema, sort, id: id() }),
    Type.Object({ ...answer, index: Type.Optional(Type.Integer()) }),
  ),
  /** What the filter panel and the foot of the list show: sums by currency, and how many of each kind there are. */
  summary: call(
    Type.Object({
      filter: customerFilterSchema,
      facets: Type.Array(
        Type.Object({
          facet: oneOf(CUSTOMER_FACETS),
          /** Only values whose name holds this text; case and accents do not matter. Places and attributes only. */
          text: Type.Optional(text(80)),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
        }),
        { maxItems: CUSTOMER_FACETS.length },
      ),
    }),
    Type.Object({
      ...answer,
      sums: Type.Array(
        Type.Object({
          currency: text(3),
          customers: Type.Integer(),
          ...integers(CUSTOMER_AMOUNTS),
        }),
      ),
      facets: Type.Array(
        Type.Object({
          facet: oneOf(CUSTOMER_FACETS),
          /** The most frequent first, 100 unless asked otherwise; those that nobody has are left out. */
          values: Type.Array(
            Type.Object({
              /** What the filter takes: an id, a word, a place key; for attributes the definition or folded name. */
              key: text(200),
              /** For places and free attributes, whose key is no name. */
              name: Type.Optional(text(200)),
              count: Type.Integer(),
            }),
          ),
          /** How many values there are in all. */
          distinct: Type.Integer(),
        }),
      ),
    }),
  ),
  /**
   * Customers, archived ones too, that somebody who is being typed may be, whoever looks most like it first: by the one
   * matcher, and by what only points at somebody. At most ten.
   */
  matches: call(
    Type.Object({
      candidate: Type.Object({
        number: Type.Optional(text(40)),
        taxId: Type.Optional(text(60)),
        name: Type.Optional(text(200)),
        emails: Type.Optional(Type.Array(text(254), { maxItems: 20 })),
        phones: Type.Optional(
          Type.Array(Type.Object({ typed: text(40), e164: Type.Optional(text(16)) }), { maxItems: 20 }),
        ),
        addresses: Type.Optional(
          Type.Array(
            Type.Object({
              addressLine1: Type.Optional(text(200)),
              postcode: Type.Optional(text(20)),
              city: Type.Optional(text(120)),
            }),
            { maxItems: 20 },
          ),
        ),
      }),
      /** The customer itself. */
      exceptId: Type.Optional(id()),
    }),
    Type.Object({
      matches: Type.Array(
        Type.Object({
          id: id(),
          number: text(40),
          name: text(200),
          archived: Type.Boolean(),
          by: Type.Array(oneOf(MATCH_SIGNS)),
        }),
      ),
    }),
  ),
  /** Groups of customers that are likely the same, most alike first; merged ones are in none. */
  duplicates: call(
    Type.Object({
      /** `toldApart`: groups of which somebody has said that they are not the same. */
      show: oneOf(['open', 'toldApart']),
      /** Only groups that share this. */
      sign: Type.Optional(oneOf(MATCH_SIGNS)),
      /** Only groups with this customer. */
      customerId: Type.Optional(id()),
      skip: Type.Integer({ minimum: 0 }),
      limit: Type.Integer({ minimum: 1, maximum: 500 }),
    }),
    Type.Object({
      ...answer,
      /** How many groups share each sign, without `sign`. */
      signs: Type.Array(Type.Object({ sign: oneOf(MATCH_SIGNS), count: Type.Integer() })),
      groups: Type.Array(
        Type.Object({
          /** How likely they are the same, from 0 to 1. */
          strength: Type.Number(),
          by: Type.Array(oneOf(MATCH_SIGNS)),
          /** Whoever is most likely to stay first: in use, with the most services, the oldest. */
          customers: Type.Array(
            Type.Object({
              id: id(),
              number: text(40),
              name: text(200),
              archived: Type.Boolean(),
              city: Type.Optional(text(120)),
              services: Type.Integer(),
              /** In minor units of `currency`. */
              balance: Type.Integer(),
              currency: text(3),
            }),
          ),
        }),
      ),
    }),
  ),
  /** How many customers a selection holds now. */
  selected: call(customerSelectionSchema, Type.Object({ commit: Type.Integer(), count: Type.Integer() })),
  /** What the ledger and the services of one customer come to, minor units of their currency. */
  figures: call(
    Type.Object({ id: id() }),
    Type.Object({
      commit: Type.Integer(),
      currency: text(3),
      balance: Type.Integer(),
      openInvoices: Type.Integer(),
      openAmount: Type.Integer(),
      /** The earliest day on which an open invoice is due. */
      oldestDue: Type.Optional(plainDate()),
      /** Charges and credits that no invoice has taken. */
      uninvoiced: Type.Integer(),
      services: Type.Integer(),
      servicesActive: Type.Integer(),
      /** What active services bring in a month, net. */
      monthly: Type.Integer(),
    }),
  ),
  /** The invoices of a customer, newest first, with what is still open of each (minor units). */
  invoices: call(
    Type.Object({
      id: id(),
      /** This one too, however old it is. */
      withId: Type.Optional(id()),
      limit: Type.Integer({ minimum: 1, maximum: 500 }),
    }),
    Type.Object({
      ...answer,
      rows: Type.Array(
        Type.Object({
          id: id(),
          number: text(40),
          kind: oneOf(INVOICE_KINDS),
          siteId: Type.Optional(id()),
          issuedOn: plainDate(),
          dueOn: plainDate(),
          currency: text(3),
          gross: Type.Integer(),
          open: Type.Integer(),
        }),
      ),
    }),
  ),
}
