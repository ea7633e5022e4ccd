import type { CustomerFilter, CustomerSelection } from '#core/domain/customer/filter.ts'

/**
 * Which customers are chosen: some by id, or all that the list shows but for a few. "All" is never spelt out as ids:
 * the host looks up who matches when it acts.
 */
export type Selection =
  { kind: 'some'; ids: ReadonlySet<string> } | { kind: 'all'; except: ReadonlySet<string> }

export const NOBODY: Selection = { kind: 'some', ids: new Set() }
export const EVERYBODY: Selection = { kind: 'all', except: new Set() }

export const isChosen = (selection: Selection, id: string): boolean =>
  selection.kind === 'all' ? !selection.except.has(id) : selection.ids.has(id)

/** How many are chosen of a list of `total`. */
export const countChosen = (selection: Selection, total: number): number =>
  selection.kind === 'all' ? Math.max(0, total - selection.except.size) : selection.ids.size

export function toggled(selection: Selection, id: string): Selection {
  const names = new Set(selection.kind === 'all' ? selection.except : selection.ids)
  if (!names.delete(id)) names.add(id)
  return selection.kind === 'all' ? { kind: 'all', except: names } : { kind: 'some', ids: names }
}

/** With these chosen too. */
export function withChosen(selection: Selection, ids: Iterable<string>): Selection {
  if (selection.kind === 'some') return { kind: 'some', ids: new Set([...selection.ids, ...ids]) }
  const except = new Set(selection.except)
  for (const id of ids) except.delete(id)
  return { kind: 'all', except }
}

/** Whom a bulk command is for (core/domain/customer/target.ts). */
export type BulkTarget = { ids: readonly string[] } | { where: CustomerSelection }

/** The chosen ones as a command takes them; `filter` is what the list is narrowed by. */
export const toTarget = (selection: Selection, filter: CustomerFilter): BulkTarget =>
  selection.kind === 'some'
    ? { ids: [...selection.ids] }
    : { where: { filter, ...(selection.except.size > 0 && { except: [...selection.except] }) } }
