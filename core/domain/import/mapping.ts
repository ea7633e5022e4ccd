import { Type, type Static } from 'typebox'
import { ATTRIBUTE_KINDS } from '../customer/schema.ts'
import { closed } from '../input-kit.ts'
import { MATCHERS } from '../matching/match-customer.ts'
import { oneOf, text } from '../schema-kit.ts'

/** Orders of day, month and year, for numbers with separators. */
export const DATE_ORDERS = ['dmy', 'mdy', 'ymd'] as const
export type DateOrder = (typeof DATE_ORDERS)[number]

export const DECIMAL_MARKS = ['comma', 'point'] as const
export type DecimalMark = (typeof DECIMAL_MARKS)[number]

/** Who may come out of a row: only customers that are not there yet, only those that are, or both. */
export const IMPORT_MODES = ['create', 'update', 'both'] as const
export type ImportMode = (typeof IMPORT_MODES)[number]

/** More columns than any export has. */
export const MOST_COLUMNS = 300

export const mappedColumnSchema = closed({
  /** Place of the column in the table, from 0. */
  index: Type.Integer({ minimum: 0, maximum: MOST_COLUMNS - 1 }),
  /** A key of `IMPORT_FIELDS`, or an attribute. */
  field: text(120),
  /** Without it, dates and numbers that can be read in two ways are refused. */
  dateOrder: Type.Optional(oneOf(DATE_ORDERS)),
  decimalMark: Type.Optional(oneOf(DECIMAL_MARKS)),
  /** What a free attribute holds; text when left out. */
  attributeKind: Type.Optional(oneOf(ATTRIBUTE_KINDS)),
})
export type MappedColumn = Static<typeof mappedColumnSchema>

/** Kinds of cells whose words stand for records of the catalogue or for values of closed lists. */
export const WORD_KINDS = [
  'status',
  'office',
  'tags',
  'contactTypes',
  'country',
  'type',
  'paymentType',
  'language',
  'boolean',
] as const
export type WordKind = (typeof WORD_KINDS)[number]

/** Words of one file that somebody was asked about. */
export const MOST_MEANINGS = 1000

/** What a word of the file stands for. */
export const wordMeaningSchema = closed({
  kind: oneOf(WORD_KINDS),
  /** As the file writes it; case and accents do not count. */
  word: text(80),
  /** Id of the record, ISO country code, or value of the list; empty when the word means nothing. */
  means: text(64),
})
export type WordMeaning = Static<typeof wordMeaningSchema>

/** How a table becomes customers with their contacts and sites. */
export const importMappingSchema = closed({
  columns: Type.Array(mappedColumnSchema, { maxItems: MOST_COLUMNS }),
  mode: oneOf(IMPORT_MODES),
  /** What decides that a row is a customer already. */
  matchBy: Type.Array(oneOf(MATCHERS), { maxItems: MATCHERS.length }),
  /** Blank cells leave what is there, or clear it where it may be empty. */
  whenBlank: oneOf(['keep', 'clear']),
  /** A row that is an archived customer fails and says so, or brings it back. */
  whenArchived: oneOf(['fail', 'restore']),
  /** A site that nothing places fails its row, or is left out with a warning. */
  whenUnplaced: oneOf(['fail', 'leaveOut']),
  /** A tag that nobody has made yet fails its row, or is made. */
  whenTagUnknown: oneOf(['fail', 'create']),
  /** Words that mean nothing by themselves, or something else in this file. */
  meanings: Type.Optional(Type.Array(wordMeaningSchema, { maxItems: MOST_MEANINGS })),
})
export type ImportMapping = Static<typeof importMappingSchema>

export const DEFAULT_CHOICES: Omit<ImportMapping, 'columns'> = {
  mode: 'both',
  matchBy: [...MATCHERS],
  whenBlank: 'keep',
  whenArchived: 'fail',
  whenUnplaced: 'fail',
  whenTagUnknown: 'fail',
}

/** The first column that fills a field, for issues of the entity's own rules. */
export const columnOfField = ({ columns }: ImportMapping, field: string): number | undefined =>
  columns.find((column) => column.field === field)?.index
