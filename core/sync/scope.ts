import type { Role } from '../domain/people/roles.ts'
import type { StoredDocument } from '../domain/entity.ts'
import { parseChangePath } from '../domain/change-path.ts'
import type { Issue } from './issue.ts'
import { rowDigest, type RowDigest, type Sha256 } from './op-hash.ts'
import type { WireRow } from './wire.ts'

/** What of the organisation's data a device may hold (sync.md §5). */
export interface DeviceScope {
  /** Grows with every change; a device with another version starts afresh. */
  version: number
  /** Whole collections; absent means all of them. */
  collections?: readonly string[]
  /** Top-level fields that are left out, by collection. */
  hiddenFields?: Readonly<Record<string, readonly string[]>>
  /** What people may do at the device who are not entered, where people sign in; nothing when absent. */
  grant?: Role
}

export const FULL_SCOPE: DeviceScope = { version: 1 }

export const seesCollection = (scope: DeviceScope, collection: string): boolean =>
  collection === 'issues' || scope.collections === undefined || scope.collections.includes(collection)

/** Something of the organisation's data lies outside. */
export const isPart = ({ collections, hiddenFields }: DeviceScope): boolean =>
  collections !== undefined || hiddenFields !== undefined

const hiddenOf = (scope: DeviceScope, collection: string): readonly string[] =>
  scope.hiddenFields?.[collection] ?? []

/** The document as the device may see it. */
export function projectDocument(
  scope: DeviceScope,
  collection: string,
  document: StoredDocument,
): StoredDocument {
  const hidden = hiddenOf(scope, collection)
  if (hidden.length === 0) return document
  const copy = { ...document }
  for (const field of hidden) delete copy[field]
  return copy
}

/** Whether all that a row says lies in the scope. A whole document counts as far as it has hidden fields. */
export function seesRow(
  scope: DeviceScope,
  row: Pick<WireRow, 'collection' | 'path' | 'from' | 'to'>,
): boolean {
  if (!seesCollection(scope, row.collection)) return false
  // Whoever writes more into an issue than that it is settled may have put anything there.
  if (row.collection === 'issues') return row.path === 'settled' || !isPart(scope)
  const hidden = hiddenOf(scope, row.collection)
  if (hidden.length === 0) return true
  const path = parseChangePath(row.path)
  if (path) return !hidden.includes(path.field)
  return ![row.from, row.to].some(
    (value) =>
      typeof value === 'object' && value !== null && hidden.some((field) => Object.hasOwn(value, field)),
  )
}

/** An issue shows values of one record: seen only when all of it may be. */
export function seesIssue(scope: DeviceScope, issue: Issue): boolean {
  const hidden = hiddenOf(scope, issue.entity)
  if (!seesCollection(scope, issue.entity)) return false
  if (hidden.length > 0) {
    const field = parseChangePath(issue.path)?.field
    const isGroup = issue.path.startsWith('group:')
    if (field === undefined || isGroup) {
      const values = [issue.mine, issue.theirs, issue.before]
      if (
        values.some(
          (value) =>
            typeof value === 'object' && value !== null && hidden.some((name) => Object.hasOwn(value, name)),
        )
      )
        return false
    } else if (hidden.includes(field)) return false
  }
  return (issue.rows ?? []).every((row) => seesRow(scope, row))
}

/** A row without its values: the chain still verifies. */
export function hiddenRow(row: WireRow, sha256: Sha256): WireRow {
  if (row.hidden) return row
  const { i, collection, id, path, kind } = row
  const { from, to } = wireDigest(row, sha256)
  return {
    i,
    collection,
    id,
    path,
    kind,
    hidden: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
  }
}

/** The digest of a row, whether its values are there or not. */
export function wireDigest(row: WireRow, sha256: Sha256): RowDigest {
  const { collection, id, path, kind, salt = '' } = row
  if (row.hidden) return { collection, id, path, kind, ...row.hidden }
  // The name of the collection is only copied: one of a newer version is as good.
  return rowDigest({ ...row, salt } as Parameters<typeof rowDigest>[0], sha256)
}
