/**
 * What the customer list shows of a customer as whole numbers. Each can be sorted by and filtered by a range. A new one
 * is a line here and its column in `main/store/query/customer-list/column-sql.ts`.
 */
export const CUSTOMER_FIGURES = [
  /** Contacts, sites and services that are not archived; services in status active. */
  'contacts',
  'sites',
  'services',
  'servicesActive',
  /** Different products in services that are neither ended nor archived. */
  'products',
  'tags',
  /** What active services bring in a month; what the customer owes (negative: in credit). */
  'monthly',
  'balance',
  /** Invoices with something left to pay, and what is left. */
  'openInvoices',
  'openAmount',
  /** Charges and credits that no invoice has taken. */
  'uninvoiced',
] as const
export type CustomerFigure = (typeof CUSTOMER_FIGURES)[number]

/** Figures that are amounts, in minor units of the customer's currency: added up, but never over two currencies. */
export const CUSTOMER_AMOUNTS = [
  'monthly',
  'balance',
  'openAmount',
] as const satisfies readonly CustomerFigure[]

/** Columns that are no figures. Ties go by number, in the direction of the sort. */
const TEXT_COLUMNS = [
  'sortName',
  'number',
  'createdAt',
  'changedAt',
  'type',
  'status',
  'office',
  'city',
  /** The earliest day on which an open invoice is due; customers without one come last, in either direction. */
  'oldestDue',
] as const

export const CUSTOMER_SORTS = [...TEXT_COLUMNS, ...CUSTOMER_FIGURES] as const
export type CustomerSort = (typeof CUSTOMER_SORTS)[number]

/** Yes-or-no facts to filter by. */
export const CUSTOMER_FACTS = [
  'taxId',
  'contacts',
  'sites',
  'services',
  /** Somebody in use has an email address, or a telephone number. */
  'email',
  'phone',
  /** A site in use whose position nobody knows (precision `none`). */
  'siteWithoutPosition',
] as const
export type CustomerFact = (typeof CUSTOMER_FACTS)[number]

/** What the filter panel counts; each under all conditions but its own. */
export const CUSTOMER_FACETS = [
  'types',
  'statusIds',
  'officeIds',
  'currencies',
  'tags',
  'products',
  'cities',
  'states',
  'countries',
  'attributes',
  'facts',
  'archived',
] as const
export type CustomerFacet = (typeof CUSTOMER_FACETS)[number]
