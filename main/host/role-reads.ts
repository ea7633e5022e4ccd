import { hostError, type HostError, type HostReply } from '#core/contract/envelope.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { asksHidden, hiddenFrom, readableChange, readableRecord } from '#core/domain/people/readable.ts'
import { mayRead, mayRun, type FieldRight, type Role } from '#core/domain/people/roles.ts'

/*
 * What a role may not see never leaves the host (core/domain/people/roles.ts): not in records, changes and issues, and not
 * through questions whose answers would tell it. Tables that the transfer thread writes are cut there.
 */

type Hidden = readonly FieldRight[]

/** Methods that are about a hidden field as a whole, or that are nobody's but those who lead. */
const NEEDS: Readonly<Record<string, (role: Role) => boolean>> = {
  'payments.expiring': (role) => mayRead(role, 'customers', 'paymentMethods'),
  'revenue.margin': (role) => mayRead(role, 'services', 'charges', 'wholesalePrice'),
  // All that there is about a person, in one file.
  'exports.customer': (role) => mayRun(role, 'exports.customer') && hiddenFrom(role).length === 0,
  'sync.connect': (role) => mayRun(role, 'sync.connect'),
  'sync.disconnect': (role) => mayRun(role, 'sync.disconnect'),
}

/** What hands out all there is, takes the place of it, or decides who gets it. */
const needsLead = (method: string): boolean =>
  (method.startsWith('hub.') && method !== 'hub.status') || method.startsWith('backup.')

/** Taking in a file tells what is there already, beside what would become of it. */
const needsImport = (method: string): boolean => method.startsWith('imports.') && method !== 'imports.past'

/** Why the role may not ask this. */
export function refusedQuestion(role: Role, method: string, input: unknown): HostError | undefined {
  const needs = Object.hasOwn(NEEDS, method) ? NEEDS[method] : undefined
  if (needs && !needs(role)) return notAllowed('role')
  if (needsLead(method) && !mayRun(role, method)) return notAllowed('role')
  if (needsImport(method) && !mayRun(role, 'import.run')) return notAllowed('role')
  if (method !== 'store.query' && method !== 'store.count') return undefined
  // Checked by the contract.
  const { collection, ...asked } = input as Pick<MethodInput<'store', 'query'>, 'collection' | 'selector'>
  return asksHidden(hiddenFrom(role), collection, asked) ? notAllowed('read') : undefined
}

/** The question without the columns that the role may not see. */
export function readableQuestion(role: Role, method: string, input: unknown): unknown {
  if (method !== 'exports.make' || mayRead(role, 'customers', 'notes')) return input
  const { columns, ...rest } = input as MethodInput<'exports', 'make'>
  return rest.kind === 'customers'
    ? { ...rest, columns: columns.filter(({ key }) => key !== 'notes') }
    : input
}

const notAllowed = (reason: 'role' | 'read') =>
  hostError('access/not-allowed', reason, { details: { reason } })

/** The answer as the role may see it. */
export function readableAnswer(role: Role, method: string, input: unknown, reply: HostReply): HostReply {
  const hidden = hiddenFrom(role)
  const view = VIEWS[method]
  if (!reply.ok || hidden.length === 0 || !view) return reply
  return { ok: true, value: view(hidden, reply.value, input) }
}

/** What was written, as the role may see it. */
export function readableEvent(role: Role, event: HostEvent): HostEvent {
  const hidden = hiddenFrom(role)
  if (event.type !== 'commit' || hidden.length === 0) return event
  const rows = event.rows.map((one) => ({ ...one, row: viewRow(hidden, one.collection, one.row) }))
  return { ...event, rows }
}

type Row = MethodOutput<'store', 'query'>['rows'][number]

const viewRow = <R extends Pick<Row, 'document'>>(hidden: Hidden, collection: string, row: R): R => ({
  ...row,
  document:
    collection === 'issues'
      ? viewIssue(hidden, row.document)
      : readableRecord(hidden, collection, row.document),
})

/** An issue shows values of one record, by path, and the rows of a refused op. */
function viewIssue<T extends Readonly<Record<string, unknown>>>(hidden: Hidden, issue: T): T {
  const { entity, path, mine, theirs, before, rows } = issue
  const at = { collection: String(entity), path: String(path) }
  const side = (name: string, value: unknown) => {
    if (value === undefined) return {}
    const seen = readableChange(hidden, { ...at, to: value })
    return seen && { [name]: seen.to }
  }
  const { mine: _mine, theirs: _theirs, before: _before, ...rest } = issue
  return {
    ...rest,
    ...side('mine', mine),
    ...side('theirs', theirs),
    ...side('before', before),
    ...(Array.isArray(rows) && {
      rows: (rows as Parameters<typeof readableChange>[1][]).flatMap(
        (row) => readableChange(hidden, row) ?? [],
      ),
    }),
    // Only optional members are missing from it.
  } as unknown as T
}

type View = (hidden: Hidden, value: unknown, input: unknown) => unknown

/** What commands say of themselves has no schema: nothing of a hidden field's name is in it, however deep. */
const viewResult: View = (hidden, value) =>
  withoutNames(value, new Set(hidden.map(({ field, element }) => element ?? field)))

function withoutNames(value: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutNames(one, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) =>
      names.has(name) ? [] : [[name, withoutNames(one, names)]],
    ),
  )
}

/** `value` and `input` are what the contract says of the method. */
const VIEWS: Readonly<Record<string, View | undefined>> = {
  'command.run': viewResult,
  'command.preview': viewResult,
  'store.query': (hidden, value, input) => viewRows(hidden, value, input),
  'store.byIds': (hidden, value, input) => viewRows(hidden, value, input),
  'store.changes'(hidden, value) {
    const changes = value as MethodOutput<'store', 'changes'>
    const rows = changes.rows.map((one) => ({ ...one, row: viewRow(hidden, one.collection, one.row) }))
    return { ...changes, rows }
  },
  'activity.list'(hidden, value) {
    const log = value as MethodOutput<'activity', 'list'>
    const entries = log.entries.map((entry) => {
      const changes = entry.changes.flatMap((change) => readableChange(hidden, change) ?? [])
      const changeCount = entry.changeCount - (entry.changes.length - changes.length)
      return { ...entry, changes, changeCount }
    })
    return { ...log, entries }
  },
  'activity.asOf'(hidden, value) {
    const then = value as MethodOutput<'activity', 'asOf'>
    const { customer, services } = then
    return {
      ...then,
      ...(customer && { customer: readableRecord(hidden, 'customers', customer) }),
      services: services.map((one) => readableRecord(hidden, 'services', one)),
    }
  },
  'issues.get'(hidden, value) {
    const { issue, current, ...rest } = value as MethodOutput<'issues', 'get'>
    if (!issue) return value
    const at = { collection: issue.entity, path: issue.path, to: current }
    const seen = current === undefined ? undefined : readableChange(hidden, at)
    return { ...rest, issue: viewIssue(hidden, issue), ...(seen && { current: seen.to }) }
  },
}

function viewRows(hidden: Hidden, value: unknown, input: unknown): unknown {
  const answer = value as MethodOutput<'store', 'query'>
  const { collection } = input as MethodInput<'store', 'query'>
  return { ...answer, rows: answer.rows.map((row) => viewRow(hidden, collection, row)) }
}
