import { Type, type Static } from 'typebox'
import { id, oneOf } from '../schema-kit.ts'
import { ISSUE_KINDS } from './schema.ts'

/** What narrows the tray; all that is given has to fit. */
export const issueFilterSchema = Type.Object({
  /** Those that somebody settled instead of those that wait. */
  settled: Type.Optional(Type.Boolean()),
  kind: Type.Optional(oneOf(ISSUE_KINDS)),
  /** Who wrote `mine`. */
  personId: Type.Optional(id()),
  officeId: Type.Optional(id()),
  customerId: Type.Optional(id()),
})

export type IssueFilter = Static<typeof issueFilterSchema>
