import type { RecordRef } from './merge/merge-op.ts'

/* What orders the entries of the feed that have one sequence number: the op, its parts, then records by name. */

export const OP_ITEM = 'o'
export const recordItem = ({ collection, id }: RecordRef): string => `r/${collection}/${id}`
