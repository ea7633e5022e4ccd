import { tidyText } from '../changes.ts'
import type { Contact } from '../contact/schema.ts'
import type { Customer, CustomerAttribute } from '../customer/schema.ts'
import { parseCountry } from '../values/country.ts'
import { isCurrencyCode } from '../values/locale-codes.ts'
import type { ImportCatalog } from './catalog.ts'
import { readDate } from './dates.ts'
import { ATTRIBUTE_PREFIX, IMPORT_FIELDS, isImportField, type ImportFieldKey } from './fields.ts'
import type { ImportedRow } from './imported-table.ts'
import type { ImportMapping, MappedColumn } from './mapping.ts'
import { readCoordinate, readDecimal } from './numbers.ts'
import { readPosition, type ReadPosition } from './position.ts'
import type { ImportIssueCode, RowIssue } from './report.ts'
import { booleanOf, customerTypeOf, languageOf, partsOf, paymentTypeOf } from './words.ts'

/** What a row says; absent fields it says nothing about, `null` ones it empties. */
export interface RowDraft {
  line: number
  number?: string
  customer: {
    name?: string
    type?: Customer['type']
    taxId?: string | null
    statusId?: string
    paymentType?: Customer['paymentType']
    billDay?: number
    currency?: string
    language?: Customer['language']
    officeId?: string
    notes?: string | null
  }
  tagIds: string[]
  /** Tags that nobody has made yet. */
  newTags: string[]
  attributes: { definitionId?: string; name: string; kind: CustomerAttribute['kind']; value: string | null }[]
  contact: {
    name?: string
    role?: string | null
    emails?: string[]
    phones?: string[]
    typeIds?: string[]
    authorisedToChange?: boolean
    language?: Contact['language']
    notes?: string | null
  }
  site: {
    name?: string
    addressLine1?: string | null
    addressLine2?: string | null
    city?: string | null
    state?: string | null
    postcode?: string | null
    country?: string
    addressNote?: string | null
    separateInvoice?: boolean
  }
  position?: ReadPosition
  issues: RowIssue[]
}

/** Longer cells than a spreadsheet can hold are a broken file. UTF-16 code units. */
const LONGEST_CELL = 32_767

/** A long number that a spreadsheet has rounded: its digits are gone. */
const ROUNDED = /^\d([.,]\d+)?e\+\d+$/i

/** Marks that other programs put before text so that no spreadsheet calculates it, as our own export does. */
const NEUTRALISED = /^'(?=[=+\-@\t\r])/

/** Reads rows by a mapping: every cell as its field's type, or an issue that names it. */
export function createRowReader(
  mapping: ImportMapping,
  headers: readonly string[],
  catalog: ImportCatalog,
): (row: ImportedRow) => RowDraft {
  return (row) => {
    const draft: RowDraft = {
      line: row.line,
      customer: {},
      tagIds: [],
      newTags: [],
      attributes: [],
      contact: {},
      site: {},
      issues: [],
    }
    if (row.cells.length > headers.length && row.cells.slice(headers.length).some((cell) => cell.trim()))
      draft.issues.push({
        code: 'import.tooManyCells',
        severity: 'error',
        params: { count: row.cells.length },
      })
    const names: NameParts = {}
    const place: PlaceCells = {}
    for (const column of mapping.columns) {
      const cell = (row.cells[column.index] ?? '').trim().replace(NEUTRALISED, '')
      if (cell.length > LONGEST_CELL) addIssue(draft, column, 'import.cellTooLong', { max: LONGEST_CELL })
      else readCell(cell, column)
    }
    joinNames(draft, names)
    placeSite(draft, place)
    return draft

    function readCell(cell: string, column: MappedColumn): void {
      if (!isImportField(column.field)) readAttribute(cell, column)
      else if (cell === '') clear(column.field)
      else readField(cell, column, column.field)
    }

    /** Blank cells empty what may be empty, when that was asked for. */
    function clear(field: ImportFieldKey): void {
      if (mapping.whenBlank !== 'clear') return
      const [entity = '', name = ''] = field.split('.')
      if (!CLEARABLE.has(field)) return
      // Fields of `CLEARABLE` take null.
      const part = draft[entity as 'customer' | 'contact' | 'site'] as Record<string, unknown>
      part[name] ??= null
    }

    function readField(cell: string, column: MappedColumn, field: ImportFieldKey): void {
      const fail = (code: ImportIssueCode, params: RowIssue['params'] = { value: cell.slice(0, 80) }) =>
        addIssue(draft, column, code, params)
      const { customer, contact, site } = draft
      if (DIGITS_COUNT.has(field) && ROUNDED.test(cell)) return fail('import.numberRounded')
      switch (field) {
        case 'customer.number':
          draft.number = cell
          return
        case 'customer.name':
        case 'customer.companyName':
        case 'customer.firstName':
        case 'customer.lastName':
          names[NAME_PARTS[field]] = cell
          return
        case 'customer.taxId':
          customer.taxId = cell
          return
        case 'customer.type':
          customer.type = customerTypeOf(cell)
          return customer.type ? undefined : fail('import.typeUnknown')
        case 'customer.paymentType':
          customer.paymentType = paymentTypeOf(cell)
          return customer.paymentType ? undefined : fail('import.paymentTypeUnknown')
        case 'customer.language':
          customer.language = languageOf(cell)
          return customer.language ? undefined : fail('import.languageUnknown')
        case 'customer.statusId':
          customer.statusId = catalog.statusNamed(cell)
          return customer.statusId ? undefined : fail('import.statusUnknown')
        case 'customer.officeId':
          customer.officeId = catalog.officeNamed(cell)?.id
          return customer.officeId ? undefined : fail('import.officeUnknown')
        case 'customer.billDay':
          if (!/^\d{1,2}([.,]0+)?$/.test(cell)) return fail('import.wholeForm')
          customer.billDay = Number.parseInt(cell, 10)
          return
        case 'customer.currency':
          customer.currency = CURRENCY_SIGNS[cell] ?? cell.toUpperCase()
          return isCurrencyCode(customer.currency) ? undefined : fail('import.numberForm')
        case 'customer.tags':
          for (const name of partsOf(cell)) readTag(name, column)
          return
        case 'customer.notes':
          customer.notes = joined(customer.notes, cell)
          return
        case 'contact.name':
          contact.name = cell
          return
        case 'contact.role':
          contact.role = cell
          return
        case 'contact.emails':
          contact.emails = [...(contact.emails ?? []), ...partsOf(cell, /[;|\s,]+/)]
          return
        case 'contact.phones':
          contact.phones = [...(contact.phones ?? []), ...partsOf(cell, /[;|\n,/]+/)]
          return
        case 'contact.typeIds':
          for (const name of partsOf(cell)) {
            const id = catalog.contactTypeNamed(name)
            if (id === undefined) fail('import.contactTypeUnknown', { value: name.slice(0, 80) })
            else contact.typeIds = [...(contact.typeIds ?? []), id]
          }
          return
        case 'contact.authorisedToChange':
          contact.authorisedToChange = booleanOf(cell)
          return contact.authorisedToChange === undefined ? fail('import.booleanUnknown') : undefined
        case 'contact.language':
          contact.language = languageOf(cell)
          return contact.language ? undefined : fail('import.languageUnknown')
        case 'contact.notes':
          contact.notes = joined(contact.notes, cell)
          return
        case 'site.name':
          site.name = cell
          return
        case 'site.addressLine1':
        case 'site.addressLine2':
        case 'site.city':
        case 'site.state':
        case 'site.postcode':
          site[SITE_TEXTS[field]] = tidyText(cell.replace(/\s*\n\s*/g, ', ')) ?? null
          return
        case 'site.houseNumber':
          place.houseNumber = cell
          return
        case 'site.country':
          site.country = parseCountry(cell)
          return site.country ? undefined : fail('import.countryUnknown')
        case 'site.latitude':
        case 'site.longitude': {
          const degrees = readCoordinate(cell)
          if (degrees === undefined) return fail('import.coordinateForm')
          place[field === 'site.latitude' ? 'latitude' : 'longitude'] = { degrees, column }
          return
        }
        case 'site.position':
          place.typed = { text: cell, column }
          return
        case 'site.addressNote':
          site.addressNote = joined(site.addressNote, cell)
          return
        case 'site.separateInvoice':
          site.separateInvoice = booleanOf(cell)
          return site.separateInvoice === undefined ? fail('import.booleanUnknown') : undefined
      }
    }

    function readTag(name: string, column: MappedColumn): void {
      const tag = catalog.tagNamed(name)
      if (tag !== undefined) draft.tagIds.push(tag)
      else if (mapping.whenTagUnknown === 'create') draft.newTags.push(name.slice(0, 60))
      else addIssue(draft, column, 'import.tagUnknown', { value: name.slice(0, 80) })
    }

    function readAttribute(cell: string, column: MappedColumn): void {
      const definitionId = column.field.slice(ATTRIBUTE_PREFIX.length)
      const definition = catalog.attributes.find(({ id }) => id === definitionId)
      if (definitionId !== '' && !definition)
        return addIssue(draft, column, 'import.attributeUnknown', { value: headers[column.index] ?? '' })
      const name = definition?.data.name ?? (headers[column.index] ?? '').trim().slice(0, 80)
      const kind = definition?.data.valueKind ?? column.attributeKind ?? 'text'
      const base = { ...(definition && { definitionId }), name, kind }
      if (cell === '') {
        if (mapping.whenBlank === 'clear') draft.attributes.push({ ...base, value: null })
        return
      }
      const value = attributeValue(cell, kind, column)
      if (value.ok) draft.attributes.push({ ...base, value: value.value })
      else addIssue(draft, column, value.error, { value: cell.slice(0, 80) })
    }
  }
}

type AttributeReading = { ok: true; value: string } | { ok: false; error: ImportIssueCode }

function attributeValue(
  cell: string,
  kind: CustomerAttribute['kind'],
  { dateOrder, decimalMark }: MappedColumn,
): AttributeReading {
  switch (kind) {
    case 'date':
      return readDate(cell, dateOrder)
    case 'number':
      return readDecimal(cell, decimalMark)
    case 'boolean': {
      const value = booleanOf(cell)
      return value === undefined
        ? { ok: false, error: 'import.booleanUnknown' }
        : { ok: true, value: String(value) }
    }
    case 'text':
    case 'url':
      return { ok: true, value: cell }
  }
}

/** Texts whose digits are the whole point: what a spreadsheet rounded is refused rather than stored. */
const DIGITS_COUNT: ReadonlySet<string> = new Set([
  'customer.number',
  'customer.taxId',
  'contact.phones',
  'site.postcode',
])

const CLEARABLE: ReadonlySet<string> = new Set([
  'customer.taxId',
  'customer.notes',
  'contact.role',
  'contact.notes',
  'site.addressLine1',
  'site.addressLine2',
  'site.city',
  'site.state',
  'site.postcode',
  'site.addressNote',
])

const CURRENCY_SIGNS: Readonly<Record<string, string>> = { '€': 'EUR', '£': 'GBP' }

type NameParts = Partial<Record<'whole' | 'company' | 'first' | 'last', string>>

const NAME_PARTS = {
  'customer.name': 'whole',
  'customer.companyName': 'company',
  'customer.firstName': 'first',
  'customer.lastName': 'last',
} as const

const SITE_TEXTS = {
  'site.addressLine1': 'addressLine1',
  'site.addressLine2': 'addressLine2',
  'site.city': 'city',
  'site.state': 'state',
  'site.postcode': 'postcode',
} as const

/** A company's name is the customer's and a person beside it its contact; otherwise the parts make one name. */
function joinNames(draft: RowDraft, { whole, company, first, last }: NameParts): void {
  const person = first === undefined ? [whole, last] : [first, last]
  const name = tidyText(person.filter(Boolean).join(' '))
  if (company !== undefined) {
    draft.customer.name = company
    draft.customer.type ??= 'business'
    if (name !== undefined) draft.contact.name ??= name
  } else if (first !== undefined && whole !== undefined) draft.customer.name = whole
  else if (name !== undefined) draft.customer.name = name
}

interface PlaceCells {
  houseNumber?: string
  latitude?: { degrees: number; column: MappedColumn }
  longitude?: { degrees: number; column: MappedColumn }
  typed?: { text: string; column: MappedColumn }
}

/** Coordinates in two columns count more than a code, and that more than an address. */
function placeSite(draft: RowDraft, { houseNumber, latitude, longitude, typed }: PlaceCells): void {
  if (houseNumber !== undefined) {
    const street = draft.site.addressLine1
    draft.site.addressLine1 = street ? `${street}, ${houseNumber}` : houseNumber
  }
  // An empty pair of coordinates is written as zeros by some programs.
  const isNowhere = latitude?.degrees === 0 && longitude?.degrees === 0
  if (latitude && longitude && !isNowhere) {
    draft.position = {
      kind: 'point',
      latitude: latitude.degrees,
      longitude: longitude.degrees,
      isExact: true,
    }
    return
  }
  if (!isNowhere && (latitude ?? longitude))
    addIssue(draft, (latitude ?? longitude)?.column, 'import.coordinateForm', { value: '' })
  if (!typed) return
  const position = readPosition(typed.text)
  if (position) draft.position = position
  else addIssue(draft, typed.column, 'import.positionForm', { value: typed.text.slice(0, 80) })
}

const joined = (before: string | null | undefined, text: string): string =>
  before ? `${before}\n${text}` : text

function addIssue(
  draft: RowDraft,
  column: MappedColumn | undefined,
  code: ImportIssueCode,
  params: RowIssue['params'],
): void {
  draft.issues.push({ ...(column && { column: column.index }), code, severity: 'error', params })
}

/** The first column that fills a field, for issues of the entity's own rules. */
export const columnOfField = (mapping: ImportMapping, field: string): number | undefined =>
  mapping.columns.find((column) => column.field === field)?.index

/** Whether anything of an entity is mapped. */
export const mapsEntity = (mapping: ImportMapping, entity: 'contact' | 'site'): boolean =>
  mapping.columns.some(({ field }) => field.startsWith(`${entity}.`) && Object.hasOwn(IMPORT_FIELDS, field))
