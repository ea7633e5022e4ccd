import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { entities, isCollectionName } from '#core/domain/registry.ts'
import { fold } from '#core/lib/fold.ts'
import { PER_CUSTOMER } from '../projectors/records.ts'
import { foldedPiece } from '../projectors/search-text.ts'
import type { SqlRow } from '../sqlite/port.ts'
import { tableOf } from './document-table.ts'
import { holdsWord } from './search-holds.ts'
import { searchTermsOf, type SearchTerm } from './search-terms.ts'
import type { Statements } from './statements.ts'

/**
 * Why customers are in a list that was searched: for those whose name and number do not say so, the text that does, of
 * theirs or of a record of theirs.
 */
export function searchReasons(
  statements: Statements,
  { text, customerIds }: MethodInput<'search', 'reasons'>,
): MethodOutput<'search', 'reasons'> {
  const terms = searchTermsOf(text)
  if (terms.length === 0) return { reasons: [] }
  const rows = statements.all(
    `SELECT r.n AS n, d.body AS body FROM d_customers AS d
      JOIN r_record AS r ON r.collection = 'customers' AND r.id = d.id
      WHERE d.id IN (SELECT value FROM json_each(?)) AND d.deleted = 0`,
    [JSON.stringify(customerIds)],
  )
  return {
    reasons: rows.flatMap(({ n, body }) => {
      // The store itself wrote the text from a document.
      const customer = JSON.parse(body as string) as Customer
      const hidden = missingFrom([fold(customer.name), fold(customer.number)], terms)
      if (hidden.length === 0) return []
      const record: FoundRecord = { collection: 'customers', document: customer }
      const elsewhere = missingIn(record, hidden)
      const reason =
        elsewhere.length > 0 ? reasonElsewhere(statements, n as number, elsewhere) : reasonIn(record, hidden)
      if (!reason) return []
      const { how: _how, ...shown } = reason
      return [{ customerId: customer.id, ...shown }]
    }),
  }
}

interface FoundRecord {
  collection: CollectionName
  document: StoredDocument
}

export function readRecord(statements: Statements, { collection, id }: SqlRow): FoundRecord | undefined {
  if (typeof collection !== 'string' || !isCollectionName(collection)) return undefined
  const row = statements.get(`SELECT body FROM ${tableOf(collection)} WHERE id = ? AND deleted = 0`, [
    id ?? null,
  ])
  // The store itself wrote the text from a document.
  return row && { collection, document: JSON.parse(row.body as string) as StoredDocument }
}

interface Reason {
  /** Of what the text is. */
  collection: CollectionName
  kind: string
  text: string
  how: keyof typeof HOW_WELL
}

/** How well a text holds a word; less is better. */
export const HOW_WELL = { whole: 0, start: 2, inside: 4 } as const

/** The piece of text that holds most of the words, and holds them best. */
export function reasonIn(
  { collection, document }: FoundRecord,
  terms: readonly SearchTerm[],
): Reason | undefined {
  const words = terms.flatMap(({ alternatives }) => alternatives.flat())
  let best: (Reason & { score: number }) | undefined
  for (const piece of entities[collection].searchTextOf(document)) {
    const folded = foldedPiece(piece)
    const held = words.map((word) => holdsWord(folded, word)).filter((how) => how !== 'not')
    const [first, ...others] = held
    if (!first) continue
    const how = others.reduce((a, b) => (HOW_WELL[b] > HOW_WELL[a] ? b : a), first)
    const score = held.length * (HOW_WELL.inside + 1) - HOW_WELL[how]
    if (!best || score > best.score) best = { collection, kind: piece.kind, text: piece.text, how, score }
  }
  return best && { collection, kind: best.kind, text: best.text, how: best.how }
}

/** The terms that no text of a record holds. */
export const missingIn = (
  { collection, document }: FoundRecord,
  terms: readonly SearchTerm[],
): SearchTerm[] => missingFrom(entities[collection].searchTextOf(document).map(foldedPiece), terms)

function missingFrom(texts: readonly string[], terms: readonly SearchTerm[]): SearchTerm[] {
  const holds = (word: SearchTerm['alternatives'][number][number]) =>
    texts.some((text) => holdsWord(text, word) !== 'not')
  return terms.filter(({ alternatives }) => !alternatives.some((words) => words.every(holds)))
}

/** Other records of a customer with a piece of a word that are looked through for a reason; mostly the first one is it. */
const MOST_RECORDS = 50

/** The first other record of a customer that holds one of the words. */
export function reasonElsewhere(
  statements: Statements,
  n: number,
  terms: readonly SearchTerm[],
): Reason | undefined {
  // Records below zero have nobody in common.
  if (n < 0 || terms.length === 0) return undefined
  // However a text holds a word, each of the word's parts is in it.
  const parts = terms.flatMap(({ alternatives }) => alternatives.flat().map(({ tokens }) => tokens[0] ?? ''))
  const rows = statements.all(
    `SELECT r.collection AS collection, r.id AS id FROM r_record AS r WHERE r.n > ? AND r.n < ?
      AND EXISTS (SELECT 1 FROM json_each(?) AS part WHERE instr(r.text, part.value) > 0)
      ORDER BY r.n LIMIT ${MOST_RECORDS}`,
    [n, n + PER_CUSTOMER, JSON.stringify(parts)],
  )
  for (const row of rows) {
    const record = readRecord(statements, row)
    const reason = record && reasonIn(record, terms)
    if (reason) return reason
  }
  return undefined
}
