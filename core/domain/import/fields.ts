/** How the text of a cell is read. */
export type CellKind =
  | 'text'
  | 'name'
  | 'email'
  | 'phone'
  | 'whole'
  | 'coordinate'
  | 'position'
  | 'boolean'
  | 'country'
  | 'currency'
  | 'type'
  | 'paymentType'
  | 'language'
  | 'status'
  | 'office'
  | 'tags'
  | 'contactTypes'
  | 'attribute'

export const IMPORT_ENTITIES = ['customer', 'contact', 'site'] as const
export type ImportEntity = (typeof IMPORT_ENTITIES)[number]

export interface ImportField {
  cell: CellKind
  /** Several columns may fill it: lists take all, texts are joined line by line. */
  many?: true
}

/** What a column can become, but for attributes. The key is `entity.field`; locales name it under `import.field`. */
export const IMPORT_FIELDS = {
  'customer.number': { cell: 'text' },
  'customer.name': { cell: 'name' },
  'customer.companyName': { cell: 'name' },
  'customer.firstName': { cell: 'name' },
  'customer.lastName': { cell: 'name' },
  'customer.type': { cell: 'type' },
  'customer.taxId': { cell: 'text' },
  'customer.statusId': { cell: 'status' },
  'customer.paymentType': { cell: 'paymentType' },
  'customer.billDay': { cell: 'whole' },
  'customer.currency': { cell: 'currency' },
  'customer.language': { cell: 'language' },
  'customer.tags': { cell: 'tags', many: true },
  'customer.officeId': { cell: 'office' },
  'customer.notes': { cell: 'text', many: true },
  'contact.name': { cell: 'name' },
  'contact.role': { cell: 'text' },
  'contact.emails': { cell: 'email', many: true },
  'contact.phones': { cell: 'phone', many: true },
  'contact.typeIds': { cell: 'contactTypes', many: true },
  'contact.authorisedToChange': { cell: 'boolean' },
  'contact.language': { cell: 'language' },
  'contact.notes': { cell: 'text', many: true },
  'site.name': { cell: 'name' },
  'site.addressLine1': { cell: 'text' },
  'site.houseNumber': { cell: 'text' },
  'site.addressLine2': { cell: 'text' },
  'site.city': { cell: 'text' },
  'site.state': { cell: 'text' },
  'site.postcode': { cell: 'text' },
  'site.country': { cell: 'country' },
  'site.latitude': { cell: 'coordinate' },
  'site.longitude': { cell: 'coordinate' },
  'site.position': { cell: 'position' },
  'site.addressNote': { cell: 'text', many: true },
  'site.separateInvoice': { cell: 'boolean' },
} as const satisfies Record<string, ImportField>

export type ImportFieldKey = keyof typeof IMPORT_FIELDS

/** `attribute/<definition id>`: an attribute of the catalogue; `attribute/`: a free one, named by the header. */
export const ATTRIBUTE_PREFIX = 'attribute/'

export const isImportField = (field: string): field is ImportFieldKey => Object.hasOwn(IMPORT_FIELDS, field)

export const isAttributeField = (field: string): boolean => field.startsWith(ATTRIBUTE_PREFIX)

export const fieldOf = (field: string): ImportField | undefined =>
  isImportField(field) ? IMPORT_FIELDS[field] : isAttributeField(field) ? { cell: 'attribute' } : undefined
