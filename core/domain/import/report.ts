import { Type, type Static } from 'typebox'
import { MATCHERS } from '../matching/match-customer.ts'
import { id, oneOf, text } from '../schema-kit.ts'

/** What a row comes to; every row counts once. */
export const ROW_OUTCOMES = ['created', 'changed', 'unchanged', 'failed'] as const
export type RowOutcome = (typeof ROW_OUTCOMES)[number]

/** Why a cell or row fails (`error`), or what a person should look at. Locales hold the texts under `issue`. */
export const IMPORT_ISSUE_CODES = [
  'import.dateForm',
  'import.dateAmbiguous',
  'import.dateImpossible',
  'import.dateShortYear',
  'import.numberForm',
  'import.numberAmbiguous',
  'import.numberRounded',
  'import.wholeForm',
  'import.coordinateForm',
  'import.positionForm',
  'import.positionMissing',
  'import.positionLeftOut',
  'import.positionTown',
  'import.positionGuessed',
  'import.addressMoved',
  'import.booleanUnknown',
  'import.currencyUnknown',
  'import.countryUnknown',
  'import.typeUnknown',
  'import.paymentTypeUnknown',
  'import.languageUnknown',
  'import.statusUnknown',
  'import.officeUnknown',
  'import.tagUnknown',
  'import.contactTypeUnknown',
  'import.attributeUnknown',
  'import.tooManyCells',
  'import.cellTooLong',
  'import.exists',
  'import.notFound',
  'import.archived',
  'import.archivedRestored',
  'import.contactArchived',
  'import.siteArchived',
  'import.ambiguous',
  'import.ambiguousMany',
  'import.contradiction',
  'import.numberNotOurs',
  'import.currencyInUse',
] as const
export type ImportIssueCode = (typeof IMPORT_ISSUE_CODES)[number]

const rowIssueSchema = Type.Object({
  /** Place of the column in the table, when one cell is to blame. */
  column: Type.Optional(Type.Integer()),
  /** One of `IMPORT_ISSUE_CODES`, or a code of the entity's rules. */
  code: text(60),
  severity: oneOf(['error', 'warning']),
  params: Type.Optional(Type.Unsafe<Record<string, string | number>>({ type: 'object' })),
})
export type RowIssue = Static<typeof rowIssueSchema>

/** Values as text; ids of the catalogue as they are, lists joined by line ends. */
const fieldChangeSchema = Type.Object({
  /** `customer.name`, `attribute/<name>`, `contact.emails`, `site.plusCode`, `customer.archived`. */
  field: text(200),
  before: Type.Optional(text(40_000)),
  after: Type.Optional(text(40_000)),
})
export type FieldChange = Static<typeof fieldChangeSchema>

/** What one row does, or would do. Holds nothing that differs between rehearsal and run. */
export const rowReportSchema = Type.Object({
  /** As a spreadsheet numbers rows. */
  line: Type.Integer(),
  outcome: oneOf(ROW_OUTCOMES),
  /** Name of the customer as the row leaves it. */
  title: text(400),
  /** The customer that the row is, when it was there before the import. */
  customerId: Type.Optional(id()),
  number: Type.Optional(text(40)),
  by: Type.Optional(oneOf(MATCHERS)),
  changes: Type.Array(fieldChangeSchema),
  issues: Type.Array(rowIssueSchema),
})
export type RowReport = Static<typeof rowReportSchema>

/** Counts of an import; `rows` is always the sum of the others. */
export const importCountsSchema = Type.Object({
  rows: Type.Integer(),
  created: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  failed: Type.Integer(),
})
export type ImportCounts = Static<typeof importCountsSchema>

export const noCounts = (): ImportCounts => ({ rows: 0, created: 0, changed: 0, unchanged: 0, failed: 0 })
