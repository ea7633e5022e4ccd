import { Type } from 'typebox'
import { err, ok, type Result } from '../../lib/result.ts'
import { archivedMark } from '../archive.ts'
import { later } from '../billing/spans.ts'
import { readToBill } from '../billing/to-bill.ts'
import { defineCommand, type CommandContext, type DocumentWrite, type Refusal } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { statusBills } from '../customer/unbilled.ts'
import { editableCustomer } from '../customer/usable.ts'
import { anyText, closed } from '../input-kit.ts'
import { officeToday } from '../office-day.ts'
import { withoutItems } from '../inventory/service-items.ts'
import { id } from '../schema-kit.ts'
import type { Site } from '../site/schema.ts'
import { readOne, readWhere, writeOf } from '../typed-reader.ts'
import { isPlainDate } from '../values/plain-date.ts'
import { openServicesAt } from './blockers.ts'
import { effectsTogether, type ChangeEffect } from './change-effect.ts'
import { movedTo } from './move.ts'
import { costsOf, dateIssue, type CostsInput } from './recharge.ts'
import type { Service } from './schema.ts'
import { withStatus } from './status-rules.ts'

export interface SiteMoved {
  /** Where everything is now. */
  siteId: string
  /** The old site was archived: nothing of its customer goes on there. */
  archived: boolean
  moved: number
  ended: number
  items: number
  /** Only told beforehand: what it does to the money of who leaves, and of who moves in, by currency. */
  leaves?: MovedMoney[]
  enters?: MovedMoney[]
}

export interface MovedMoney {
  currency: string
  effect: ChangeEffect
}

/**
 * Empties a site: what goes on moves to another site with its equipment, what does not ends.
 *
 * - `to.siteId`: the customer moves house, or another one takes over at a site that they have.
 * - `to.customerId`: somebody else moves in at the same place. They get a site of their own there, with the address,
 *   position and directions; it names the site before it, so that the history of the place can be followed, while the
 *   money of the one who left stays with them.
 */
export const moveSite = defineCommand({
  name: 'site.move',
  input: closed({
    id: id(),
    to: Type.Union([closed({ siteId: id() }), closed({ customerId: id() })]),
    /** First day there; today in the office of who moves in when absent. */
    on: Type.Optional(anyText()),
    /** Services that end on that day instead of moving. */
    endIds: Type.Optional(Type.Array(id(), { maxItems: 500 })),
    /** Equipment at the site that belongs to no service moves along; with who leaves it stays when false. */
    withItems: Type.Optional(Type.Boolean()),
    requestedBy: Type.Optional(id()),
  }),
  undo: 'inverse',
  whole: true,
  explains: true,
  run({ id: siteId, to, on: given, endIds = [], withItems = true, requestedBy }, context) {
    const from = readOne(context.read, 'sites', siteId)
    if (!from) return err({ code: 'site.notFound' })
    if (from.archived) return err({ code: 'site.isArchived', details: { name: from.name } })
    const old = editableCustomer(context.read, from.customerId)
    if (!old.ok) return old
    const target = targetOf(from, to, context)
    if (!target.ok) return target
    const { site, customer, isNew } = target.value
    const on = given ?? officeToday(context, customer.officeId)
    if (!isPlainDate(on)) return dateIssue('on')
    const writes: DocumentWrite[] = isNew ? [writeOf('sites', undefined, site)] : []
    const result: SiteMoved = { siteId: site.id, archived: false, moved: 0, ended: 0, items: 0 }
    const [leaving, entering]: [CostsInput[], CostsInput[]] = [[], []]
    // What ends by itself before the move stays behind.
    const today = officeToday(context, old.value.officeId)
    for (const service of openServicesAt(context.read, from.id, later(on, today))) {
      if (endIds.includes(service.id)) {
        const ended = endedOn(service, on, today, old.value, context)
        if (!ended.ok) return ended
        // What lies at the site goes to who moves in, not to a service that is over.
        const leaves = withItems && customer.id !== old.value.id
        writes.push(writeOf('services', service, leaves ? { ...ended.value, inventoryIds: [] } : ended.value))
        leaving.push({ before: service, after: ended.value, customer: old.value, on })
        result.ended++
        continue
      }
      const moved = movedTo(service, { customer, site, on }, context)
      if (!moved.ok) return moved
      writes.push(...moved.value.writes)
      if (moved.value.ended) {
        leaving.push({ before: service, after: moved.value.ended, customer: old.value, on })
        entering.push({ after: moved.value.after, customer, on })
      }
      result.moved++
    }
    if (withItems) {
      const loose = looseItems(from, site, writes, context)
      const known = new Set(writes.map((write) => write.id))
      const left = withoutItems(context.read, loose).filter((write) => !known.has(write.id))
      writes.push(...loose, ...left)
    }
    result.items = writes.filter(({ collection }) => collection === 'inventory').length
    const isLeft = from.customerId !== customer.id && on <= today
    if (isLeft) {
      writes.push(writeOf('sites', from, { ...from, archived: archivedMark(context) }))
      result.archived = true
    }
    if (writes.length === 0) return err({ code: 'site.nothingToMove', details: { name: from.name } })
    if (context.isPreview) Object.assign(result, moneyOf({ leaves: leaving, enters: entering }, context))
    return ok({ writes, result, ...(requestedBy && { requestedBy }) })
  },
})

/** What the move does to the money of who leaves and of who moves in; all up to the same day, so that it can be compared. */
function moneyOf(
  sides: Readonly<Record<'leaves' | 'enters', readonly CostsInput[]>>,
  context: CommandContext,
): Pick<SiteMoved, 'leaves' | 'enters'> {
  const toBill = new Map<string, ReturnType<typeof readToBill>>()
  const effectOf = (change: CostsInput): ChangeEffect => {
    const { customer } = change
    const known = toBill.get(customer.id) ?? readToBill(customer, context)
    toBill.set(customer.id, known)
    return costsOf(change, context, known).effect
  }
  const { until } = effectsTogether([...sides.leaves, ...sides.enters].map(effectOf))
  const byCurrency = (changes: readonly CostsInput[]): MovedMoney[] =>
    [...new Set(changes.map(({ after }) => after.currency))].map((currency) => {
      const own = changes.filter(({ after }) => after.currency === currency)
      return {
        currency,
        effect: effectsTogether(own.map((change) => effectOf({ ...change, atLeastUntil: until }))),
      }
    })
  return { leaves: byCurrency(sides.leaves), enters: byCurrency(sides.enters) }
}

interface Target {
  site: Site
  customer: Customer
  isNew: boolean
}

function targetOf(
  from: Site,
  to: { siteId: string } | { customerId: string },
  context: CommandContext,
): Result<Target, Refusal> {
  if ('siteId' in to) {
    const site = readOne(context.read, 'sites', to.siteId)
    if (!site) return err({ code: 'site.notFound' })
    if (site.archived) return err({ code: 'site.isArchived', details: { name: site.name } })
    if (site.id === from.id) return err({ code: 'site.sameSite', details: { name: site.name } })
    const customer = editableCustomer(context.read, site.customerId)
    return customer.ok ? ok({ site, customer: customer.value, isNew: false }) : customer
  }
  if (to.customerId === from.customerId)
    return err({ code: 'site.sameCustomer', details: { name: from.name } })
  const customer = editableCustomer(context.read, to.customerId)
  if (!customer.ok) return customer
  const { archived: _left, ...place } = from
  const site: Site = {
    ...place,
    id: context.newId(),
    customerId: customer.value.id,
    follows: from.id,
    separateInvoice: false,
    createdAt: new Date(context.now).toISOString(),
  }
  return ok({ site, customer: customer.value, isNew: true })
}

const endedOn = (
  service: Service,
  on: string,
  today: string,
  customer: Customer,
  context: CommandContext,
): Result<Service, Refusal> =>
  withStatus(service, {
    status: 'ended',
    on,
    today,
    billed: statusBills(customer.statusId, context),
    newId: context.newId,
  })

/** Items at the old site that no service has taken along. */
function looseItems(
  from: Site,
  to: Site,
  written: readonly DocumentWrite[],
  context: CommandContext,
): DocumentWrite[] {
  const done = new Set(written.map(({ id: written }) => written))
  return readWhere(context.read, 'inventory', { siteId: from.id })
    .filter((item) => !done.has(item.id) && !item.archived && item.state === 'assigned')
    .map((item) => {
      const { serviceId, ...rest } = item
      const stays = serviceId !== undefined && from.customerId === to.customerId
      return writeOf('inventory', item, {
        ...rest,
        customerId: to.customerId,
        siteId: to.id,
        ...(stays && { serviceId }),
      })
    })
}
