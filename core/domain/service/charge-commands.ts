import { Type, type Static } from 'typebox'
import { sortKey } from '../../lib/fold.ts'
import { err, ok } from '../../lib/result.ts'
import { isCatalogKind } from '../catalog/schema.ts'
import { tidyText } from '../changes.ts'
import { defineCommand } from '../command.ts'
import { anyText, closed } from '../input-kit.ts'
import { id } from '../schema-kit.ts'
import { readOne } from '../typed-reader.ts'
import { isPlainDate } from '../values/plain-date.ts'
import { buildCharges, chargesInput, productCharges, productCosts } from './build.ts'
import { endService, keepService } from './end.ts'
import { moveService } from './move.ts'
import { moveSite } from './move-site.ts'
import { carriedReadings, planCharges, withoutPause, withPause, withPlan } from './plan-change.ts'
import { dropReading, readMeters } from './readings.ts'
import { dateIssue, recharge, serviceFields } from './recharge.ts'

export type { ServiceRecharged } from './recharge.ts'

/** The ids that a form gave would let one row replace a charge; new charges always get their own. */
const newCharges = (
  charges: Static<typeof chargesInput>,
  on: string,
  newId: () => string,
  costOf?: Parameters<typeof buildCharges>[3],
) =>
  buildCharges(
    charges.map(({ id: _given, ...charge }) => charge),
    on,
    newId,
    costOf,
  )

/** Adds a charge: an add-on, a discount, something billed once. */
export const addCharge = defineCommand({
  name: 'service.addCharge',
  input: closed({ ...serviceFields, charge: chargesInput.items }),
  undo: 'inverse',
  explains: true,
  run: (input, context) =>
    recharge(input, context, ({ before, on }) =>
      ok({ ...before, charges: [...before.charges, ...newCharges([input.charge], on, context.newId)] }),
    ),
})

/**
 * Changes what a charge costs from a day on: it ends there and one with the new figures begins, so that days before stay
 * as they were. One that would not have begun by that day is replaced altogether.
 */
export const changeCharge = defineCommand({
  name: 'service.changeCharge',
  input: closed({ ...serviceFields, chargeId: id(), charge: chargesInput.items }),
  undo: 'inverse',
  explains: true,
  run: (input, context) =>
    recharge(input, context, ({ before, on }) => {
      const old = before.charges.find((charge) => charge.id === input.chargeId)
      if (!old) return err({ code: 'service.chargeNotFound', details: { name: before.name } })
      const given = { ...input.charge, follows: old.id }
      const [next] = newCharges([given], on, context.newId, () => old.wholesalePrice)
      if (!next) return ok(before)
      const readings = old.readings && carriedReadings(old.readings, on, context.newId)
      const charge = { ...next, from: old.from > on ? old.from : on, ...(readings && { readings }) }
      return ok(withPlan(before, { on: charge.from, replaces: [old.id], charges: [charge] }))
    }),
})

/** Ends a charge: the day is the first that is no longer charged. One that would not have begun by then is taken out. */
export const endCharge = defineCommand({
  name: 'service.endCharge',
  input: closed({ ...serviceFields, chargeId: id() }),
  undo: 'inverse',
  explains: true,
  run: (input, context) =>
    recharge(input, context, ({ before, on }) => {
      const old = before.charges.find((charge) => charge.id === input.chargeId)
      if (!old) return err({ code: 'service.chargeNotFound', details: { name: before.name } })
      return ok(withPlan(before, { on, replaces: [old.id], charges: [] }))
    }),
})

/** Puts a service on another plan, now or on a day: what it replaces ends there, what is new begins. */
export const changePlan = defineCommand({
  name: 'service.changePlan',
  input: closed({
    ...serviceFields,
    /** Gives name and charges where these are absent. */
    productId: Type.Optional(id()),
    name: Type.Optional(anyText()),
    charges: Type.Optional(chargesInput),
    /** Charges that end; all that go on for periods when absent. */
    replaces: Type.Optional(Type.Array(id(), { maxItems: 200 })),
  }),
  undo: 'inverse',
  explains: true,
  run: (input, context) =>
    recharge(input, context, ({ before, on }) => {
      const product =
        input.productId === undefined ? undefined : readOne(context.read, 'catalog', input.productId)
      const known = product && isCatalogKind('product', product) ? product : undefined
      const charges = input.charges
        ? newCharges(input.charges, on, context.newId, productCosts(known))
        : known
          ? productCharges(known, on, context.newId)
          : []
      if (charges.length === 0) return err({ code: 'service.planMissing', details: { name: before.name } })
      const name = tidyText(input.name) ?? known?.data.name
      const replaces = input.replaces ?? planCharges(before, on).map((charge) => charge.id)
      // The meter stays where it is.
      const readings = before.charges.find(
        (charge) => charge.kind === 'metered' && charge.readings && replaces.includes(charge.id),
      )?.readings
      return ok(
        withPlan(before, {
          on,
          replaces,
          charges: charges.map((charge) =>
            charge.kind === 'metered' && readings && !charge.readings
              ? { ...charge, readings: carriedReadings(readings, on, context.newId) }
              : charge,
          ),
          ...(input.productId !== undefined && { productId: input.productId }),
          ...(name !== undefined && { name, sortName: sortKey(name).slice(0, 400) }),
        }),
      )
    }),
})

/** Stops all that goes on for periods for some days, or until it is resumed; a season is one pause. */
export const pauseService = defineCommand({
  name: 'service.pause',
  input: closed({
    ...serviceFields,
    /** First day charged again; until it is resumed when absent. */
    to: Type.Optional(anyText()),
  }),
  undo: 'inverse',
  explains: true,
  run: (input, context) =>
    recharge(
      input,
      context,
      ({ before, on }) => {
        const { to } = input
        if (to !== undefined && !isPlainDate(to)) return dateIssue('to')
        if (to !== undefined && to <= on)
          return err({
            code: 'service.invalid',
            fields: [{ path: 'to', code: 'service.datesSwapped', severity: 'error' }],
          })
        const pause = { id: '', from: on, ...(to !== undefined && { to }) }
        return ok(withPause(before, pause, context.newId))
      },
      { days: [input.to] },
    ),
})

/** Charges a paused service again from a day on. */
export const resumeService = defineCommand({
  name: 'service.resume',
  input: closed(serviceFields),
  undo: 'inverse',
  explains: true,
  run: (input, context) =>
    recharge(input, context, ({ before, on }) => {
      const after = withoutPause(before, on)
      return after === before ? err({ code: 'service.notPaused', details: { name: before.name } }) : ok(after)
    }),
})

export const chargeCommands = [
  addCharge,
  changeCharge,
  endCharge,
  changePlan,
  pauseService,
  resumeService,
  endService,
  keepService,
  moveService,
  moveSite,
  readMeters,
  dropReading,
]
