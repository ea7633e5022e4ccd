import { isCatalogKind, type CatalogRecord } from '#core/domain/catalog/schema.ts'
import type { Statements } from '../../store/query/statements.ts'

/** What the catalogue calls its records, by id; empty for unknown ones. */
export function catalogNames(statements: Statements, language: 'es' | 'en'): (id: string) => string {
  const names = new Map<string, string>()
  for (const { body } of statements.all(`SELECT body FROM d_catalog WHERE deleted = 0`)) {
    // The store itself wrote the text from a document.
    const record = JSON.parse(body as string) as CatalogRecord
    if (isCatalogKind('customerStatus', record) || isCatalogKind('contactType', record))
      names.set(record.id, record.data.labels[language])
    else if ('name' in record.data && typeof record.data.name === 'string')
      names.set(record.id, record.data.name)
  }
  return (id) => names.get(id) ?? ''
}
