import { Type } from 'typebox'
import { err, ok } from '../../../lib/result.ts'
import { defineCommand } from '../../command.ts'
import { closed } from '../../input-kit.ts'
import { id } from '../../schema-kit.ts'
import { readMany, writeOf } from '../../typed-reader.ts'
import type { Customer } from '../schema.ts'

/** As many others as one customer can be told from. */
const MOST_DISTINCT = 500
const people = () => Type.Array(id(), { minItems: 1, maxItems: 100 })

/** What was remembered of each pair. */
export interface CustomersToldApart {
  pairs: number
}

/**
 * Remembers that customers who look alike are not the same, or forgets it again. It is kept with both of each pair, as a
 * set: what two offices say about different pairs both holds.
 */
export const tellCustomersApart = defineCommand({
  name: 'customer.tellApart',
  input: closed({
    /** Nobody of these is another of these. */
    ids: people(),
    /** When given: nobody of `ids` is one of these, and nothing is said about `ids` among themselves. */
    others: Type.Optional(people()),
    /** `false` forgets it. */
    distinct: Type.Boolean(),
  }),
  undo: 'inverse',
  run({ ids, others, distinct }, context) {
    const read = readMany(context.read, 'customers', [...new Set([...ids, ...(others ?? [])])])
    const before = new Map(read)
    const pairs = others
      ? ids.flatMap((a) => others.filter((b) => a !== b).map((b) => [a, b] as const))
      : ids.flatMap((a, i) =>
          ids
            .slice(i + 1)
            .filter((b) => a !== b)
            .map((b) => [a, b] as const),
        )
    for (const [a, b] of pairs)
      for (const [ownId, otherId] of [
        [a, b],
        [b, a],
      ] as const) {
        const customer = read.get(ownId)
        if (!customer) return err({ code: 'customer.notFound' })
        const after = withOther(customer, otherId, distinct)
        if ((after.notSameAs?.length ?? 0) > MOST_DISTINCT)
          return err({
            code: 'customer.tooManyDistinct',
            details: { name: customer.name, max: MOST_DISTINCT },
          })
        read.set(ownId, after)
      }
    const writes = [...read].flatMap(([customerId, after]) => {
      const old = before.get(customerId)
      return old === after ? [] : [writeOf('customers', old, after)]
    })
    const result: CustomersToldApart = { pairs: pairs.length }
    return ok({ writes, result })
  },
})

function withOther(customer: Customer, otherId: string, distinct: boolean): Customer {
  const known = customer.notSameAs ?? []
  if (known.includes(otherId) === distinct) return customer
  const notSameAs = distinct ? [...known, otherId] : known.filter((one) => one !== otherId)
  return { ...customer, notSameAs }
}
