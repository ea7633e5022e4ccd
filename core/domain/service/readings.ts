import { Type } from 'typebox'
import { err, ok } from '../../lib/result.ts'
import { createMeter } from '../billing/meter.ts'
import { hasErrors } from '../changes.ts'
import { defineCommand, type FieldIssue, type Refusal } from '../command.ts'
import { editableCustomer } from '../customer/usable.ts'
import { anyText, closed } from '../input-kit.ts'
import { officeToday } from '../office-day.ts'
import { id } from '../schema-kit.ts'
import { readMany, writeOf } from '../typed-reader.ts'
import { checkReading, type MeterReading } from './reading-rules.ts'
import { recharge, serviceFields } from './recharge.ts'
import type { Charge, Service } from './schema.ts'

export interface MetersRead {
  /** Readings that were taken down. */
  read: number
  /** What a person should look at, by `readings/<place in the list>/value`. */
  warnings: FieldIssue[]
}

/** Limit of `chargeSchema`. */
const MAX_READINGS = 2000

/** Takes down what meters show, one or many: all of them or none. A reading of the same day is replaced. */
export const readMeters = defineCommand({
  name: 'service.readMeters',
  input: closed({
    readings: Type.Array(
      closed({
        /** Of the service. */
        id: id(),
        chargeId: id(),
        /** The meter was read at the end of this day. */
        date: anyText(),
        value: anyText(),
        estimated: Type.Optional(Type.Boolean()),
        /** What the new meter showed that took the place of this one. */
        newMeterValue: Type.Optional(anyText()),
      }),
      { minItems: 1, maxItems: 1000 },
    ),
  }),
  undo: 'inverse',
  whole: true,
  explains: true,
  run({ readings }, context) {
    const found = readMany(context.read, 'services', [...new Set(readings.map((one) => one.id))])
    const after = new Map(found)
    const today = new Map<string, string>()
    const issues: FieldIssue[] = []
    for (const [place, { id: serviceId, chargeId, ...typed }] of readings.entries()) {
      const service = after.get(serviceId)
      if (!service) return err<Refusal>({ code: 'service.notFound' })
      const { name, customerId } = service
      if (service.archived) return err<Refusal>({ code: 'service.isArchived', details: { name } })
      const charge = service.charges.find((one) => one.id === chargeId)
      if (charge?.kind !== 'metered')
        return err<Refusal>({ code: 'service.chargeNotFound', details: { name } })
      if (!today.has(customerId)) {
        const customer = editableCustomer(context.read, customerId)
        if (!customer.ok) return customer
        today.set(customerId, officeToday(context, customer.value.officeId))
      }
      const reading: MeterReading = { ...typed, estimated: typed.estimated ?? false }
      const own = checkReading(charge, reading, today.get(customerId) ?? '')
      issues.push(...own.map((issue) => ({ ...issue, path: `readings/${place}/${issue.path}` })))
      if (!hasErrors(own)) after.set(serviceId, withReading(service, charge, reading, context.newId))
    }
    if (hasErrors(issues)) return err<Refusal>({ code: 'service.invalid', fields: issues })
    const result: MetersRead = { read: readings.length, warnings: issues }
    return ok({
      writes: [...after].map(([serviceId, service]) => writeOf('services', found.get(serviceId), service)),
      result,
    })
  },
})

/** Takes out a reading that was wrong; what was billed by it is corrected by the next run. */
export const dropReading = defineCommand({
  name: 'service.dropReading',
  input: closed({ ...serviceFields, chargeId: id(), readingId: id() }),
  undo: 'inverse',
  explains: true,
  run: (input, context) =>
    recharge(
      input,
      context,
      ({ before }) => {
        const charge = before.charges.find((one) => one.id === input.chargeId)
        const readings = charge?.readings?.filter((one) => one.id !== input.readingId)
        if (!charge || readings?.length === charge.readings?.length)
          return err({ code: 'service.readingNotFound', details: { name: before.name } })
        const meter = createMeter(readings ?? [])
        if (!meter.ok)
          return err({
            code: 'service.meterWentBack',
            details: { name: before.name, day: meter.error.detail },
          })
        return ok(withCharge(before, { ...charge, ...(readings && { readings }) }))
      },
      { mayBeEnded: true },
    ),
})

const withCharge = (service: Service, charge: Charge): Service => ({
  ...service,
  charges: service.charges.map((one) => (one.id === charge.id ? charge : one)),
})

function withReading(
  service: Service,
  charge: Charge,
  { date, value, estimated, newMeterValue }: MeterReading,
  newId: () => string,
): Service {
  const others = charge.readings ?? []
  const same = others.find((one) => one.date === date)
  const reading = {
    id: same?.id ?? newId(),
    date,
    value,
    ...(estimated && { estimated }),
    ...(newMeterValue !== undefined && { newMeterValue }),
  }
  const kept = others.filter((one) => one.id !== same?.id).slice(-MAX_READINGS + 1)
  return withCharge(service, { ...charge, readings: [...kept, reading] })
}
