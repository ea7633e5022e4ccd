import type { Static, TSchema } from 'typebox'
import type { Result } from '#core/lib/result.ts'
import { validate, type SchemaIssue } from '#core/lib/validate.ts'
import { compileCheck, compiledValidate } from '#main/store/compiled-validate.ts'

/** Uses of a schema after which it pays to compile it, which takes some milliseconds. */
const OFTEN = 5

const uses = new WeakMap<TSchema, number>()

/**
 * `validate` of core, compiled for schemas that are used often, between two calls: what a start asks only once or twice
 * would wait longer for the compiling than it gains.
 */
export function checkOften<S extends TSchema>(schema: S, value: unknown): Result<Static<S>, SchemaIssue[]> {
  const count = (uses.get(schema) ?? 0) + 1
  uses.set(schema, count)
  if (count === OFTEN) setImmediate(() => compileCheck(schema))
  return count > OFTEN ? compiledValidate(schema, value) : validate(schema, value)
}
