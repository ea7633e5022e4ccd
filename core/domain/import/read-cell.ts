import { tidyLine, tidyName } from '../changes.ts'
import { isCurrencyCode } from '../values/locale-codes.ts'
import type { CellWords } from './cell-words.ts'
import type { ImportFieldKey } from './fields.ts'
import type { NameParts, PlaceCells } from './join-cells.ts'
import type { ImportMapping, MappedColumn, WordKind } from './mapping.ts'
import { readCoordinate } from './numbers.ts'
import type { ImportIssueCode, RowIssue } from './report.ts'
import { addIssue, type RowDraft } from './row-draft.ts'
import { partsOf } from './words.ts'

/** Cells of a row that only make sense together. */
export interface RowCells {
  names: NameParts
  place: PlaceCells
}

/** One cell that is not blank, and where its value goes. */
interface Cell {
  text: string
  column: MappedColumn
  draft: RowDraft
  row: RowCells
  words: CellWords
  whenTagUnknown: ImportMapping['whenTagUnknown']
  fail(code: ImportIssueCode, params?: RowIssue['params']): void
  /** What a word stands for; undefined when it means nothing, or is unknown, which fails the row. */
  meaning(kind: WordKind, word?: string): string | undefined
}

/** A long number that a spreadsheet has rounded: its digits are gone. */
const ROUNDED = /^\d([.,]\d+)?e\+\d+$/i

/** Texts whose digits are the whole point: what a spreadsheet rounded is refused rather than stored. */
const DIGITS_COUNT: ReadonlySet<ImportFieldKey> = new Set([
  'customer.number',
  'customer.taxId',
  'contact.phones',
  'site.postcode',
])

/** Longest part of a cell that an issue repeats, in UTF-16 code units. */
const LONGEST_QUOTE = 80

/** Reads a cell that is not blank as its field's type; what it cannot be is told as an issue of the row. */
export function readCell(
  draft: RowDraft,
  row: RowCells,
  text: string,
  column: MappedColumn,
  field: ImportFieldKey,
  words: CellWords,
  whenTagUnknown: ImportMapping['whenTagUnknown'],
): void {
  const fail: Cell['fail'] = (code, params = { value: text.slice(0, LONGEST_QUOTE) }) =>
    addIssue(draft, column, code, params)
  if (DIGITS_COUNT.has(field) && ROUNDED.test(text)) return fail('import.numberRounded')
  READERS[field]({
    text,
    column,
    draft,
    row,
    words,
    whenTagUnknown,
    fail,
    meaning(kind, word = text) {
      const means = words.meaningOf(kind, word)
      if (means === undefined) fail(UNKNOWN[kind], { value: word.slice(0, LONGEST_QUOTE) })
      return means || undefined
    },
  })
}

const UNKNOWN: Readonly<Record<WordKind, ImportIssueCode>> = {
  status: 'import.statusUnknown',
  office: 'import.officeUnknown',
  tags: 'import.tagUnknown',
  contactTypes: 'import.contactTypeUnknown',
  country: 'import.countryUnknown',
  type: 'import.typeUnknown',
  paymentType: 'import.paymentTypeUnknown',
  language: 'import.languageUnknown',
  boolean: 'import.booleanUnknown',
}

type Part = 'customer' | 'contact' | 'site'

/** Puts the text itself. */
const textOf =
  <P extends Part>(part: P, name: keyof RowDraft[P]) =>
  ({ text, draft }: Cell): void => {
    // Only text fields are given here.
    ;(draft[part] as Record<keyof RowDraft[P], unknown>)[name] = text
  }

/** Puts text of one line, as an address has it: lines of a cell become parts. */
const lineOf =
  (name: 'addressLine1' | 'addressLine2' | 'city' | 'state' | 'postcode') =>
  ({ text, draft }: Cell): void => {
    draft.site[name] = tidyLine(text.replace(/\s*\n\s*/g, ', ')) ?? null
  }

/** Adds text below what another column said. */
const notesOf =
  <P extends Part>(part: P, name: keyof RowDraft[P]) =>
  ({ text, draft }: Cell): void => {
    // Only text fields are given here.
    const fields = draft[part] as Record<keyof RowDraft[P], unknown>
    const before = fields[name]
    fields[name] = typeof before === 'string' ? `${before}\n${text}` : text
  }

/** Puts what a word stands for. */
const wordOf =
  <P extends Part>(kind: WordKind, part: P, name: keyof RowDraft[P]) =>
  ({ draft, meaning }: Cell): void => {
    const means = meaning(kind)
    // The kinds of words that are given here mean what the field holds.
    const fields = draft[part] as Record<keyof RowDraft[P], unknown>
    if (means !== undefined) fields[name] = kind === 'boolean' ? means === 'true' : means
  }

const nameOf =
  (name: keyof NameParts) =>
  ({ text, row }: Cell): void => {
    row.names[name] = text
  }

const degreesOf =
  (name: 'latitude' | 'longitude') =>
  ({ text, column, row, fail }: Cell): void => {
    const degrees = readCoordinate(text)
    if (degrees === undefined) fail('import.coordinateForm')
    else row.place[name] = { degrees, column }
  }

const CURRENCY_SIGNS: Readonly<Record<string, string>> = { '€': 'EUR', '£': 'GBP' }

const READERS: Readonly<Record<ImportFieldKey, (cell: Cell) => void>> = {
  'customer.number': ({ text, draft }) => void (draft.number = tidyLine(text) ?? ''),
  'customer.name': nameOf('whole'),
  'customer.companyName': nameOf('company'),
  'customer.firstName': nameOf('first'),
  'customer.lastName': nameOf('last'),
  'customer.type': wordOf('type', 'customer', 'type'),
  'customer.taxId': textOf('customer', 'taxId'),
  'customer.statusId': wordOf('status', 'customer', 'statusId'),
  'customer.paymentType': wordOf('paymentType', 'customer', 'paymentType'),
  'customer.billDay'({ text, draft, fail }) {
    if (/^\d{1,2}([.,]0+)?$/.test(text)) draft.customer.billDay = Number.parseInt(text, 10)
    else fail('import.wholeForm')
  },
  'customer.currency'({ text, draft, fail }) {
    const currency = CURRENCY_SIGNS[text] ?? text.toUpperCase()
    if (isCurrencyCode(currency)) draft.customer.currency = currency
    else fail('import.currencyUnknown')
  },
  'customer.language': wordOf('language', 'customer', 'language'),
  'customer.tags'(cell) {
    for (const word of partsOf(cell.text)) readTag(cell, word)
  },
  'customer.officeId': wordOf('office', 'customer', 'officeId'),
  'customer.notes': notesOf('customer', 'notes'),
  'contact.name': textOf('contact', 'name'),
  'contact.role': textOf('contact', 'role'),
  'contact.emails'({ text, draft: { contact } }) {
    contact.emails = [...(contact.emails ?? []), ...partsOf(text, /[;|\s,]+/)]
  },
  'contact.phones'({ text, draft: { contact } }) {
    contact.phones = [...(contact.phones ?? []), ...partsOf(text, /[;|\n,/]+/)]
  },
  'contact.typeIds'({ text, draft: { contact }, meaning }) {
    for (const word of partsOf(text)) {
      const id = meaning('contactTypes', word)
      if (id !== undefined) contact.typeIds = [...(contact.typeIds ?? []), id]
    }
  },
  'contact.authorisedToChange': wordOf('boolean', 'contact', 'authorisedToChange'),
  'contact.language': wordOf('language', 'contact', 'language'),
  'contact.notes': notesOf('contact', 'notes'),
  'site.name': textOf('site', 'name'),
  'site.addressLine1': lineOf('addressLine1'),
  'site.houseNumber': ({ text, row }) => void (row.place.houseNumber = tidyLine(text) ?? ''),
  'site.addressLine2': lineOf('addressLine2'),
  'site.city': lineOf('city'),
  'site.state': lineOf('state'),
  'site.postcode': lineOf('postcode'),
  'site.country': wordOf('country', 'site', 'country'),
  'site.latitude': degreesOf('latitude'),
  'site.longitude': degreesOf('longitude'),
  'site.position': ({ text, column, row }) => void (row.place.typed = { text, column }),
  'site.addressNote': notesOf('site', 'addressNote'),
  'site.separateInvoice': wordOf('boolean', 'site', 'separateInvoice'),
}

/** Adds a tag by its name; one that nobody has made yet when the import may make it. */
function readTag({ draft, words, whenTagUnknown, meaning }: Cell, word: string): void {
  if (whenTagUnknown === 'create' && words.meaningOf('tags', word) === undefined)
    draft.newTags.push((tidyName(word) ?? '').slice(0, LONGEST_TAG))
  else {
    const id = meaning('tags', word)
    if (id !== undefined) draft.tagIds.push(id)
  }
}

/** Limit of a tag's schema, in UTF-16 code units. */
const LONGEST_TAG = 60
