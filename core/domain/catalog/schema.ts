import { Type, type Static } from 'typebox'
import {
  archived,
  countryCode,
  currencyCode,
  id,
  instant,
  language,
  oneOf,
  requiredText,
  text,
} from '../schema-kit.ts'

/** The configured records of domain.md §1 that exist so far; later issues add kinds. */
export const CATALOG_KINDS = [
  'company',
  'office',
  'person',
  'customerStatus',
  'contactType',
  'tag',
  'attribute',
] as const
export type CatalogKind = (typeof CATALOG_KINDS)[number]

/** A label in each interface language. */
const labels = Type.Object({ es: requiredText(80), en: requiredText(80) })

/** One colour of the interface's palette, not a CSS value. */
export const COLOURS = ['slate', 'blue', 'green', 'amber', 'red', 'violet', 'teal', 'pink'] as const
const colour = oneOf(COLOURS)

/** What `data` holds, by kind. */
export const catalogDataSchemas = {
  company: Type.Object({
    name: text(200),
    timeZone: text(64),
    country: countryCode(),
    currency: currencyCode(),
  }),
  office: Type.Object({
    name: requiredText(120),
    /** Two to four capital letters or digits; starts the customer numbers made here. */
    prefix: Type.String({ maxLength: 4, pattern: '^[A-Z0-9]{2,4}$' }),
    country: countryCode(),
    timeZone: text(64),
    currency: currencyCode(),
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
