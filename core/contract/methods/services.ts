import { Type } from 'typebox'
import { basisSchema } from '../../domain/ledger/basis.ts'
import { BILLING_PROBLEMS } from '../../domain/billing/line.ts'
import { SERVICE_SORTS, serviceFilterSchema } from '../../domain/service/filter.ts'
import { IDENTIFIER_KINDS, SERVICE_STATUSES, SERVICE_TYPES } from '../../domain/service/schema.ts'
import { currencyCode, decimal, id, minorUnits, oneOf, plainDate, text } from '../../domain/schema-kit.ts'
import { call } from '../envelope.ts'

const commit = Type.Integer()
const count = Type.Integer()
const page = {
  skip: Type.Integer({ minimum: 0 }),
  limit: Type.Integer({ minimum: 1, maximum: 1000 }),
}
const order = Type.Object({ field: oneOf(SERVICE_SORTS), direction: oneOf(['asc', 'desc']) })

const row = Type.Object({
  id: id(),
  name: text(200),
  type: oneOf(SERVICE_TYPES),
  /** As of today. */
  status: oneOf(SERVICE_STATUSES),
  statusSince: plainDate(),
  /** What is planned for later days (`Standing`). */
  startsOn: Type.Optional(plainDate()),
  planFrom: Type.Optional(plainDate()),
  endsOn: Type.Optional(plainDate()),
  suspendsOn: Type.Optional(plainDate()),
  resumesOn: Type.Optional(plainDate()),
  /** First day charged again after a pause that has begun; empty when it has no end. */
  pausedTo: Type.Optional(text(10)),
  productId: Type.Optional(id()),
  customerId: id(),
  customerName: text(200),
  siteId: id(),
  siteName: text(200),
  town: Type.Optional(text(120)),
  officeId: Type.Optional(id()),
  currency: currencyCode(),
  /** What it brings in a month as of today, net minor units: 0 unless active, or suspended and charged all the same. */
  monthly: minorUnits(),
  identifiers: Type.Array(Type.Object({ kind: oneOf(IDENTIFIER_KINDS), value: text(200) })),
  /** Itself, by its customer or its site. */
  archived: Type.Boolean(),
})

/** A meter of a service with its last readings. */
const meter = Type.Object({
  serviceId: id(),
  serviceName: text(200),
  chargeId: id(),
  description: text(200),
  unit: Type.Optional(text(20)),
  customerId: id(),
  customerName: text(200),
  siteId: id(),
  siteName: text(200),
  /** The last reading and the true ones that a usual use is told from, oldest first. */
  readings: Type.Array(
    Type.Object({
      id: id(),
      date: plainDate(),
      value: decimal(),
      estimated: Type.Optional(Type.Boolean()),
      newMeterValue: Type.Optional(decimal()),
    }),
  ),
})

/** A line of a bill that was not issued. Money is net minor units. */
const billLine = Type.Object({
  serviceId: Type.Optional(id()),
  serviceName: Type.Optional(text(200)),
  siteId: Type.Optional(id()),
  description: text(300),
  net: minorUnits(),
  quantity: decimal(),
  unit: Type.Optional(text(20)),
  unitPrice: decimal(),
  percent: Type.Optional(decimal()),
  periodFrom: Type.Optional(plainDate()),
  periodTo: Type.Optional(plainDate()),
  basis: Type.Optional(basisSchema),
})

export const servicesMethods = {
  /** One page of the services that match, in order, and how many they are (a read model). */
  list: call(
    Type.Object({ filter: serviceFilterSchema, sort: order, ...page }),
    Type.Object({
      commit,
      total: count,
      /** The text is in more records than are looked at: `total` is not all. */
      isPartial: Type.Boolean(),
      rows: Type.Array(row),
    }),
  ),
  /** How many there are of each state, type, product and office: each counted as if nothing were chosen of its own. */
  summary: call(
    Type.Object({ filter: serviceFilterSchema }),
    Type.Object({
      commit,
      statuses: Type.Array(Type.Object({ status: oneOf(SERVICE_STATUSES), count })),
      types: Type.Array(Type.Object({ type: oneOf(SERVICE_TYPES), count })),
      products: Type.Array(Type.Object({ productId: id(), count })),
      offices: Type.Array(Type.Object({ officeId: id(), count })),
    }),
  ),
  /** Towns with services whose name holds a text, those with most services first. */
  towns: call(
    Type.Object({
      text: Type.Optional(text(120)),
      /** This one too, whatever its name is. */
      withKey: Type.Optional(text(200)),
      limit: Type.Integer({ minimum: 1, maximum: 100 }),
    }),
    Type.Object({
      commit,
      towns: Type.Array(Type.Object({ key: text(200), name: text(120), country: text(2), count })),
    }),
  ),
  /** The sites of a customer by name with what is delivered at each; sums over all that match. */
  sites: call(
    Type.Object({
      customerId: id(),
      /** Part of the name or the town. */
      text: Type.Optional(text(200)),
      /** Only those with services. */
      withServices: Type.Optional(Type.Boolean()),
      ...page,
    }),
    Type.Object({
      commit,
      total: count,
      services: count,
      active: count,
      monthly: minorUnits(),
      rows: Type.Array(
        Type.Object({
          id: id(),
          name: text(200),
          addressLine1: Type.Optional(text(200)),
          city: Type.Optional(text(120)),
          archived: Type.Boolean(),
          separateInvoice: Type.Boolean(),
          services: count,
          active: count,
          monthly: minorUnits(),
        }),
      ),
    }),
  ),
  /** Meters in use, those that were not read for longest first. */
  meters: call(
    Type.Object({ filter: serviceFilterSchema, ...page }),
    Type.Object({ commit, total: count, isPartial: Type.Boolean(), rows: Type.Array(meter) }),
  ),
  /**
   * Free addresses of a block of ours, or free blocks inside it that begin where a block of their size may: the first ones
   * in order. `prefix` as long as an address (32 or 128) asks for single addresses.
   */
  freeAddresses: call(
    Type.Object({
      blockId: id(),
      prefix: Type.Integer({ minimum: 1, maximum: 128 }),
      limit: Type.Integer({ minimum: 1, maximum: 50 }),
    }),
    Type.Object({ commit, free: Type.Array(text(60)), isPartial: Type.Boolean() }),
  ),
  /** What the next run would bill a customer, or one of their services: the lines that fall due next. */
  nextBill: call(
    Type.Object({ customerId: id(), serviceId: Type.Optional(id()), today: plainDate() }),
    Type.Object({
      commit,
      currency: currencyCode(),
      /** The day on which the last of it falls due; absent when nothing will. */
      through: Type.Optional(plainDate()),
      skipped: Type.Optional(oneOf(['archived', 'statusDoesNotBill'])),
      net: minorUnits(),
      tax: minorUnits(),
      gross: minorUnits(),
      lines: Type.Array(billLine),
      problems: Type.Array(
        Type.Object({
          code: oneOf(BILLING_PROBLEMS),
          serviceId: Type.Optional(id()),
          chargeId: Type.Optional(id()),
          detail: Type.Optional(text(2000)),
        }),
      ),
    }),
  ),
}
