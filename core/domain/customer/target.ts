import { Type, type Static, type TObject } from 'typebox'
import { err, ok, type Result } from '../../lib/result.ts'
import type { CommandContext, Refusal } from '../command.ts'
import { manyIds } from '../input-kit.ts'
import { oneOf } from '../schema-kit.ts'
import { customerSelectionSchema } from './filter.ts'

/** Whom a bulk command is for: customers by id, or all that match a filter when it is carried out. */
export const targetFields = {
  ids: Type.Optional(manyIds()),
  where: Type.Optional(customerSelectionSchema),
  /** `stop`: not one changes unless all can. Otherwise those that cannot are told and left. */
  whenRefused: Type.Optional(oneOf(['skip', 'stop'])),
}

export type CustomerTarget = Static<TObject<typeof targetFields>>

/** The ids meant, or why there are none. A preview takes what it finds, whatever number was expected. */
export function targetIds(
  { ids, where }: CustomerTarget,
  context: CommandContext,
): Result<readonly string[], Refusal> {
  if (!where) return ids ? ok(ids) : err({ code: 'bulk.nobodyChosen' })
  const except = new Set(where.except)
  const found = context.read.customersMatching(where.filter).filter((id) => !except.has(id))
  if (where.expected !== undefined && where.expected !== found.length && !context.isPreview)
    return err({
      code: 'bulk.selectionChanged',
      details: { expected: where.expected, found: found.length },
    })
  return found.length > 0 || context.isPreview ? ok(found) : err({ code: 'bulk.nobodyChosen' })
}
