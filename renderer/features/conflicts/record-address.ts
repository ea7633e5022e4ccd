import type { IssueRow } from './useIssueWords.ts'

/** The page on which the record of an issue is looked at; undefined when it has none. */
export function recordAddress({
  entity,
  entityId,
  customerId,
}: Pick<IssueRow, 'entity' | 'entityId' | 'customerId'>): string | undefined {
  switch (entity) {
    case 'customers':
      return `/customers/${entityId}`
    case 'sites':
      return `/sites/${entityId}`
    case 'inventory':
      return `/inventory/${entityId}`
    case 'invoices':
      return `/invoices/${entityId}`
    case 'contacts':
    case 'services':
      return customerId === undefined ? undefined : `/customers/${customerId}/${entity}`
    case 'transactions':
      return customerId === undefined ? undefined : `/customers/${customerId}`
    case 'catalog':
      return '/settings/general'
    default:
      return undefined
  }
}
