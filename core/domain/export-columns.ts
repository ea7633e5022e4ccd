/** What a list can be exported as. `number` cells are numbers in a workbook; all others are text. */
export type ExportCell = 'text' | 'number' | 'date' | 'amount'

/** Columns of customers, by key. Attributes are `attribute/<definition id>` and `attributeName/<folded name>`. */
export const CUSTOMER_EXPORT = {
  number: 'text',
  name: 'text',
  type: 'text',
  taxId: 'text',
  status: 'text',
  paymentType: 'text',
  billDay: 'number',
  currency: 'text',
  language: 'text',
  tags: 'text',
  office: 'text',
  notes: 'text',
  createdAt: 'date',
  changedAt: 'date',
  archivedAt: 'date',
  email: 'text',
  phone: 'text',
  contact: 'text',
  addressLine1: 'text',
  addressLine2: 'text',
  postcode: 'text',
  city: 'text',
  state: 'text',
  country: 'text',
  latitude: 'number',
  longitude: 'number',
  position: 'text',
  plusCode: 'text',
  contacts: 'number',
  sites: 'number',
  services: 'number',
  servicesActive: 'number',
  products: 'number',
  monthly: 'amount',
  balance: 'amount',
  openInvoices: 'number',
  openAmount: 'amount',
  uninvoiced: 'number',
  oldestDue: 'date',
} as const satisfies Record<string, ExportCell>

export const CONTACT_EXPORT = {
  customerNumber: 'text',
  customerName: 'text',
  name: 'text',
  role: 'text',
  emails: 'text',
  phones: 'text',
  types: 'text',
  authorisedToChange: 'text',
  sites: 'text',
  language: 'text',
  notes: 'text',
  createdAt: 'date',
  archivedAt: 'date',
} as const satisfies Record<string, ExportCell>

export const SITE_EXPORT = {
  customerNumber: 'text',
  customerName: 'text',
  name: 'text',
  addressLine1: 'text',
  addressLine2: 'text',
  postcode: 'text',
  city: 'text',
  state: 'text',
  country: 'text',
  latitude: 'number',
  longitude: 'number',
  plusCode: 'text',
  precision: 'text',
  addressNote: 'text',
  separateInvoice: 'text',
  createdAt: 'date',
  archivedAt: 'date',
} as const satisfies Record<string, ExportCell>

export const INVENTORY_EXPORT = {
  serial: 'text',
  kind: 'text',
  state: 'text',
  place: 'text',
  customerName: 'text',
  site: 'text',
  service: 'text',
  model: 'text',
  mac: 'text',
  attributes: 'text',
  notes: 'text',
  createdAt: 'date',
  changedAt: 'date',
  archivedAt: 'date',
} as const satisfies Record<string, ExportCell>

export const SERVICE_EXPORT = {
  name: 'text',
  type: 'text',
  status: 'text',
  statusSince: 'date',
  customerName: 'text',
  site: 'text',
  town: 'text',
  office: 'text',
  product: 'text',
  monthly: 'amount',
  currency: 'text',
  identifiers: 'text',
  activeFrom: 'date',
  endedOn: 'date',
  contractFrom: 'date',
  contractMonths: 'number',
  exitFee: 'amount',
  autoRenew: 'text',
  attributes: 'text',
  notes: 'text',
  createdAt: 'date',
  archivedAt: 'date',
} as const satisfies Record<string, ExportCell>

export const EXPORT_COLUMNS = {
  customers: CUSTOMER_EXPORT,
  contacts: CONTACT_EXPORT,
  sites: SITE_EXPORT,
  inventory: INVENTORY_EXPORT,
  services: SERVICE_EXPORT,
} as const satisfies Record<string, Record<string, ExportCell>>

export type ExportKind = keyof typeof EXPORT_COLUMNS

/** Further columns of customers that the files of other programs have, in which a name is in parts. */
const NAME_PARTS: ReadonlySet<string> = new Set(['companyName', 'firstName', 'lastName'])

export const DEFINED_ATTRIBUTE = 'attribute/'
export const FREE_ATTRIBUTE = 'attributeName/'

/** The cell of a column, undefined for a key that the list does not have. */
export function exportCell(kind: ExportKind, key: string): ExportCell | undefined {
  const columns: Readonly<Record<string, ExportCell>> = EXPORT_COLUMNS[kind]
  if (Object.hasOwn(columns, key)) return columns[key]
  if (kind !== 'customers') return undefined
  return NAME_PARTS.has(key) || key.startsWith(DEFINED_ATTRIBUTE) || key.startsWith(FREE_ATTRIBUTE)
    ? 'text'
    : undefined
}
