import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { findMethod } from '#core/contract/host-contract.ts'
import { validate } from '#core/lib/validate.ts'
import { checkOften } from '#main/host/check-often.ts'

const question = { collection: 'customers', selector: {}, sort: [], skip: 0, limit: 10 }
const INPUTS: unknown[] = [
  question,
  { ...question, limit: 0 },
  { ...question, collection: 'nothing' },
  { ...question, sort: [{ field: 1 }] },
  { ...question, surplus: true },
  {},
  null,
  'text',
]

it('answers the same however often a schema was used', async () => {
  const schema = findMethod('store.query')?.input
  if (!schema) throw new Error('no such method')
  for (let time = 0; time < 4; time++) {
    for (const input of INPUTS) expect(checkOften(schema, input)).toEqual(validate(schema, input))
    await setImmediate()
  }
})
