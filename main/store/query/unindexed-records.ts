import type { CollectionName } from '#core/domain/entity.ts'
import { COLLECTION_CODES, PER_COLLECTION_BITS } from '../projectors/records.ts'
import { holdsWord } from './search-holds.ts'
import type { SearchTerm, SearchWord } from './search-terms.ts'
import type { Statements } from './statements.ts'

/** `f` has record numbers as its row numbers; without a collection every record counts. */
export const ofCollection = (collection: CollectionName | undefined): string =>
  collection === undefined
    ? '1'
    : `(f.rowid >> ${PER_COLLECTION_BITS}) & 15 = ${COLLECTION_CODES[collection]}`

/**
 * Records in which every term is found, among those whose text is not in the full text indexes yet: the newest of a bulk
 * command, for a moment (first-load.ts). Their texts are read through, some 100 ms for each half a million of them.
 */
export function unindexedRecords(
  statements: Statements,
  terms: readonly SearchTerm[],
  collection: CollectionName | undefined,
): number[] {
  const indexedTo = statements.get(`SELECT value FROM meta WHERE key = 'searchedTo'`)?.value
  if (indexedTo === undefined) return []
  const rows = statements.all(
    `SELECT f.n AS n, f.text AS text FROM r_record AS f
      WHERE f.n > ? AND ${ofCollection(collection)} AND ${terms.map(partsOf).join(' AND ')} ORDER BY f.n`,
    [
      Number(indexedTo),
      ...terms.flatMap(({ alternatives }) => alternatives.flat().flatMap(({ tokens }) => tokens)),
    ],
  )
  return rows.filter((row) => isFound(row.text as string, terms)).map((row) => row.n as number)
}

/** However a text holds a word, each of the word's parts is in it. */
const partsOf = ({ alternatives }: SearchTerm): string => {
  const parts = (words: readonly SearchWord[]) =>
    words.flatMap(({ tokens }) => tokens.map(() => 'instr(f.text, ?) > 0')).join(' AND ')
  return `(${alternatives.map((words) => `(${parts(words)})`).join(' OR ')})`
}

const isFound = (text: string, terms: readonly SearchTerm[]): boolean =>
  terms.every(({ alternatives }) =>
    alternatives.some((words) =>
      words.every((word) => {
        const how = holdsWord(text, word)
        return word.isExact ? how === 'whole' : how !== 'not'
      }),
    ),
  )
