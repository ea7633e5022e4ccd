import type { FieldIssue } from '#core/domain/command.ts'

/** The first error and the first warning of every field. */
export interface FieldMessages {
  error?: FieldIssue
  warning?: FieldIssue
}

/**
 * Issues by field. `names` are the fields on screen: an issue deeper inside one of them (`tags/3`) is shown at it, and
 * those of no known field come under the empty name, so that none is swallowed.
 */
export function issuesByField(issues: readonly FieldIssue[]): Map<string, FieldMessages> {
  const byField = new Map<string, FieldMessages>()
  for (const issue of issues) {
    const messages = byField.get(issue.path) ?? {}
    messages[issue.severity] ??= issue
    byField.set(issue.path, messages)
  }
  return byField
}

/** How many fields hold the form up. */
export const countErrors = (issues: readonly FieldIssue[]): number =>
  new Set(issues.filter((issue) => issue.severity === 'error').map((issue) => issue.path)).size
