import { Type, type Static } from 'typebox'
import { attributeSchema } from '../customer/schema.ts'
import {
  archived,
  currencyCode,
  decimal,
  id,
  instant,
  listOf,
  oneOf,
  plainDate,
  requiredText,
  text,
} from '../schema-kit.ts'

export const SERVICE_TYPES = ['internet', 'mobile', 'iptv', 'voip', 'subnet', 'power', 'other'] as const
export const SERVICE_STATUSES = ['pending', 'active', 'suspended', 'ended'] as const
export const CHARGE_KINDS = ['recurring', 'oneOff', 'metered'] as const
export const IDENTIFIER_KINDS = ['ip', 'subnet', 'mac', 'circuit', 'phone'] as const

/** One step of a metered price: what is used above the step before it and up to `upTo` costs `unitPrice` each. */
export const tierSchema = Type.Object({
  id: id(),
  /** Units; absent in the last step. */
  upTo: Type.Optional(decimal()),
  unitPrice: decimal(),
})

/** What a product and a charge of a service have in common. */
export const priceFields = {
  kind: oneOf(CHARGE_KINDS),
  description: text(200),
  /** Length of one period in months; recurring charges only. */
  periodMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 120 })),
  /** Net, in units of the currency, at most six decimals; negative for a discount. */
  unitPrice: decimal(),
  wholesalePrice: Type.Optional(decimal()),
  quantity: decimal(),
  taxRateId: Type.Optional(id()),
  /** What a metered charge counts, such as `kWh`. */
  unit: Type.Optional(text(20)),
  tiers: Type.Optional(listOf(tierSchema, 20)),
}

/** What is invoiced for a service (domain.md §2). Price history is a charge that ends and another that begins. */
export const chargeSchema = Type.Object({
  id: id(),
  ...priceFields,
  /** First day charged. */
  from: plainDate(),
  /** First day that is no longer charged. */
  to: Type.Optional(plainDate()),
  /**
   * A day of the period from which the others of the charge are counted; `from` when absent. A charge that takes over
   * from another keeps its quarters and years by it.
   */
  periodsFrom: Type.Optional(plainDate()),
  /** The product that it was a price of, where the service has gone on to another; the service's own when absent. */
  productId: Type.Optional(id()),
  /** Days without charge: `from` is the first, `to` the first that is charged again. */
  pauses: Type.Optional(
    listOf(Type.Object({ id: id(), from: plainDate(), to: Type.Optional(plainDate()) }), 100),
  ),
  /** What the meter showed at the end of a day. */
  readings: Type.Optional(
    listOf(
      Type.Object({
        id: id(),
        date: plainDate(),
        value: decimal(),
        estimated: Type.Optional(Type.Boolean()),
        /** What a new meter showed that was put in the place of the old one after this reading. */
        newMeterValue: Type.Optional(decimal()),
      }),
      2000,
    ),
  ),
})

/** By what a network knows the service; searched, and looked up when another record wants the same. */
export const identifierSchema = Type.Object({
  id: id(),
  kind: oneOf(IDENTIFIER_KINDS),
  /** Addresses and blocks in their canonical form, phone numbers in E.164 where they can be read. */
  value: text(200),
})

/** What we deliver to a customer at a site (domain.md §2). */
export const serviceSchema = Type.Object({
  id: id(),
  customerId: id(),
  siteId: id(),
  productId: Type.Optional(id()),
  name: requiredText(200),
  sortName: text(400),
  type: oneOf(SERVICE_TYPES),
  status: oneOf(SERVICE_STATUSES),
  /** The day on which the service came into its present status. */
  statusSince: plainDate(),
  statusReason: Type.Optional(text(500)),
  /** First day of service. */
  activeFrom: Type.Optional(plainDate()),
  /** First day without service. */
  endedOn: Type.Optional(plainDate()),
  /** Of all its prices. */
  currency: currencyCode(),
  charges: listOf(chargeSchema, 200),
  contract: Type.Optional(
    Type.Object({
      from: plainDate(),
      months: Type.Integer({ minimum: 1, maximum: 600 }),
      exitFee: Type.Optional(decimal()),
      /**
       * The exit fee is due whole however little of the contract is left; in proportion to the days left when absent, as
       * Spanish law demands for consumers (RDL 1/2007, art. 74.4).
       */
      exitFeeWhole: Type.Optional(Type.Boolean()),
    }),
  ),
  /** Days out of service on our account: `from` is the first, `to` the first in service again. */
  suspensions: Type.Optional(
    listOf(
      Type.Object({
        id: id(),
        from: plainDate(),
        to: Type.Optional(plainDate()),
        /** Charged all the same. */
        billed: Type.Boolean(),
      }),
      200,
    ),
  ),
  /** First day that is billed here: days before it were billed elsewhere. From the first day on when absent. */
  billFrom: Type.Optional(plainDate()),
  autoRenew: Type.Boolean(),
  identifiers: listOf(identifierSchema, 200),
  attributes: listOf(attributeSchema, 200),
  inventoryIds: Type.Array(id(), { maxItems: 500 }),
  notes: Type.Optional(text(20_000)),
  createdAt: instant(),
  archived: Type.Optional(archived()),
})

export type Service = Static<typeof serviceSchema>
export type ServiceStatus = Service['status']
export type Charge = Static<typeof chargeSchema>
export type ServiceIdentifier = Static<typeof identifierSchema>
