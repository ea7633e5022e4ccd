import type { CommandReader } from '#core/domain/command.ts'
import type { CollectionName } from '#core/domain/entity.ts'
import type { Documents } from './documents.ts'

/** Above so many records a kind is read anew each time; above so many answers all are forgotten. */
const MOST_RECORDS = 200
const MOST_ANSWERS = 500

/**
 * Documents whose records of the catalogue are remembered between commands: each asks for the same statuses, tags and
 * offices, which hardly ever change, and reading them is a quarter of what a small command does.
 *
 * `read` is for handlers, which run outside of transactions: it never remembers what may yet be rolled back. `documents`
 * must be what everybody writes by.
 */
export function rememberCatalog(stored: Documents): { documents: Documents; read: CommandReader } {
  const answers = new Map<string, unknown>()
  const remember = <T>(key: string, ask: () => T): T => {
    // Only `ask` puts something under a key.
    if (answers.has(key)) return answers.get(key) as T
    const answer = ask()
    if (Array.isArray(answer) && answer.length > MOST_RECORDS) return answer
    if (answers.size >= MOST_ANSWERS) answers.clear()
    answers.set(key, answer)
    return answer
  }
  const forget = (collection: CollectionName): void => {
    if (collection === 'catalog') answers.clear()
  }
  const documents: Documents = {
    ...stored,
    put(collection, document, row) {
      forget(collection)
      stored.put(collection, document, row)
    },
    putAll(collection, rows) {
      forget(collection)
      stored.putAll(collection, rows)
    },
  }
  const read: CommandReader = {
    ...documents,
    get: (collection, id) =>
      collection === 'catalog'
        ? remember(`get ${id}`, () => stored.get(collection, id))
        : stored.get(collection, id),
    find(collection, where, limit) {
      const ask = () => stored.find(collection, where, limit)
      // A list of the caller's own, which may sort it.
      return collection === 'catalog' ? [...remember(`find ${JSON.stringify([where, limit])}`, ask)] : ask()
    },
  }
  return { documents, read }
}
