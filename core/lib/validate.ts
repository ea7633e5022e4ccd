import type { Static, TSchema } from 'typebox'
import Value from 'typebox/value'
import { err, ok, type Result } from './result.ts'

/** One place where a value does not fit its schema. `path` is `a/b/0`, empty for the whole value. */
export interface SchemaIssue {
  path: string
  message: string
}

/**
 * Checks a value from outside against its schema. Interprets the schema: no `eval`, so that it also runs under the
 * strict content security policy. Names at most 20 issues.
 */
export function validate<S extends TSchema>(schema: S, value: unknown): Result<Static<S>, SchemaIssue[]> {
  // The schema has just proved the type.
  if (Value.Check(schema, value)) return ok(value)
  const issues = [...Value.Errors(schema, value)].slice(0, 20).map((issue) => ({
    path: issue.instancePath.replace(/^\//, ''),
    message: issue.message,
  }))
  return err(issues.length > 0 ? issues : [{ path: '', message: 'does not fit its schema' }])
}
