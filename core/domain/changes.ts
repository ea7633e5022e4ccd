import { canonicalJson } from '../lib/canonical-json.ts'
import type { FieldIssue } from './command.ts'
import { visibleLine, visibleText } from './values/visible-text.ts'

/** Changed fields only. `null` clears an optional field; `undefined` and absent leave it. */
export type Changes = Readonly<Record<string, unknown>>

/** Lays changes over a document. Fields that this version does not know stay as they are. */
export function withChanges<T extends object>(current: T, changes: Changes): T {
  const next = { ...current } as Record<string, unknown>
  for (const [field, value] of Object.entries(changes)) {
    if (value === null) delete next[field]
    else if (value !== undefined) next[field] = value
  }
  // Only fields of the entity's own draft come in here, so the shape stays.
  return next as T
}

/** The fields in which two states of a document differ. */
export function changedFields(before: object, after: object): Set<string> {
  const a = before as Record<string, unknown>
  const b = after as Record<string, unknown>
  return new Set(
    [...Object.keys(a), ...Object.keys(b)].filter(
      // Most fields are the very same value in both.
      (field) => a[field] !== b[field] && canonicalJson(a[field] ?? null) !== canonicalJson(b[field] ?? null),
    ),
  )
}

export const hasErrors = (issues: readonly FieldIssue[]): boolean =>
  issues.some((issue) => issue.severity === 'error')

/**
 * An edit is held up only by what it touches: a record that no longer fits a rule made later can still be changed in
 * its other fields. Errors elsewhere are handed on as warnings.
 */
export const forChangedFields = (issues: readonly FieldIssue[], changed: ReadonlySet<string>): FieldIssue[] =>
  issues.map((issue) =>
    issue.severity === 'error' && !changed.has(issue.path.split('/')[0] ?? '')
      ? { ...issue, severity: 'warning' }
      : issue,
  )

/** Gives every element of a list its own id: missing ones and copies of an earlier row get a new one. */
export function withElementIds<T extends { id?: string }>(
  elements: readonly T[],
  newId: () => string,
): (T & { id: string })[] {
  const taken = new Set<string>()
  return elements.map((element) => {
    const id = element.id && !taken.has(element.id) ? element.id : newId()
    taken.add(id)
    return { ...element, id }
  })
}

/*
 * Text as it is stored, whoever wrote it: a form, an import, another program. `undefined` when nothing is left.
 */

/** Free text: NFC without blanks around it and without characters that nobody sees. */
export const tidyText = (text: string | null | undefined): string | undefined =>
  (text && visibleText(text).normalize('NFC').trim()) || undefined

/** Text of one line: as free text, breaks as blanks. */
export const tidyLine = (text: string | null | undefined): string | undefined =>
  (text && visibleLine(text).normalize('NFC').trim()) || undefined

/** A name: as one line, with single blanks within. */
export const tidyName = (text: string | null | undefined): string | undefined =>
  tidyLine(text)?.replace(/ {2,}/g, ' ')
