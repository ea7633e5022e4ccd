import { isCatalogKind, type CatalogData, type CatalogRecord } from '#core/domain/catalog/schema.ts'
import type { Statements } from '../../store/query/statements.ts'

/**
 * What the catalogue calls its records, by id; empty for unknown ones. A status is called by the word for its key where
 * there is one (`status.active`), or for that of the seeded status whose rules it has: other programs have few.
 */
export function catalogNames(
  statements: Statements,
  language: 'es' | 'en',
  words: Readonly<Record<string, string>> = {},
): (id: string) => string {
  const names = new Map<string, string>()
  for (const { body } of statements.all(`SELECT body FROM d_catalog WHERE deleted = 0`)) {
    // The store itself wrote the text from a document.
    const record = JSON.parse(body as string) as CatalogRecord
    if (isCatalogKind('customerStatus', record))
      names.set(record.id, statusWord(record.data, words) ?? record.data.labels[language])
    else if (isCatalogKind('contactType', record)) names.set(record.id, record.data.labels[language])
    else if ('name' in record.data && typeof record.data.name === 'string')
      names.set(record.id, record.data.name)
  }
  return (id) => names.get(id) ?? ''
}

function statusWord(
  { key, suspendsServices, billsServices, allowsNewServices }: CatalogData<'customerStatus'>,
  words: Readonly<Record<string, string>>,
): string | undefined {
  const like = suspendsServices
    ? 'suspended'
    : billsServices
      ? 'active'
      : allowsNewServices
        ? 'pending'
        : 'inactive'
  return words[`status.${key}`] ?? words[`status.${like}`]
}
