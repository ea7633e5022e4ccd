import { parseChangePath } from '#core/domain/change-path.ts'
import type { Issue } from '#core/sync/issue.ts'
import { isObject, jsonEqual, listElements } from '#core/lib/json-value.ts'
import type { WireRow } from '#core/sync/wire.ts'
import type { SimServer } from './server.ts'
import type { World } from './world.ts'

/**
 * Every accepted edit is current, causally overwritten, or in an issue. Independent of the merge: it only compares what
 * ops say with what is there at the end.
 */
export function checkEdits(world: World, server: SimServer): void {
  const { ops, records } = server.store.data
  const rowsOf = new Map<string, { op: string; row: WireRow }[]>()
  for (const { op } of ops.values())
    for (const row of op.rows) {
      const key = `${row.collection}/${row.id}`
      rowsOf.set(key, [...(rowsOf.get(key) ?? []), { op: op.header.id, row }])
    }
  const issuesOf = new Map<string, Issue[]>()
  for (const { collection, record } of records.values()) {
    if (collection !== 'issues' || !record.body) continue
    // Only the merger writes issues.
    const issue = record.body as Issue
    for (const key of new Set([
      `${issue.entity}/${issue.entityId}`,
      ...(issue.rows ?? []).map((row) => `${row.collection}/${row.id}`),
    ]))
      issuesOf.set(key, [...(issuesOf.get(key) ?? []), issue])
  }
  for (const { op } of ops.values()) {
    for (const row of op.rows) {
      const key = `${row.collection}/${row.id}`
      const record = records.get(key)?.record
      if (row.hidden || record?.erased || jsonEqual(row.from, row.to)) continue
      const others = (rowsOf.get(key) ?? [])
        .filter((other) => other.op !== op.header.id)
        .map((other) => other.row)
      const isKept =
        isCurrent(row, record?.body) ||
        others.some((other) => wasSeen(row, other)) ||
        (issuesOf.get(key) ?? []).some((issue) => holds(issue, row))
      if (!isKept)
        world.fail(
          `lost: ${op.header.command} ${op.header.device}/${op.header.n} ${key} ${row.path} ${JSON.stringify(row.to)}`,
        )
    }
  }
}

/** The record says what the row says. */
function isCurrent(row: WireRow, body: Record<string, unknown> | undefined): boolean {
  const path = parseChangePath(row.path)
  if (row.kind === 'remove' || row.kind === 'delete') return true
  if (!body) return false
  if (!path) return row.kind === 'create'
  const value = body[path.field]
  if (row.kind === 'add') return Array.isArray(value) && value.some((item) => jsonEqual(item, row.to))
  if (path.elementId === undefined) return contains(value, row.to)
  const element = listElements(value)?.find(({ id }) => id === path.elementId)
  if (row.kind === 'create') return element !== undefined
  return element !== undefined && contains(element[path.elementField ?? ''], row.to)
}

/** A text holds the lines, a list the elements, anything else is the value itself. */
function contains(value: unknown, wanted: unknown): boolean {
  if (jsonEqual(value, wanted)) return true
  if (typeof value === 'string' && typeof wanted === 'string' && wanted.includes('\n')) {
    const lines = new Set(value.split('\n'))
    return wanted.split('\n').every((line) => lines.has(line))
  }
  return (
    Array.isArray(value) &&
    Array.isArray(wanted) &&
    wanted.every((item) => value.some((other) => isSameElement(item, other)))
  )
}

/** Elements are known by their id: what became of their fields has rows of its own. */
const isSameElement = (a: unknown, b: unknown): boolean =>
  jsonEqual(a, b) || (isObject(a) && isObject(b) && a.id !== undefined && a.id === b.id)

/** Somebody changed the value further, or deleted what it is in, and knew it. */
function wasSeen(row: WireRow, other: WireRow): boolean {
  const path = parseChangePath(row.path)
  // An element of the list that the row wrote.
  if (other.kind === 'delete' && row.path !== '' && other.path.startsWith(`${row.path}/`)) return true
  if (
    other.kind === 'delete' &&
    (other.path === '' || other.path === row.path || row.path.startsWith(`${other.path}/`))
  )
    return true
  if (other.kind === 'remove' && row.kind === 'add')
    return other.path === row.path && jsonEqual(other.from, row.to)
  if (path === undefined || other.path !== row.path || row.kind !== 'set') return false
  return jsonEqual(other.from, row.to) || contains(other.from, row.to) || linesGo(row, other)
}

/** Lines of a text that somebody saw among others and took out. */
function linesGo(row: WireRow, other: WireRow): boolean {
  if (typeof row.to !== 'string' || typeof other.from !== 'string') return false
  const before = new Set(typeof row.from === 'string' ? row.from.split('\n') : [])
  const seen = new Set(other.from.split('\n'))
  return row.to.split('\n').every((line) => before.has(line) || seen.has(line))
}

/** The issue shows the value, or keeps the whole row. */
function holds(issue: Issue, row: WireRow): boolean {
  if (
    issue.rows?.some((kept) => kept.path === row.path && kept.kind === row.kind && jsonEqual(kept.to, row.to))
  )
    return true
  const field = row.path.split('/').at(-1) ?? ''
  const shows = (side: unknown): boolean =>
    jsonEqual(side, row.to) ||
    contains(side, row.to) ||
    (isObject(side) &&
      (jsonEqual(side[field], row.to) ||
        listElements(side[row.path.split('/')[0] ?? ''])?.some((one) => jsonEqual(one[field], row.to)) ===
          true))
  return [issue.mine, issue.theirs].some(shows)
}
