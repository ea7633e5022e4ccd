import type { Issue } from '#core/sync/issue.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import { jsonEqual } from '#core/lib/json-value.ts'
import { refKey, type RecordRef } from '#core/sync/merge/merge-op.ts'
import { plusCodeHolds } from '#core/domain/values/plus-code.ts'
import { sortKey } from '#core/lib/fold.ts'
import { isPart, seesCollection, type DeviceScope } from '#core/sync/scope.ts'
import { feedItem } from '#core/sync/server/pull-step.ts'
import { follows, opHolds } from '#core/sync/verify-op.ts'
import type { Head } from '#core/sync/wire.ts'
import { checkEdits } from './accepted-edits.ts'
import { sha256, verifySignature } from './crypto.ts'
import type { Desktop } from './desktop.ts'
import type { SimServer } from './server.ts'
import { isWholeInSim } from './sim-commands.ts'
import type { World } from './world.ts'

/** It will never be heard of again. */
export const isOut = (server: SimServer, { isGone, file }: Desktop): boolean =>
  isGone || server.store.data.devices.get(file().identity.id)?.state === 'revoked'

/** Everything of sync.md §7 that can be seen when all is quiet. */
export function checkEnd(world: World, server: SimServer, desktops: readonly Desktop[]): void {
  for (const desktop of desktops) {
    if (isOut(server, desktop)) continue
    checkQuiet(world, server, desktop)
    checkSameRecords(world, server, desktop)
    checkScope(world, server, desktop)
  }
  checkEveryOpArrived(world, server, desktops)
  checkChains(world, server, desktops)
  checkRevoked(world, server)
  checkWholeCommands(world, server)
  checkMoney(world, server)
  checkGroups(world, server)
  checkConflicts(world, server)
  checkEdits(world, server)
}

function checkQuiet(world: World, server: SimServer, { name, file }: Desktop): void {
  const { marks, identity, ops, bases } = file()
  const { stream } = server.store.data
  if (!marks) return world.fail(`${name}: never enrolled`)
  if (marks.epoch !== stream.epoch || marks.cursor.seq !== stream.seq)
    world.fail(
      `${name}: stands at ${marks.epoch}/${marks.cursor.seq}, the server at ${stream.epoch}/${stream.seq}`,
    )
  if (marks.acknowledged !== identity.n)
    world.fail(`${name}: ${identity.n - marks.acknowledged} ops are stuck`)
  if ((marks.applied[identity.id] ?? 0) !== identity.n) world.fail(`${name}: own ops are still pending`)
  if (bases.size > 0) world.fail(`${name}: bases are left: ${[...bases.keys()].join(' ')}`)
  for (const [device, list] of ops)
    for (const [n, { offer }] of list)
      if (offer !== undefined) world.fail(`${name}: ${device}/${n} is still offered`)
}

/** Devices hold exactly what the server holds, as far as they may see it. */
function checkSameRecords(world: World, server: SimServer, desktop: Desktop): void {
  const { name, file } = desktop
  const { records, marks } = file()
  if (!marks) return
  const seen = new Set<string>()
  for (const stored of server.store.data.records.values()) {
    const item = feedItem(marks.scope, { type: 'record', item: '', ...stored }, sha256)
    const theirs = item?.type === 'record' ? item.body : undefined
    const ours = records.get(stored.collection)?.get(stored.id)
    seen.add(refKey(stored))
    if (!jsonEqual(theirs, ours))
      world.fail(
        `${name}: ${refKey(stored)} differs: ${JSON.stringify(ours)} instead of ${JSON.stringify(theirs)}`,
      )
  }
  for (const [collection, map] of records)
    for (const id of map.keys())
      if (!seen.has(`${collection}/${id}`) && !isHeldBack(server, desktop, { collection, id }))
        world.fail(`${name}: ${collection}/${id} is unknown to the server`)
}

/**
 * Who holds an op in part cannot relay it, nor what follows it: what a restored server lost stays with them, and is never
 * deleted.
 */
function isHeldBack(server: SimServer, { file }: Desktop, ref: RecordRef): boolean {
  const { ops, marks } = file()
  if (server.restores === 0 || !marks || !isPart(marks.scope)) return false
  return [...ops].some(([device, list]) => {
    const head = server.store.data.heads.get(device)?.n ?? 0
    const lost = [...list.values()].filter(({ op }) => op.header.n > head)
    const first = Math.min(...lost.flatMap(({ op, partial }) => (partial ? [op.header.n] : [])))
    return lost.some(({ op }) => op.header.n >= first && op.rows.some((row) => refKey(row) === refKey(ref)))
  })
}

function checkScope(world: World, server: SimServer, { name, file }: Desktop): void {
  const scope: DeviceScope | undefined = server.store.data.devices.get(file().identity.id)?.scope
  if (!scope) return
  for (const [collection, map] of file().records) {
    if (!seesCollection(scope, collection) && map.size > 0) world.fail(`${name}: holds ${collection}`)
    for (const field of scope.hiddenFields?.[collection] ?? [])
      for (const [id, body] of map)
        if (Object.hasOwn(body, field)) world.fail(`${name}: holds ${field} of ${collection}/${id}`)
  }
}

/** Exactly once, in the order of each device, and none missing that still exists somewhere. */
function checkEveryOpArrived(world: World, server: SimServer, desktops: readonly Desktop[]): void {
  const { ops } = server.store.data
  const byId = new Map<string, number>()
  for (const { op, outcome } of ops.values())
    byId.set(op.header.id, (byId.get(op.header.id) ?? 0) + (outcome.repeats ? 0 : 1))
  for (const [id, count] of byId) if (count !== 1) world.fail(`op ${id} is there ${count} times`)
  const gone = new Set(desktops.filter((one) => isOut(server, one)).map(({ name }) => name))
  const isExcused = (id: string, by: string, device: string) =>
    world.excused.has(id) || gone.has(by) || server.store.data.devices.get(device)?.state === 'revoked'
  for (const [id, { op, by }] of world.made) {
    const { device, n, command } = op.header
    if (!byId.has(id) && !isExcused(id, by, device))
      world.fail(`op ${device}/${n} (${command} by ${by}) never arrived`)
  }
  const order = [...ops.values()].sort((a, b) => a.seq - b.seq)
  const last = new Map<string, number>()
  for (const { op } of order) {
    const { device, n } = op.header
    if (n !== (last.get(device) ?? 0) + 1) world.fail(`${device}/${n} is out of order`)
    last.set(device, n)
  }
}

function checkChains(world: World, server: SimServer, desktops: readonly Desktop[]): void {
  const { ops, devices } = server.store.data
  const heads = new Map<string, Head>()
  for (const { op } of [...ops.values()].sort((a, b) => a.op.header.n - b.op.header.n)) {
    const { device, n, hash } = op.header
    const holds = opHolds(op, devices.get(device)?.publicKey ?? '', { sha256, verify: verifySignature })
    if (!holds || !follows(op.header, heads.get(device))) world.fail(`the chain of ${device} breaks at ${n}`)
    heads.set(device, { n, hash })
  }
  for (const { name, file } of desktops)
    for (const list of file().ops.values())
      for (const { op } of list.values()) {
        const { device, n } = op.header
        // One that never joined has a key that the server does not know.
        const key =
          devices.get(device)?.publicKey ?? (file().identity.id === device ? file().identity.publicKey : '')
        if (!opHolds(op, key, { sha256, verify: verifySignature }))
          world.fail(`${name}: ${device}/${n} does not verify`)
      }
}

function checkRevoked(world: World, server: SimServer): void {
  for (const { op } of server.store.data.ops.values()) {
    const { device, n, hash } = op.header
    if (world.revokedAfter.get(device)?.has(hash) === false)
      world.fail(`${device}/${n} has an effect although it came after the device was revoked`)
  }
}

function checkWholeCommands(world: World, server: SimServer): void {
  const { ops, records } = server.store.data
  for (const { op, outcome } of ops.values()) {
    if (!isWholeInSim(op.header.command) || outcome.result === 'rejected') continue
    for (const id of outcome.issues) {
      // Only the merger writes issues.
      const issue = records.get(`issues/${id}`)?.record.body as Issue | undefined
      if (issue && issue.kept === 'theirs' && !issue.erased)
        world.fail(`${op.header.command} ${op.header.id} is taken in part`)
    }
  }
}

function checkMoney(world: World, server: SimServer): void {
  const { ops, records } = server.store.data
  const issues = [...records.values()].flatMap(({ collection, record }) =>
    // Only the merger writes issues.
    collection === 'issues' && record.body ? [record.body as Issue] : [],
  )
  // Every entry that an accepted op posted is there as it was posted first, and there are no others.
  const posted = new Map<string, LedgerEntry[]>()
  for (const { op, outcome } of ops.values()) {
    if (outcome.result === 'rejected') continue
    for (const row of op.rows)
      if (row.collection === 'transactions' && row.to !== undefined)
        posted.set(row.id, [...(posted.get(row.id) ?? []), row.to as LedgerEntry])
  }
  const ledger = [...records.values()].filter(
    ({ collection, record }) => collection === 'transactions' && record.body,
  )
  for (const { id, record } of ledger)
    if (!posted.get(id)?.some((entry) => jsonEqual(entry, record.body)))
      world.fail(`ledger entry ${id} is not what was posted`)
  for (const id of posted.keys())
    if (!records.get(`transactions/${id}`)?.record.body) world.fail(`ledger entry ${id} is gone`)

  const invoices = [...records.values()].flatMap(({ collection, record }) =>
    collection === 'invoices' && record.body ? [record.body as unknown as Invoice] : [],
  )
  const isTold = (path: string) => issues.some((issue) => issue.path === path)
  const series = new Map<string, number[]>()
  for (const { number } of invoices) {
    const [, code = '', count = ''] = number.split('-')
    series.set(code, [...(series.get(code) ?? []), Number(count)])
  }
  for (const [code, numbers] of series) {
    const distinct = [...new Set(numbers)].sort((a, b) => a - b)
    if (distinct.at(-1) !== distinct.length) world.fail(`invoice series ${code} has gaps: ${distinct.join()}`)
    for (const count of distinct) {
      const number = `F-${code}-${String(count).padStart(6, '0')}`
      if (numbers.filter((one) => one === count).length > 1 && !isTold(`number/${number}`))
        world.fail(`invoice ${number} is there twice without a word`)
    }
  }
  const billed = new Map<string, number>()
  for (const { lines } of invoices)
    for (const { transactionId } of lines)
      if (transactionId !== undefined) billed.set(transactionId, (billed.get(transactionId) ?? 0) + 1)
  for (const [key, count] of billed)
    if (count > 1 && !isTold(`billed/${key}`)) world.fail(`${key} is billed ${count} times without a word`)
}

/** Groups are one value: a position has its own Plus Code, a name its own sort key. */
function checkGroups(world: World, server: SimServer): void {
  for (const { collection, id, record } of server.store.data.records.values()) {
    const { body } = record
    if (!body) continue
    if (
      collection === 'sites' &&
      !plusCodeHolds(String(body.plusCode), Number(body.latitude), Number(body.longitude))
    )
      world.fail(`sites/${id}: the position is torn`)
    if (typeof body.sortName === 'string' && body.sortName !== sortKey(String(body.name)))
      world.fail(`${collection}/${id}: name and sort key are torn`)
  }
}

/**
 * A conflict has two sides: nobody is at odds with their own desktop, unless a restored server lacks for ever what was
 * written to the record in between, or refuses by now what it took then, or the desktop wrote anew there what was another
 * one's.
 */
function checkConflicts(world: World, server: SimServer): void {
  const { opIds, ops } = server.store.data
  const lost = [...world.made].flatMap(([id, { op }]) => (opIds.has(id) ? [] : [op]))
  const anew = [...ops.values()].flatMap(({ op }) => (op.header.former === undefined ? [] : [op]))
  const refused = [...ops.values()].flatMap(({ op, outcome }) => (outcome.result === 'rejected' ? [op] : []))
  const isExcused = ({ entity, entityId }: Issue): boolean =>
    server.restores > 0 &&
    [...lost, ...anew, ...refused].some(({ rows }) =>
      rows.some(({ collection, id }) => collection === entity && id === entityId),
    )
  const nonsense = new Set(
    [...world.made].filter(([, { op }]) => op.header.command === 'sim.nonsense').map(([id]) => id),
  )
  for (const { collection, id, record } of server.store.data.records.values()) {
    if (collection !== 'issues' || !record.body) continue
    // Only the merger writes issues.
    const issue = record.body as Issue
    if (nonsense.has(issue.op)) continue
    if (issue.kind === 'conflict' && issue.theirsBy?.device === issue.by.device && !isExcused(issue))
      world.fail(`issue ${id} is of one device alone: ${issue.entity}/${issue.entityId} ${issue.path}`)
  }
}
