import { Type, type Static } from 'typebox'
import { ok } from '../../lib/result.ts'
import { archivedMark, withoutArchived } from '../archive.ts'
import type { CatalogRecord } from '../catalog/schema.ts'
import { defineCommand, type CommandContext, type CommandReader, type DocumentWrite } from '../command.ts'
import { closed, manyIds } from '../input-kit.ts'
import { currencyCode, minorUnits, plainDate, text } from '../schema-kit.ts'
import { seedId } from '../seed-id.ts'
import { readMany, readOne, writeOf } from '../typed-reader.ts'
import { movementKeyInput } from './movement-key.ts'

/** Movements that one command takes; a person ignores a few, or all that a filter shows. */
export const MOST_IGNORED = 5000

/** A movement of a bank account that is no payment of a customer, and what a person recognises it by. */
const movementSchema = closed({
  key: movementKeyInput(),
  date: plainDate(),
  amount: minorUnits(),
  currency: currencyCode(),
  name: Type.Optional(text(300)),
  text: Type.Optional(text(300)),
})
export type IgnoredMovement = Static<typeof movementSchema>

/** The same for every desktop, so that two that ignore one movement make one record. */
export const ignoredId = (key: string, sha256: CommandContext['sha256']): string =>
  seedId(sha256, 'ignoredMovement', key)

/** Whether a person said of a movement, on whatever statement it stood, that it is none of ours. */
export function isMovementIgnored(
  key: string,
  { read, sha256 }: { read: CommandReader; sha256: CommandContext['sha256'] },
): boolean {
  const record = readOne(read, 'catalog', ignoredId(key, sha256))
  return record !== undefined && !record.archived
}

/** Leaves movements of a statement out for good: later statements that hold them do not bring them up again. */
export const ignoreMovements = defineCommand({
  name: 'payment.ignoreMovements',
  input: closed({ movements: Type.Array(movementSchema, { minItems: 1, maxItems: MOST_IGNORED }) }),
  undo: 'inverse',
  internal: true,
  run({ movements }, context) {
    const wanted = new Map(movements.map((one) => [ignoredId(one.key, context.sha256), one]))
    const known = readMany(context.read, 'catalog', [...wanted.keys()])
    const createdAt = new Date(context.now).toISOString()
    const writes = [...wanted].flatMap(([id, data]): DocumentWrite[] => {
      const before = known.get(id)
      if (before && !before.archived) return []
      const after: CatalogRecord = before
        ? withoutArchived(before)
        : // By day, so that a list of them is in their order.
          { id, kind: 'ignoredMovement', rank: `${data.date}-${id.slice(0, 8)}`, data, createdAt }
      return [writeOf('catalog', before, after)]
    })
    return ok({ writes, result: { changed: writes.length } })
  },
})

/** Takes that back: the movements come up again. */
export const heedMovements = defineCommand({
  name: 'payment.heedMovements',
  input: closed({ ids: manyIds() }),
  undo: 'inverse',
  run({ ids }, context) {
    const mark = archivedMark(context)
    const writes = [...readMany(context.read, 'catalog', ids).values()]
      .filter(({ kind, archived }) => kind === 'ignoredMovement' && !archived)
      .map((record) => writeOf('catalog', record, { ...record, archived: mark }))
    return ok({ writes, result: { changed: writes.length } })
  },
})
