import { fold } from '../../lib/fold.ts'
import { parseCountry } from '../values/country.ts'
import type { ImportCatalog } from './catalog.ts'
import { fieldOf } from './fields.ts'
import type { ImportedTable } from './imported-table.ts'
import { WORD_KINDS, type ImportMapping, type WordKind } from './mapping.ts'
import { cellText } from './cell-text.ts'
import { booleanOf, customerTypeOf, languageOf, partsOf, paymentTypeOf } from './words.ts'

/** What words of closed lists and of the catalogue stand for. */
export interface CellWords {
  /** An id or code; empty when somebody said that the word means nothing; undefined when nobody knows it. */
  meaningOf(kind: WordKind, word: string): string | undefined
}

/** A person's choice counts more than what the word usually means, unless its record is gone. */
export function createCellWords(meanings: ImportMapping['meanings'], catalog: ImportCatalog): CellWords {
  const chosen = new Map(meanings?.map(({ kind, word, means }) => [`${kind}/${fold(word)}`, means]))
  const known = new Map<string, string | undefined>()
  return {
    meaningOf(kind, word) {
      const name = `${kind}/${fold(word)}`
      if (!known.has(name)) {
        const means = chosen.get(name)
        known.set(
          name,
          means !== undefined && isThere(kind, means, catalog) ? means : usual(kind, word, catalog),
        )
      }
      return known.get(name)
    },
  }
}

function isThere(kind: WordKind, means: string, catalog: ImportCatalog): boolean {
  if (means === '') return true
  const has = (records: readonly { id: string; archived?: unknown }[]) =>
    records.some(({ id, archived }) => id === means && !archived)
  switch (kind) {
    case 'status':
      return has(catalog.statuses)
    case 'office':
      return has(catalog.offices)
    case 'tags':
      return has(catalog.tags)
    case 'contactTypes':
      return has(catalog.contactTypes)
    default:
      return usual(kind, means, catalog) === means
  }
}

/** What a word means by itself. */
function usual(kind: WordKind, word: string, catalog: ImportCatalog): string | undefined {
  switch (kind) {
    case 'status':
      return catalog.statusNamed(word)
    case 'office':
      return catalog.officeNamed(word)?.id
    case 'tags':
      return catalog.tagNamed(word)
    case 'contactTypes':
      return catalog.contactTypeNamed(word)
    case 'country':
      return parseCountry(word)
    case 'type':
      return customerTypeOf(word)
    case 'paymentType':
      return paymentTypeOf(word)
    case 'language':
      return languageOf(word)
    case 'boolean': {
      const value = booleanOf(word)
      return value === undefined ? undefined : String(value)
    }
  }
}

/** A word of a table that nobody knows, as it is written first. */
export interface UnknownWord {
  kind: WordKind
  word: string
  /** Rows that have it. */
  count: number
}

/** Kinds whose cells hold several words. */
const LISTS: ReadonlySet<WordKind> = new Set(['tags', 'contactTypes'])
/** Longest word that a choice is kept for, in UTF-16 code units; schema of `meanings`. */
const LONGEST_WORD = 80
/** Words that a person is asked about: a column with more of them is mapped wrongly. */
const MOST_WORDS = 200

/** Words that mean nothing by themselves, the most frequent first. Tags that the import will make are none. */
export function unknownWords(
  table: Pick<ImportedTable, 'rows'>,
  mapping: Pick<ImportMapping, 'columns' | 'whenTagUnknown'>,
  catalog: ImportCatalog,
): { words: UnknownWord[]; more: number } {
  const columns = mapping.columns.flatMap(({ index, field }) => {
    const kind = wordKindOf(field)
    return kind && !(kind === 'tags' && mapping.whenTagUnknown === 'create') ? [{ index, kind }] : []
  })
  if (columns.length === 0) return { words: [], more: 0 }
  const words = createCellWords([], catalog)
  const found = new Map<string, UnknownWord>()
  for (const { cells } of table.rows())
    for (const { index, kind } of columns) {
      const cell = cellText(cells[index])
      for (const word of LISTS.has(kind) ? partsOf(cell) : [cell]) {
        if (word === '' || word.length > LONGEST_WORD || words.meaningOf(kind, word) !== undefined) continue
        const name = `${kind}/${fold(word)}`
        const known = found.get(name)
        if (known) known.count++
        else found.set(name, { kind, word, count: 1 })
      }
    }
  const all = [...found.values()].sort((a, b) => b.count - a.count)
  return { words: all.slice(0, MOST_WORDS), more: Math.max(0, all.length - MOST_WORDS) }
}

/** The kind of word that a field takes. */
const wordKindOf = (field: string): WordKind | undefined => {
  const cell = fieldOf(field)?.cell
  return WORD_KINDS.find((kind) => kind === cell)
}
