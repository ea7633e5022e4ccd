import type { FieldIssue } from './command.ts'
import { findCardNumber } from './values/card-number.ts'
import { hasInvisible, visibleLine } from './values/visible-text.ts'

/** Collects the issues of one check; `error` and `warning` keep the rules below readable as sentences. */
export function createIssueList<C extends string>() {
  const issues: FieldIssue[] = []
  const add =
    (severity: FieldIssue['severity']) => (path: string, code: C, params?: FieldIssue['params']) => {
      issues.push({ path, code, severity, ...(params && { params }) })
    }
  return { issues, error: add('error'), warn: add('warning') }
}

export type IssueList<C extends string> = ReturnType<typeof createIssueList<C>>

/** Text as the rules see it: absent, blank and invisible are the same. */
export const isBlank = (text: string | undefined | null): boolean => !text || visibleLine(text).trim() === ''

/** Longest text per field, in UTF-16 code units; must not exceed the schema's `maxLength`. */
export type TextLimits = Readonly<Record<string, number>>

export function checkTextLengths<C extends string>(
  draft: Readonly<Record<string, unknown>>,
  limits: TextLimits,
  code: C,
  list: IssueList<C>,
) {
  for (const [field, max] of Object.entries(limits)) {
    const value = draft[field]
    if (typeof value === 'string' && value.length > max) list.error(field, code, { max })
  }
}

/** Says that a line of text is stored without its invisible characters (`tidyLine`), e.g. pasted ones that turn a name round. */
export function checkVisible<C extends string>(
  path: string,
  text: string | undefined,
  code: C,
  list: IssueList<C>,
) {
  if (text && hasInvisible(text) && !isBlank(text)) list.warn(path, code, { text: visibleLine(text).trim() })
}

export function checkFreeText<C extends string>(
  path: string,
  text: string | undefined,
  code: C,
  list: IssueList<C>,
) {
  const card = text && findCardNumber(text)
  if (card) list.warn(path, code, { lastFour: card.slice(-4) })
}
