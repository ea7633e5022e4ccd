import type { FieldNames } from '#core/domain/activity/field-text.ts'
import type { StoredDocument } from '#core/domain/entity.ts'
import { isCollectionName, titleOf } from '#core/domain/registry.ts'
import { tableOf } from '../../store/query/document-table.ts'
import type { Statements } from '../../store/query/statements.ts'
import { catalogNames } from './export-names.ts'

/** Names for the ids in a file about the log: the catalogue's, and those of records by what they are called now. */
export function logNames(
  statements: Statements,
  { language, timeZone }: { language: 'es' | 'en'; timeZone: string },
): FieldNames & { titleOf(collection: string, id: string): string } {
  const catalog = catalogNames(statements, language)
  const known = new Map<string, string>()
  const title = (collection: string, id: string): string => {
    if (!isCollectionName(collection)) return ''
    if (collection === 'catalog') return catalog(id)
    const key = `${collection}/${id}`
    const found = known.get(key)
    if (found !== undefined) return found
    const body = statements.get(`SELECT body FROM ${tableOf(collection)} WHERE id = ?`, [id])?.body
    // The store itself wrote the text from a document.
    const text = typeof body === 'string' ? titleOf(collection, JSON.parse(body) as StoredDocument) : ''
    known.set(key, text)
    return text
  }
  return {
    timeZone,
    catalog: (id) => catalog(id) || undefined,
    record(id) {
      const row = statements.get('SELECT collection FROM r_record WHERE id = ?', [id])
      return row ? title(row.collection as string, id) || undefined : undefined
    },
    titleOf: title,
  }
}
