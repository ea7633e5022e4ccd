import { fold } from '../../lib/fold.ts'
import type { CatalogRecordOf } from '../catalog/schema.ts'
import { ATTRIBUTE_PREFIX, fieldOf } from './fields.ts'
import { HEADER_NAMES, headerKey, IMPORT_PRESETS, type ImportPreset } from './header-names.ts'
import { DEFAULT_CHOICES, WORD_KINDS, type ImportMapping, type MappedColumn } from './mapping.ts'

/** What is known of the columns of a table. */
export interface ColumnFacts {
  header: string
  /** All values are dates or blank, and not all blank. */
  isDate: boolean
}

export interface Suggestion {
  mapping: ImportMapping
  /** Where it comes from: an earlier import with the same headers, a known program, or the names alone. */
  from: 'remembered' | ImportPreset['id'] | 'names'
  /** The remembered mapping. */
  rememberedId?: string
}

/** The headers by which a source is recognised again, whatever their order. */
export const headerSignature = (headers: readonly string[]): string =>
  headers.map(headerKey).filter(Boolean).sort().join('|')

/** Columns that the file of failed rows has more than the file that they came from: the reason and the row. */
const ADDED_BY_FAILED_ROWS = 2

/**
 * The mapping of an earlier import of a table with the same headers, or of the one whose failed rows these are, mended;
 * the latest one counts.
 */
function rememberedFor(
  headers: readonly string[],
  remembered: readonly CatalogRecordOf<'importMapping'>[],
): CatalogRecordOf<'importMapping'> | undefined {
  const signature = headerSignature(headers)
  const origin = headerSignature(headers.slice(0, -ADDED_BY_FAILED_ROWS))
  const withHeaders = (wanted: string) =>
    remembered.filter(({ archived, data }) => !archived && headerSignature(data.headers) === wanted).at(-1)
  return withHeaders(signature) ?? (origin === '' ? undefined : withHeaders(origin))
}

/** What each column most likely is. A field that takes one column gets the first that fits. */
export function suggestMapping(
  columns: readonly ColumnFacts[],
  known: {
    remembered: readonly CatalogRecordOf<'importMapping'>[]
    attributes: readonly CatalogRecordOf<'attribute'>[]
  },
): Suggestion {
  const headers = columns.map(({ header }) => header)
  const record = rememberedFor(headers, known.remembered)
  if (record) return { mapping: mappingOf(record, headers), from: 'remembered', rememberedId: record.id }
  const keys = headers.map(headerKey)
  const preset = IMPORT_PRESETS.find(({ marks }) => marks.every((mark) => keys.includes(mark)))
  const taken = new Set<string>()
  const mapped: MappedColumn[] = []
  for (const [index, { header, isDate }] of columns.entries()) {
    const field = fieldFor(header, preset, known.attributes)
    if (field === undefined || (taken.has(field) && !fieldOf(field)?.many && field !== ATTRIBUTE_PREFIX))
      continue
    taken.add(field)
    mapped.push({ index, field, ...(field === ATTRIBUTE_PREFIX && isDate && { attributeKind: 'date' }) })
  }
  return { mapping: { ...DEFAULT_CHOICES, columns: mapped }, from: preset?.id ?? 'names' }
}

function fieldFor(
  header: string,
  preset: ImportPreset | undefined,
  attributes: readonly CatalogRecordOf<'attribute'>[],
): string | undefined {
  const key = headerKey(header)
  const definition = attributes.find(
    ({ archived, data }) =>
      !archived && (data.appliesTo?.includes('customers') ?? true) && fold(data.name) === fold(header),
  )
  if (definition) return ATTRIBUTE_PREFIX + definition.id
  return preset?.columns.get(key) ?? HEADER_NAMES.get(key)
}

/** A mapping as the catalogue keeps it: columns by their headers, choices in words. */
export function rememberedData(
  name: string,
  headers: readonly string[],
  mapping: ImportMapping,
): CatalogRecordOf<'importMapping'>['data'] {
  const { mode, matchBy, meanings, whenBlank, whenArchived, whenUnplaced, whenTagUnknown } = mapping
  return {
    name,
    target: 'customers',
    headers: headers.map((header) => header.slice(0, 200)),
    columns: mapping.columns.map((column, i) => {
      const format = column.dateOrder ?? column.decimalMark ?? column.attributeKind
      return {
        // Always the same, so that keeping the same mapping again changes nothing.
        id: `column-${i}`,
        header: (headers[column.index] ?? '').slice(0, 200),
        field: column.field,
        ...(format && { format: formatOf(column) }),
      }
    }),
    matchBy: [...matchBy],
    mode,
    choices: { whenBlank, whenArchived, whenUnplaced, whenTagUnknown },
    ...(meanings &&
      meanings.length > 0 && { meanings: meanings.map((one, i) => ({ id: `word-${i}`, ...one })) }),
  }
}

/** `date:dmy`: the kind of a free attribute and how its values are written, as far as they are said. */
const formatOf = ({ attributeKind, dateOrder, decimalMark }: MappedColumn): string =>
  `${attributeKind ?? ''}:${dateOrder ?? decimalMark ?? ''}`

function mappingOf(record: CatalogRecordOf<'importMapping'>, headers: readonly string[]): ImportMapping {
  const keys = headers.map(headerKey)
  const used = new Set<number>()
  const columns = record.data.columns.flatMap(({ header, field, format = '' }): MappedColumn[] => {
    const index = keys.findIndex((key, i) => key === headerKey(header) && !used.has(i))
    if (index < 0 || !fieldOf(field)) return []
    used.add(index)
    const [kind = '', written = ''] = format.split(':')
    return [
      {
        index,
        field,
        ...(isOneOf(kind, ['text', 'number', 'date', 'boolean', 'url'] as const) && { attributeKind: kind }),
        ...(isOneOf(written, ['dmy', 'mdy', 'ymd'] as const) && { dateOrder: written }),
        ...(isOneOf(written, ['comma', 'point'] as const) && { decimalMark: written }),
      },
    ]
  })
  const matchBy = DEFAULT_CHOICES.matchBy.filter((matcher) => record.data.matchBy.includes(matcher))
  const meanings = (record.data.meanings ?? []).flatMap(({ kind, word, means }) =>
    isOneOf(kind, WORD_KINDS) ? [{ kind, word, means }] : [],
  )
  return {
    ...DEFAULT_CHOICES,
    ...record.data.choices,
    columns,
    mode: record.data.mode,
    matchBy,
    ...(meanings.length > 0 && { meanings }),
  }
}

const isOneOf = <const T extends string>(word: string, words: readonly T[]): word is T =>
  words.some((one) => one === word)
