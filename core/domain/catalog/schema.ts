import { Type, type Static } from 'typebox'
import {
  archived,
  countryCode,
  currencyCode,
  decimal,
  id,
  instant,
  language,
  listOf,
  minorUnits,
  oneOf,
  plainDate,
  requiredText,
  text,
} from '../schema-kit.ts'
import { INVENTORY_KINDS } from '../inventory/schema.ts'
import { MOST_RUN_PROBLEMS, runPlanSchema, runProblemSchema } from '../billing/run-plan.ts'
import { exemptionFields, TAX_CATEGORIES } from '../invoice/schema.ts'
import { priceFields, SERVICE_TYPES } from '../service/schema.ts'

/** The configured records of domain.md §1 that exist so far; later issues add kinds. */
export const CATALOG_KINDS = [
  'company',
  'office',
  'person',
  'customerStatus',
  'contactType',
  'tag',
  'attribute',
  'product',
  'taxRate',
  'series',
  'stockPlace',
  'technician',
  'savedView',
  'importMapping',
  'billingRun',
  'ignoredMovement',
] as const
export type CatalogKind = (typeof CATALOG_KINDS)[number]

/** A label in each interface language. */
const labels = Type.Object({ es: requiredText(80), en: requiredText(80) })

/** Sizes of paper for documents. */
export const PAPERS = ['A4', 'LETTER'] as const
export type Paper = (typeof PAPERS)[number]

/** One colour of the interface's palette, not a CSS value. */
export const COLOURS = ['slate', 'blue', 'green', 'amber', 'red', 'violet', 'teal', 'pink'] as const
const colour = oneOf(COLOURS)

/** What a customer status allows and brings about (domain.md §2). */
export const STATUS_RULES = [
  'allowsNewServices',
  'billsServices',
  'suspendsServices',
  'receivesCampaigns',
  'receivesOutageNotices',
] as const

/** Characters of a logo: 150 kB as a data address. */
const LONGEST_LOGO = 200_000

const address = {
  addressLine1: Type.Optional(text(200)),
  addressLine2: Type.Optional(text(200)),
  city: Type.Optional(text(120)),
  state: Type.Optional(text(120)),
  postcode: Type.Optional(text(20)),
}

/** What invoices say of whoever issues them. An office's own come before those of the company. */
const letterhead = {
  taxId: Type.Optional(text(40)),
  ...address,
  phone: Type.Optional(text(40)),
  email: Type.Optional(text(254)),
  website: Type.Optional(text(200)),
  /** A PNG or JPEG as a data address. */
  logo: Type.Optional(text(LONGEST_LOGO)),
  /** Account for transfers, without blanks. */
  iban: Type.Optional(text(34)),
  bic: Type.Optional(text(11)),
  bank: Type.Optional(text(120)),
  /** What is said about paying beside the account. */
  paymentNote: Type.Optional(text(500)),
  /** Entry in the commercial register and the like, at the foot of every document. */
  legalNote: Type.Optional(text(500)),
  /** Paper of documents; by the country when absent. */
  paper: Type.Optional(oneOf(PAPERS)),
}

/** What `data` holds, by kind. */
export const catalogDataSchemas = {
  company: Type.Object({
    name: text(200),
    timeZone: text(64),
    country: countryCode(),
    currency: currencyCode(),
    ...letterhead,
    /** Days to pay invoices; fifteen when absent. */
    paymentDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 365 })),
  }),
  office: Type.Object({
    name: requiredText(120),
    /** Two to four capital letters or digits; starts the customer numbers made here. */
    prefix: Type.String({ maxLength: 4, pattern: '^[A-Z0-9]{2,4}$' }),
    country: countryCode(),
    timeZone: text(64),
    currency: currencyCode(),
    ...letterhead,
  }),
  person: Type.Object({ name: requiredText(120), language: language() }),
  customerStatus: Type.Object({
    key: text(40),
    labels,
    colour,
    allowsNewServices: Type.Boolean(),
    billsServices: Type.Boolean(),
    suspendsServices: Type.Boolean(),
    receivesCampaigns: Type.Boolean(),
    receivesOutageNotices: Type.Boolean(),
  }),
  contactType: Type.Object({
    key: text(40),
    labels,
    receives: Type.Object({
      invoices: Type.Boolean(),
      reminders: Type.Boolean(),
      outages: Type.Boolean(),
      works: Type.Boolean(),
      visits: Type.Boolean(),
      campaigns: Type.Boolean(),
    }),
    mayAskFor: Type.Array(oneOf(['serviceChange', 'contractChange', 'paymentChange', 'technicalVisit']), {
      maxItems: 8,
    }),
  }),
  tag: Type.Object({ name: requiredText(60), colour, link: Type.Optional(text(500)) }),
  attribute: Type.Object({
    name: requiredText(80),
    valueKind: oneOf(['text', 'number', 'date', 'boolean', 'url']),
    required: Type.Boolean(),
    unique: Type.Boolean(),
    /** What carries it; customers when absent. */
    appliesTo: Type.Optional(
      Type.Array(oneOf(['customers', 'sites', 'services', 'inventory']), { maxItems: 8 }),
    ),
  }),
  product: Type.Object({
    name: requiredText(120),
    /** Short code of the price list. */
    code: Type.Optional(text(40)),
    type: oneOf(SERVICE_TYPES),
    description: Type.Optional(text(2000)),
    currency: currencyCode(),
    /** What a new service is charged; copied into it. */
    charges: listOf(Type.Object({ id: id(), ...priceFields }), 50),
    contractMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 600 })),
    exitFee: Type.Optional(decimal()),
    /** Kinds of equipment that a new service needs. */
    equipment: Type.Optional(Type.Array(oneOf(INVENTORY_KINDS), { maxItems: 20 })),
  }),
  taxRate: Type.Object({
    name: requiredText(80),
    country: countryCode(),
    /** EN 16931 tax category. */
    category: oneOf(TAX_CATEGORIES),
    ...exemptionFields,
    /** Percent by first day; the last one that has begun counts. */
    rates: listOf(Type.Object({ id: id(), from: plainDate(), percent: decimal() }), 50),
  }),
  series: Type.Object({
    name: requiredText(80),
    kind: oneOf(['invoice', 'creditNote', 'proforma']),
    officeId: id(),
    /** One to eight capital letters or digits; the device code and the counter follow. */
    prefix: Type.String({ maxLength: 8, pattern: '^[A-Z0-9]{1,8}$' }),
    /** The counter begins anew each year, which stands after the prefix. */
    yearly: Type.Optional(Type.Boolean()),
  }),
  stockPlace: Type.Object({
    name: requiredText(80),
    kind: oneOf(['warehouse', 'vehicle', 'shop', 'other']),
    officeId: Type.Optional(id()),
    address: Type.Optional(text(300)),
  }),
  technician: Type.Object({
    name: requiredText(120),
    phone: Type.Optional(text(40)),
    email: Type.Optional(text(254)),
    officeId: Type.Optional(id()),
    /** The person of this program that the technician is. */
    personId: Type.Optional(id()),
    colour: Type.Optional(colour),
  }),
  savedView: Type.Object({
    name: requiredText(80),
    /** The list that it shows, such as `customers`. */
    list: requiredText(40),
    /** Whose it is. */
    personId: id(),
    /** Everybody may use it. */
    shared: Type.Boolean(),
    columns: Type.Array(
      Type.Object({
        field: requiredText(120),
        /** Pixels. */
        width: Type.Optional(Type.Integer({ minimum: 20, maximum: 2000 })),
      }),
      { maxItems: 200 },
    ),
    sort: Type.Array(Type.Object({ field: requiredText(120), direction: oneOf(['asc', 'desc']) }), {
      maxItems: 8,
    }),
    /** The list's own filter. */
    filter: Type.Object({}, { additionalProperties: true }),
  }),
  importMapping: Type.Object({
    name: requiredText(120),
    /** What is imported, such as `customers`. */
    target: requiredText(40),
    /** Header names of the source, by which the mapping is recognised. */
    headers: Type.Array(text(200), { maxItems: 500 }),
    columns: listOf(
      Type.Object({ id: id(), header: text(200), field: text(120), format: Type.Optional(text(40)) }),
      500,
    ),
    /** Fields by which an existing record is found. */
    matchBy: Type.Array(text(120), { maxItems: 20 }),
    mode: oneOf(['create', 'update', 'both']),
    /** What happens to a row that is not plain; fields of `ImportMapping`. */
    choices: Type.Optional(
      Type.Object({
        whenBlank: oneOf(['keep', 'clear']),
        whenArchived: oneOf(['fail', 'restore']),
        whenUnplaced: oneOf(['fail', 'leaveOut']),
        whenTagUnknown: oneOf(['fail', 'create']),
      }),
    ),
    /** What words of the source stand for, as a person chose; kinds of `WORD_KINDS`. */
    meanings: Type.Optional(
      listOf(Type.Object({ id: id(), kind: text(20), word: text(80), means: text(64) }), 1000),
    ),
    separator: Type.Optional(text(2)),
    encoding: Type.Optional(text(20)),
    decimalComma: Type.Optional(Type.Boolean()),
  }),
  /** A billing run; its invoices name it, and what it came to is read from them. */
  billingRun: Type.Object({
    plan: runPlanSchema,
    personId: id(),
    startedAt: instant(),
    /** Absent while it is issuing, and after it was interrupted. */
    finishedAt: Type.Optional(instant()),
    /** Customers that were to be billed. */
    customers: Type.Integer({ minimum: 0 }),
    /** What was not billed, and why; at most as many as a person reads. */
    problems: Type.Optional(Type.Array(runProblemSchema, { maxItems: MOST_RUN_PROBLEMS })),
  }),
  /** A movement of a bank statement that somebody left out for good. */
  ignoredMovement: Type.Object({
    key: text(80),
    date: plainDate(),
    /** Minor units. */
    amount: minorUnits(),
    currency: currencyCode(),
    name: Type.Optional(text(300)),
    text: Type.Optional(text(300)),
  }),
} as const

export type CatalogData<K extends CatalogKind = CatalogKind> = Static<(typeof catalogDataSchemas)[K]>

/** A small configured record: one flat object with `kind` and `data` (architecture.md §4). */
export const catalogSchema = Type.Object({
  id: id(),
  kind: oneOf(CATALOG_KINDS),
  /** Order among records of its kind; compared as text. */
  rank: text(40),
  data: Type.Object({}, { additionalProperties: true }),
  createdAt: instant(),
  archived: Type.Optional(archived()),
})

export type CatalogRecord = Static<typeof catalogSchema>

/** A record whose kind is known. The catalogue's commands are the only writers and check `data` against the kind. */
export type CatalogRecordOf<K extends CatalogKind> = CatalogRecord & { kind: K; data: CatalogData<K> }

export const isCatalogKind = <K extends CatalogKind>(
  kind: K,
  record: CatalogRecord,
): record is CatalogRecordOf<K> => record.kind === kind
