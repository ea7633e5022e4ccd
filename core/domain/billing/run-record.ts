import { Type } from 'typebox'
import { err, ok } from '../../lib/result.ts'
import { isCatalogKind, type CatalogRecordOf } from '../catalog/schema.ts'
import { defineCommand } from '../command.ts'
import { closed } from '../input-kit.ts'
import { id } from '../schema-kit.ts'
import { readOne, writeOf } from '../typed-reader.ts'
import { MOST_RUN_PROBLEMS, runPlanSchema, runProblemSchema } from './run-plan.ts'

/* The host tells where a run begins and ends; between them it issues customers in parts (main/services/billing). */

/** Notes that a run begins, so that one that is interrupted is seen and goes on with the same plan. */
export const beginRun = defineCommand({
  name: 'billing.begin',
  input: closed({ runId: id(), plan: runPlanSchema, customers: Type.Integer({ minimum: 0 }) }),
  undo: 'none',
  internal: true,
  run({ runId, plan, customers }, context) {
    const before = readOne(context.read, 'catalog', runId)
    if (before && !isCatalogKind('billingRun', before)) return err({ code: 'catalog.notFound' })
    const now = new Date(context.now).toISOString()
    const { finishedAt: _over, ...kept } = before?.data ?? {
      plan,
      personId: context.actor.personId,
      startedAt: now,
      customers,
    }
    const after: CatalogRecordOf<'billingRun'> = {
      id: runId,
      kind: 'billingRun',
      rank: before?.rank ?? now,
      createdAt: before?.createdAt ?? now,
      // A run that goes on is to bill those who were left, beside those who have their invoices.
      data: { ...kept, plan },
    }
    return ok({ writes: [writeOf('catalog', before, after)], result: { runId } })
  },
})

/** Notes that a run has come to its end, and what it left. */
export const finishRun = defineCommand({
  name: 'billing.finish',
  input: closed({ runId: id(), problems: Type.Array(runProblemSchema, { maxItems: MOST_RUN_PROBLEMS }) }),
  undo: 'none',
  internal: true,
  run({ runId, problems }, context) {
    const before = readOne(context.read, 'catalog', runId)
    if (!before || !isCatalogKind('billingRun', before)) return err({ code: 'catalog.notFound' })
    const finishedAt = new Date(context.now).toISOString()
    const after = { ...before, data: { ...before.data, finishedAt, problems } }
    return ok({ writes: [writeOf('catalog', before, after)], result: { runId } })
  },
})

export const runRecordCommands = [beginRun, finishRun]
