import type { MethodInput } from '#core/contract/host-contract.ts'
import type { Contact } from '#core/domain/contact/schema.ts'
import { DEFINED_ATTRIBUTE, exportCell, FREE_ATTRIBUTE } from '#core/domain/export-columns.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { fold } from '#core/lib/fold.ts'
import { matchingSites } from '../../store/query/site-list.ts'
import type { Statements } from '../../store/query/statements.ts'
import type { OutCell } from './cells.ts'
import { chosenCustomers, readCustomers, readRecords, type Exported } from './export-records.ts'
import { contactValue, customerValue, siteValue } from './export-values.ts'
import { catalogNames } from './export-names.ts'
import { createExportWords, type ExportWords } from './export-words.ts'
import type { TableRows } from './table-file.ts'

type ExportInput = MethodInput<'exports', 'make'>

/** Customers read at a time. */
const BATCH = 500

/** What a row of an export is made from. */
type Value = (exported: Exported, record: Contact | Site | undefined) => OutCell

/**
 * The rows of an export in order, and how many records they are of. Days are those of the office. Reads within the
 * caller's snapshot.
 */
export function exportRows(statements: Statements, asked: ExportInput): TableRows {
  const input = withIdsOfSites(statements, asked)
  const words = createExportWords(catalogNames(statements, input.language, input.words), input)
  const values = input.columns.map(({ key }) => valueOf(input.kind, key, words))
  const rowOf = (one: Exported, record: Contact | Site | undefined): OutCell[] =>
    values.map((value) => value(one, record))
  const { records } = input
  if (records && input.kind !== 'customers') {
    function* ofRecords(ids: readonly string[]): Iterable<OutCell[][]> {
      for (let start = 0; start < ids.length; start += BATCH)
        yield readRecords(statements, ids.slice(start, start + BATCH), input).map(({ one, record }) =>
          rowOf(one, record),
        )
    }
    return { records: records.length, batches: ofRecords(records) }
  }
  const chosen = chosenCustomers(statements, input)
  function* batches(): Iterable<OutCell[][]> {
    for (let start = 0; start < chosen.length; start += BATCH) {
      const exported = readCustomers(statements, chosen.slice(start, start + BATCH), input)
      yield exported.flatMap((one) => recordsOf(input, one).map((record) => rowOf(one, record)))
    }
  }
  return { records: chosen.length, batches: batches(), perBatch: BATCH }
}

const recordsOf = ({ kind }: ExportInput, { contacts, sites }: Exported): (Contact | Site | undefined)[] => {
  if (kind === 'customers') return [undefined]
  if (kind === 'contacts') return contacts.filter(({ archived }) => !archived)
  return sites.filter(({ archived }) => !archived)
}

/** A list of sites as the ids that it stands for: of the sites, or of their customers. */
function withIdsOfSites(statements: Statements, input: ExportInput): ExportInput {
  if (!input.sites || input.kind === 'customers') return input
  const found = matchingSites(statements, input.sites)
  return input.kind === 'sites'
    ? { ...input, records: found.map(({ id }) => id) }
    : { ...input, ids: [...new Set(found.map(({ customerId }) => customerId))] }
}

/** How a column gets its value; nothing for a key that the list does not have. */
export function valueOf(kind: ExportInput['kind'], key: string, words: ExportWords): Value {
  if (exportCell(kind, key) === undefined) return () => undefined
  if (kind === 'contacts') return (one, record) => contactValue(key, one, record as Contact, words)
  if (kind === 'sites') return (one, record) => siteValue(key, one, record as Site, words)
  if (key.startsWith(DEFINED_ATTRIBUTE)) {
    const definitionId = key.slice(DEFINED_ATTRIBUTE.length)
    return ({ customer }) => customer.attributes.find((one) => one.definitionId === definitionId)?.value
  }
  if (key.startsWith(FREE_ATTRIBUTE)) {
    const name = key.slice(FREE_ATTRIBUTE.length)
    return ({ customer }) =>
      customer.attributes.find((one) => one.definitionId === undefined && fold(one.name) === name)?.value
  }
  return (one) => customerValue(key, one, words)
}
