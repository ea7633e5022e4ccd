import { isCatalogKind, type CatalogRecord } from '#core/domain/catalog/schema.ts'
import { plainDateAt } from '#core/domain/values/plain-date.ts'
import type { Statements } from '../../store/query/statements.ts'

/** How ids, closed lists and moments are written in an export. */
export interface ExportWords {
  /** What the catalogue calls a record; empty for an unknown one. */
  name(id: string): string
  /** The window's word for a value of a closed list. */
  word(key: string): string
  /** The day of a moment as the office has it, `YYYY-MM-DD`: in UTC it may be the one before or after. */
  day(moment: string | undefined): string | undefined
}

export function createExportWords(
  statements: Statements,
  { language, words }: { language: 'es' | 'en'; words: Readonly<Record<string, string>> },
  officeId: string,
): ExportWords {
  const names = new Map<string, string>()
  let timeZone = 'UTC'
  for (const { body } of statements.all(`SELECT body FROM d_catalog WHERE deleted = 0`)) {
    // The store itself wrote the text from a document.
    const record = JSON.parse(body as string) as CatalogRecord
    if (isCatalogKind('customerStatus', record) || isCatalogKind('contactType', record))
      names.set(record.id, record.data.labels[language])
    else if ('name' in record.data && typeof record.data.name === 'string')
      names.set(record.id, record.data.name)
    if (record.id === officeId && isCatalogKind('office', record)) timeZone = record.data.timeZone
  }
  return {
    name: (id) => names.get(id) ?? '',
    word: (key) => words[key] ?? key,
    day: (moment) => (moment === undefined ? undefined : plainDateAt(Date.parse(moment), timeZone)),
  }
}
