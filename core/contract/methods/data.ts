import { Type } from 'typebox'
import { bulkResultSchema } from '../../domain/bulk-result.ts'
import { id, oneOf, text } from '../../domain/schema-kit.ts'
import { call, nothing } from '../envelope.ts'

const COLLECTIONS = [
  'customers',
  'contacts',
  'sites',
  'services',
  'inventory',
  'invoices',
  'catalog',
  'issues',
] as const
const collection = oneOf(COLLECTIONS)

/** See `StoredRow` in host-events.ts. */
const row = Type.Object({
  document: Type.Unsafe<{ id: string; [field: string]: unknown }>({ type: 'object', required: ['id'] }),
  commit: Type.Integer(),
  lwt: Type.Number(),
  deleted: Type.Boolean(),
})

/** A Mango selector as RxDB normalises it. */
const selector = Type.Unsafe<Record<string, unknown>>({ type: 'object' })
const sort = Type.Array(Type.Object({ field: text(120), direction: oneOf(['asc', 'desc']) }), { maxItems: 8 })
const page = { skip: Type.Integer({ minimum: 0 }), limit: Type.Integer({ minimum: 1, maximum: 10_000 }) }

export const storeMethods = {
  /** Documents that match, sorted; what SQL cannot decide is matched row by row in the reader. */
  query: call(
    Type.Object({ collection, selector, sort, ...page }),
    Type.Object({ commit: Type.Integer(), rows: Type.Array(row) }),
  ),
  count: call(
    Type.Object({ collection, selector }),
    Type.Object({ commit: Type.Integer(), count: Type.Integer() }),
  ),
  byIds: call(
    Type.Object({ collection, ids: Type.Array(id(), { maxItems: 10_000 }), withDeleted: Type.Boolean() }),
    Type.Object({ commit: Type.Integer(), rows: Type.Array(row) }),
  ),
  /**
   * Rows changed after a commit, oldest first, at most `limit`; `more` when there are others. With `afterRow` it goes
   * on inside commit `after`, behind that row: one commit may hold more rows than a page.
   */
  changes: call(
    Type.Object({
      collection: Type.Optional(collection),
      after: Type.Integer({ minimum: 0 }),
      afterRow: Type.Optional(Type.Object({ collection, id: id() })),
      limit: Type.Integer({ minimum: 1, maximum: 10_000 }),
    }),
    Type.Object({
      commit: Type.Integer(),
      rows: Type.Array(Type.Object({ collection, row })),
      more: Type.Boolean(),
    }),
  ),
}

export const commandMethods = {
  /** Carries out one command. `taskId` lets the window follow `task` events and cancel. */
  run: call(
    Type.Object({ command: text(80), input: Type.Unknown(), taskId: Type.Optional(id()) }),
    Type.Object({
      /** Absent when the command changed nothing. */
      opId: Type.Optional(id()),
      commit: Type.Integer(),
      result: Type.Unknown(),
    }),
  ),
  /**
   * What a bulk command would do now, without doing it: `changed` and `unchanged` records, and those that it would
   * refuse, grouped by reason. A command that explains itself answers its result, e.g. what a change costs, or its refusal.
   * Others answer `command/no-preview`.
   */
  preview: call(
    Type.Object({ command: text(80), input: Type.Unknown(), taskId: Type.Optional(id()) }),
    Type.Object({
      commit: Type.Integer(),
      ...bulkResultSchema.properties,
      /** The command's whole result: what it tells beyond that, such as services that would be suspended. */
      result: Type.Unknown(),
    }),
  ),
  /** Takes back one op, by default this desktop's last one that still can be. Fields changed since are left and listed. */
  undo: call(
    Type.Object({ opId: Type.Optional(id()), taskId: Type.Optional(id()) }),
    Type.Object({
      opId: id(),
      command: text(80),
      commit: Type.Integer(),
      kept: Type.Array(Type.Object({ collection, id: id(), path: text(400) })),
    }),
  ),
  redo: call(
    Type.Object({ taskId: Type.Optional(id()) }),
    Type.Object({
      opId: id(),
      command: text(80),
      commit: Type.Integer(),
      kept: Type.Array(Type.Object({ collection, id: id(), path: text(400) })),
    }),
  ),
  /**
   * Puts one value back to what it was before change `i` of an op, with the fields that go with it. Refused as
   * `command/changed-since` when it is no longer what that op left; `details` say who changed it.
   */
  putBack: call(
    Type.Object({ opId: id(), i: Type.Integer({ minimum: 0 }) }),
    Type.Object({ opId: id(), commit: Type.Integer() }),
  ),
  /** What undo and redo would act on now. */
  undoState: call(
    nothing,
    Type.Object({
      undo: Type.Optional(Type.Object({ opId: id(), command: text(80), at: text(40) })),
      redo: Type.Optional(Type.Object({ opId: id(), command: text(80), at: text(40) })),
    }),
  ),
}

export const searchMethods = {
  /** Finds records of any kind by any text; every hit says what matched. */
  find: call(
    Type.Object({
      text: text(200),
      limit: Type.Integer({ minimum: 1, maximum: 200 }),
      collections: Type.Optional(Type.Array(collection)),
      /** At most so many of each collection, so that none crowds out the others. */
      each: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
    Type.Object({
      hits: Type.Array(
        Type.Object({
          collection,
          id: id(),
          customerId: Type.Optional(id()),
          title: text(400),
          /** The kind of text that matched and the text itself. */
          matched: Type.Object({ kind: text(20), text: text(4000) }),
          archived: Type.Boolean(),
        }),
      ),
    }),
  ),
  /** Why each of these customers is in a list searched by `text`; none for those whose name or number says so. */
  reasons: call(
    Type.Object({ text: text(200), customerIds: Type.Array(id(), { maxItems: 1000 }) }),
    Type.Object({
      reasons: Type.Array(Type.Object({ customerId: id(), collection, kind: text(20), text: text(4000) })),
    }),
  ),
}

const change = Type.Object({
  /** `transactions` for an entry of the ledger. */
  collection: oneOf([...COLLECTIONS, 'transactions']),
  id: id(),
  /** A name to show for the record: its name or number. */
  title: text(400),
  path: text(400),
  kind: oneOf(['create', 'set', 'add', 'remove', 'delete']),
  from: Type.Optional(Type.Unknown()),
  to: Type.Optional(Type.Unknown()),
  /** Its place in the op, for `putBack`. */
  i: Type.Integer(),
  /** The values were erased for good. */
  erased: Type.Optional(Type.Literal(true)),
})

/** Which part of the log; all that is given has to fit. */
export const activityFilter = {
  customerId: Type.Optional(id()),
  entity: Type.Optional(Type.Object({ collection, id: id() })),
  personId: Type.Optional(id()),
  officeId: Type.Optional(id()),
  /** Kind of record that was touched. */
  collection: Type.Optional(oneOf([...COLLECTIONS, 'transactions'])),
  command: Type.Optional(text(80)),
  /** Records by any text by which search finds them; a customer stands for all that is its. */
  text: Type.Optional(text(200)),
  /** From this ISO moment on, and before that one. */
  from: Type.Optional(text(32)),
  to: Type.Optional(text(32)),
}

const document = Type.Unsafe<{ id: string; [field: string]: unknown }>({ type: 'object', required: ['id'] })

export const activityMethods = {
  /**
   * The log, newest first: a projection of the ops. `before` pages with `next` of the last answer, which may hold few
   * entries or none and still have `more`: no call looks through more than a bounded part of the log.
   */
  list: call(
    Type.Object({
      ...activityFilter,
      before: Type.Optional(text(80)),
      limit: Type.Integer({ minimum: 1, maximum: 500 }),
    }),
    Type.Object({
      entries: Type.Array(
        Type.Object({
          opId: id(),
          at: text(80),
          /** ISO moment for display. */
          time: text(32),
          command: text(80),
          personId: id(),
          officeId: id(),
          deviceId: id(),
          /** Whether it did something, took it back, or did again what had been taken back. */
          role: oneOf(['do', 'undo', 'redo']),
          undoneBy: Type.Optional(id()),
          canUndo: Type.Boolean(),
          /** At most 50; `changeCount` is the whole number. */
          changes: Type.Array(change),
          changeCount: Type.Integer(),
          /** How many records of each kind changed; only where `changes` does not hold all. */
          recordCounts: Type.Optional(
            Type.Array(Type.Object({ collection: change.properties.collection, count: Type.Integer() })),
          ),
        }),
      ),
      more: Type.Boolean(),
      /** Where the next page begins; absent at the end. */
      next: Type.Optional(text(80)),
    }),
  ),
  /** A customer with its contacts, sites and services as they were at a moment (ISO), worked out from the log. */
  asOf: call(
    Type.Object({ customerId: id(), at: text(32) }),
    Type.Object({
      /** Absent before the customer was made. */
      customer: Type.Optional(document),
      contacts: Type.Array(document),
      sites: Type.Array(document),
      services: Type.Array(document),
      /** ISO moment of the first entry of its log; absent when there is none. */
      begins: Type.Optional(text(32)),
      isErased: Type.Boolean(),
    }),
  ),
  /** Recomputes every hash and signature of this file's ops; the first hundred that do not fit are told. */
  verify: call(
    Type.Object({ taskId: Type.Optional(id()) }),
    Type.Object({
      ops: Type.Integer(),
      faults: Type.Array(
        Type.Object({
          /** Absent when the op itself is missing. */
          opId: Type.Optional(id()),
          n: Type.Integer(),
          time: Type.Optional(text(32)),
          command: Type.Optional(text(80)),
          personId: Type.Optional(id()),
          /** `missing`: an op is not there; `chain`: it does not follow the one before; the others name what was altered. */
          reason: oneOf(['missing', 'chain', 'changes', 'header', 'signature']),
        }),
      ),
    }),
  ),
}
