import { changePath, parseChangePath, type ChangePath } from '#core/domain/change-path.ts'
import type { Issue } from '#core/sync/issue.ts'
import type { OpHeader } from '#core/sync/op.ts'
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
  const rowsOf = new Map<string, Written[]>()
  for (const { op } of ops.values())
    for (const row of op.rows) {
      const key = `${row.collection}/${row.id}`
      rowsOf.set(key, [...(rowsOf.get(key) ?? []), { header: op.header, row }])
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
      // That an issue was settled is said once; what was chosen is an edit of its record.
      if (row.collection === 'issues') continue
      const key = `${row.collection}/${row.id}`
      const record = records.get(key)?.record
      const issues = issuesOf.get(key) ?? []
      if (row.hidden || record?.erased || issues.some((issue) => keepsRow(issue, row))) continue
      const others = (rowsOf.get(key) ?? []).filter(({ header }) => header.id !== op.header.id)
      for (const part of partsOf(row))
        if (!isKept({ header: op.header, row: part }, record?.body, others, issues))
          world.fail(
            `lost: ${op.header.command} ${op.header.device}/${op.header.n} ${key} ${part.path} ${part.kind} ${JSON.stringify(part.to)}`,
          )
    }
  }
}

/** A new record or element is itself and each of its fields. */
function partsOf(row: WireRow): WireRow[] {
  const isWhole = row.kind === 'create' && isObject(row.to)
  if (!isWhole) return jsonEqual(row.from, row.to) ? [] : [row]
  const fields = Object.entries(row.to as object).filter(([name]) => !NO_CONTENT.includes(name))
  const within = row.path === '' ? '' : `${row.path}/`
  return [
    row,
    ...fields.map(([name, to]): WireRow => ({
      ...row,
      path: within + changePath(name),
      kind: 'set',
      from: undefined,
      to,
    })),
  ]
}

/** What an element or record is known by, and a moment that two desktops making one seeded record do not share. */
const NO_CONTENT = ['id', 'createdAt']

function isKept(
  { header, row }: Written,
  body: Body,
  others: readonly Written[],
  issues: readonly Issue[],
): boolean {
  return (
    isCurrent(row, body) ||
    others.some((other) => wasSeen(row, other.row) || isOwnLater({ header, row }, other)) ||
    isTextKept(row, body, others) ||
    issues.some((issue) => shows(issue, row))
  )
}

type Body = Record<string, unknown> | undefined

interface Written {
  header: OpHeader
  row: WireRow
}

/** The same desktop set the same value again, whatever it found there; what it wrote anew for another one is not its own. */
const isOwnLater = (first: Written, second: Written): boolean =>
  first.row.kind === 'set' &&
  second.row.kind === 'set' &&
  first.row.path === second.row.path &&
  first.header.device === second.header.device &&
  first.header.former === second.header.former &&
  first.header.n < second.header.n

/** The record says what the row says. */
function isCurrent(row: WireRow, body: Body): boolean {
  const path = parseChangePath(row.path)
  if (!path) return (body === undefined) === (row.kind === 'delete')
  const isGone = row.kind === 'remove' || row.kind === 'delete'
  if (!body) return isGone
  const value = body[path.field]
  if (row.kind === 'remove') return !Array.isArray(value) || !value.some((item) => jsonEqual(item, row.from))
  if (row.kind === 'add') return Array.isArray(value) && value.some((item) => jsonEqual(item, row.to))
  if (path.elementId === undefined) return contains(value, row.to)
  const element = listElements(value)?.find(({ id }) => id === path.elementId)
  if (row.kind === 'create') return element !== undefined
  if (row.kind === 'delete') return element === undefined
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
  // An add stands against a remove, and who made a thing anew wants it there.
  if (row.kind === 'remove')
    return other.path === row.path && other.kind === 'add' && jsonEqual(other.to, row.from)
  if (row.kind === 'delete')
    return (
      (other.path === row.path && other.kind === 'create') ||
      (path !== undefined && putsIntoList(path, other))
    )
  if (other.kind === 'delete')
    return (
      other.path === '' ||
      other.path === row.path ||
      row.path.startsWith(`${other.path}/`) ||
      // An element of the list that the row wrote.
      (row.path !== '' && other.path.startsWith(`${row.path}/`))
    )
  if (other.kind === 'remove' && row.kind === 'add')
    return other.path === row.path && jsonEqual(other.from, row.to)
  // An item of the set that the row wrote whole.
  if (other.kind === 'remove' && row.kind === 'set')
    return (
      other.path === row.path && Array.isArray(row.to) && row.to.some((item) => jsonEqual(item, other.from))
    )
  if (path === undefined || other.path !== row.path || row.kind !== 'set') return false
  return jsonEqual(other.from, row.to) || contains(other.from, row.to)
}

/** The row writes a list whole, with an element that was not in what it found there. */
function putsIntoList({ field, elementId }: ChangePath, { path, kind, from, to }: WireRow): boolean {
  const has = (list: unknown): boolean => listElements(list)?.some(({ id }) => id === elementId) === true
  return elementId !== undefined && kind === 'set' && path === changePath(field) && !has(from) && has(to)
}

/** Each line of the text that its author put in is still there, or went when somebody saw it. */
function isTextKept(row: WireRow, body: Body, others: readonly Written[]): boolean {
  const path = parseChangePath(row.path)
  if (!path || path.elementId !== undefined || row.kind !== 'set' || typeof row.to !== 'string') return false
  const known = new Set(
    [
      row.from,
      body?.[path.field],
      ...others.flatMap((other) => (other.row.path === row.path ? [other.row.from] : [])),
    ]
      .filter((text) => typeof text === 'string')
      .flatMap((text) => text.split('\n')),
  )
  return row.to.split('\n').every((line) => known.has(line))
}

/** The issue holds everything that the op said of the record. */
const keepsRow = (issue: Issue, row: WireRow): boolean =>
  issue.rows?.some(
    (kept) => kept.path === row.path && kept.kind === row.kind && jsonEqual(kept.to, row.to),
  ) === true

/** The issue is about this record, and about this place in it or all of it. */
function shows(issue: Issue, row: WireRow): boolean {
  if (row.kind === 'delete') return issue.entity === row.collection && issue.path === row.path
  const field = row.path.split('/').at(-1) ?? ''
  const has = (side: unknown): boolean =>
    jsonEqual(side, row.to) ||
    contains(side, row.to) ||
    (isObject(side) &&
      (jsonEqual(side[field], row.to) ||
        listElements(side[row.path.split('/')[0] ?? ''])?.some((one) => jsonEqual(one[field], row.to)) ===
          true))
  return [issue.mine, issue.theirs].some(has)
}
