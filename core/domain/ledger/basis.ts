import { Type, type Static } from 'typebox'
import { decimal, minorUnits, oneOf, plainDate } from '../schema-kit.ts'

export const BASIS_RULES = ['whole', 'part', 'once', 'metered', 'exitFee', 'correction'] as const

/** What was used at one price of a metered charge. */
export const basisStepSchema = Type.Object({
  quantity: decimal(),
  unitPrice: decimal(),
  /** Where the step ends, in units of one period; absent in the last one. */
  upTo: Type.Optional(decimal()),
})

/**
 * How a generated amount came about, as data: the locales make the sentence ("19 of 31 days × 20.00"), and a later run
 * prices the same period again as it was billed, whatever the charge costs by then.
 *
 * - `whole`: price × quantity.
 * - `part`: `days` of the `wholeDays` of the period from `wholeFrom` before `wholeTo`.
 * - `once`: price × quantity, billed once.
 * - `metered`: what the meter counted from `meterFrom` to `meterTo`, step by step.
 * - `exitFee`: for `days` of `wholeDays` that the contract was still to run.
 * - `correction`: the period is worth `now` and was billed with `was`; the other figures are those of `now`.
 */
export const basisSchema = Type.Object({
  rule: oneOf(BASIS_RULES),
  unitPrice: decimal(),
  quantity: decimal(),
  wholeFrom: Type.Optional(plainDate()),
  wholeTo: Type.Optional(plainDate()),
  days: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  wholeDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  /** Minor units by which the amount differs from its own share, so that the parts of a period add up to its price. */
  rounding: Type.Optional(minorUnits()),
  steps: Type.Optional(Type.Array(basisStepSchema, { maxItems: 21 })),
  meterFrom: Type.Optional(decimal()),
  meterTo: Type.Optional(decimal()),
  /** The meter was not read: its figures are worked out or were guessed, and a reading corrects them. */
  estimated: Type.Optional(Type.Boolean()),
  was: Type.Optional(minorUnits()),
  now: Type.Optional(minorUnits()),
  /** Days that were billed before the correction. */
  wasDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
})

export type Basis = Static<typeof basisSchema>
