import { Type } from 'typebox'
import { issueFilterSchema } from '../../domain/issue/filter.ts'
import { ISSUE_CHOICES, ISSUE_KINDS, issueSchema } from '../../domain/issue/schema.ts'
import { id, oneOf, text } from '../../domain/schema-kit.ts'
import { call, nothing } from '../envelope.ts'

const commit = Type.Integer()

/** Ids that `ids` answers at most; also what one command settles from the tray. */
export const MOST_ISSUE_IDS = 10_000
/** Rows of a refused op that `get` answers at most. */
export const MOST_ISSUE_ROWS = 200

const side = Type.Object({
  personId: Type.Optional(id()),
  officeId: Type.Optional(id()),
  deviceId: id(),
  /** ISO moment. */
  time: text(32),
})

const row = Type.Object({
  id: id(),
  kind: oneOf(ISSUE_KINDS),
  entity: text(40),
  entityId: text(200),
  path: text(1000),
  reason: Type.Optional(text(80)),
  kept: oneOf(['mine', 'theirs', 'both']),
  by: side,
  /** ISO moment. */
  raisedAt: text(32),
  /** What people call the record. */
  title: text(400),
  customerId: Type.Optional(id()),
  customerName: Type.Optional(text(200)),
  erased: Type.Boolean(),
  choices: Type.Array(oneOf(ISSUE_CHOICES)),
  settled: Type.Optional(Type.Object({ time: text(32), by: id(), choice: oneOf(ISSUE_CHOICES) })),
})

export const issuesMethods = {
  /** One page of the issues that fit, the newest first, and how many they are. */
  list: call(
    Type.Object({
      filter: issueFilterSchema,
      skip: Type.Integer({ minimum: 0 }),
      limit: Type.Integer({ minimum: 1, maximum: 1000 }),
    }),
    Type.Object({ commit, total: Type.Integer(), rows: Type.Array(row) }),
  ),
  /** How many wait, by kind, person and office: each counted as if nothing were chosen of its own. */
  summary: call(
    Type.Object({ filter: issueFilterSchema }),
    Type.Object({
      commit,
      /** All that wait, whatever the filter. */
      open: Type.Integer(),
      kinds: Type.Array(Type.Object({ kind: oneOf(ISSUE_KINDS), count: Type.Integer() })),
      people: Type.Array(Type.Object({ id: text(64), count: Type.Integer() })),
      offices: Type.Array(Type.Object({ id: text(64), count: Type.Integer() })),
    }),
  ),
  /** How many wait, for the badge. */
  open: call(nothing, Type.Object({ commit, open: Type.Integer() })),
  /** Ids of all that fit, the newest first, at most `MOST_ISSUE_IDS`. */
  ids: call(
    Type.Object({ filter: issueFilterSchema }),
    Type.Object({ commit, total: Type.Integer(), ids: Type.Array(id()) }),
  ),
  /** One issue with its values, and what the record says now. */
  get: call(
    Type.Object({ id: id() }),
    Type.Object({
      commit,
      /** Absent when there is none of this id. */
      issue: Type.Optional(issueSchema),
      row: Type.Optional(row),
      /** Who wrote what stood there; without a person where the op that wrote it is not here. */
      theirsBy: Type.Optional(side),
      /** Rows of a refused op beyond the first `MOST_ISSUE_ROWS`, which the issue has no more here. */
      moreRows: Type.Integer(),
      /** It can be sent again. */
      canSendAgain: Type.Boolean(),
      /** The value as it is now; absent when there is none. */
      current: Type.Optional(Type.Unknown()),
      recordExists: Type.Boolean(),
    }),
  ),
}
