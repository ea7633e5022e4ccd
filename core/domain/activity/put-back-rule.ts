/** Fields that follow rules of their own when they change: they have commands for it. */
const OWN_COMMAND: ReadonlySet<string> = new Set(['archived', 'customerId'])

/** Whether one changed value may be put back by itself: not whole records, and nothing that was posted or issued. */
export function mayPutBack({ collection, path }: { collection: string; path: string }): boolean {
  if (path === '' || collection === 'invoices' || collection === 'transactions') return false
  return !OWN_COMMAND.has(path.split('/')[0] ?? '')
}
