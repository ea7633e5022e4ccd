import { Type, type Static } from 'typebox'
import { id, instant, oneOf, text } from '../schema-kit.ts'

/**
 * Why a person should look:
 * - `conflict`: two desktops changed the same value; one stands, both are kept here;
 * - `rule`: the value arrived but breaks a rule of the merged record, so the server's stays;
 * - `gone`: the change is of a record or list element that is no longer there;
 * - `rejected`: rows that may not be taken at all, with their full content, to send again after mending;
 * - `claim`: a number that another record has; both records stand;
 * - `billedTwice`: a charge that two invoices took; both stand.
 */
export const ISSUE_KINDS = ['conflict', 'rule', 'gone', 'rejected', 'claim', 'billedTwice'] as const
export type IssueKind = (typeof ISSUE_KINDS)[number]

/**
 * What a person decided: one of the three values of the issue; `current`, that the record stays as it is now; `other`,
 * that it was sent again after mending.
 */
export const ISSUE_CHOICES = ['mine', 'theirs', 'before', 'current', 'other'] as const
export type IssueChoice = (typeof ISSUE_CHOICES)[number]

/** A value of any shape; absent when there was none, which is not the same as null. */
const anyValue = () => Type.Optional(Type.Unsafe<unknown>({}))

/** Who wrote a side of a conflict, and when by their clock. */
const author = Type.Object({
  device: id(),
  /** Hybrid logical clock (core/sync/hlc.ts), for display. */
  at: text(120),
  person: Type.Optional(id()),
  office: Type.Optional(id()),
})

/** A row whose content an issue holds. */
const keptRow = Type.Object({
  collection: text(40),
  id: text(200),
  path: text(1000),
  kind: oneOf(['create', 'set', 'add', 'remove', 'delete']),
  from: anyValue(),
  to: anyValue(),
})

/** Written only by the merger; people settle it. */
export const issueSchema = Type.Object({
  id: id(),
  kind: oneOf(ISSUE_KINDS),
  entity: text(40),
  entityId: text(200),
  /** The field, `group:<name>`, or inside a list `charges/<id>/group:price`; empty for the whole record. */
  path: text(1000),
  /** The op that raised it. */
  op: id(),
  /** Who came with `mine`: the op's author. */
  by: author,
  /** The incoming value. Of a merge group an object with its fields. */
  mine: anyValue(),
  /** The server's value when the op arrived. */
  theirs: anyValue(),
  /** What the author of `mine` had seen. */
  before: anyValue(),
  theirsBy: Type.Optional(author),
  /** Which side stands. */
  kept: oneOf(['mine', 'theirs', 'both']),
  /** Code of the rule or refusal. */
  reason: Type.Optional(text(80)),
  /** Everything of the op that was not taken (`rejected`, `gone`). */
  rows: Type.Optional(Type.Array(keptRow, { maxItems: 2_000_000 })),
  /** When the server took the op. */
  raisedAt: instant(),
  /** The values are gone by an erase. */
  erased: Type.Optional(Type.Boolean()),
  settled: Type.Optional(Type.Object({ at: instant(), by: id(), choice: oneOf(ISSUE_CHOICES) })),
})

export type Issue = Static<typeof issueSchema>
export type KeptRow = Static<typeof keptRow>
