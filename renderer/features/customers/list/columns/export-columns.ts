import { DEFINED_ATTRIBUTE } from '#core/domain/export-columns.ts'
import { definitionOf, type ListColumn } from './list-columns.ts'

/** The key under which an export knows a column of the list (core/domain/export-columns.ts). */
export function exportKey({ id }: ListColumn): string {
  const definitionId = definitionOf(id)
  if (definitionId !== undefined) return DEFINED_ATTRIBUTE + definitionId
  return id === 'sortName' ? 'name' : id
}
