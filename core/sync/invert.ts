import type { ChangeKind } from './op.ts'
import type { Change } from './diff.ts'

const INVERSE: Record<ChangeKind, ChangeKind> = {
  create: 'delete',
  delete: 'create',
  set: 'set',
  add: 'remove',
  remove: 'add',
}

/** The change that takes a change back. */
export function invertChange({ collection, id, path, kind, ...values }: Change): Change {
  return {
    collection,
    id,
    path,
    kind: INVERSE[kind],
    ...('to' in values ? { from: values.to } : {}),
    ...('from' in values ? { to: values.from } : {}),
  }
}

/** The changes that take the changes back, last first. */
export const invertChanges = (changes: readonly Change[]): Change[] => changes.map(invertChange).reverse()
