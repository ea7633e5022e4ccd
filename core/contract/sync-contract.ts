import Type, { type Static, type TSchema } from 'typebox'
import { ROLES } from '#core/domain/people/roles.ts'
import { id, instant, oneOf, text } from '#core/domain/schema-kit.ts'
import { canonicalJson } from '#core/lib/canonical-json.ts'
import { LEASE_ACTS, LEASE_KINDS } from '#core/sync/lease.ts'
import { MOST_PARTS } from '#core/sync/parts.ts'
import type { NewDevice } from '#core/sync/server/enrol-step.ts'
import { snapshot } from './snapshot-contract.ts'
import { counter, cursor, hash } from './sync-kit.ts'

/*
 * What a device may send to the server, as schemas: one `POST /v1/<name>` each. docs/sync-protocol.md describes the
 * messages; their meaning and the answers are in core/sync.
 */

/** Open: fields of a newer header belong to what is signed, and are passed on. */
const opHeader = Type.Object({
  format: Type.Literal(1),
  id: id(),
  device: id(),
  n: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  person: id(),
  office: id(),
  at: text(120),
  command: text(80),
  schema: counter(),
  requestedBy: Type.Optional(id()),
  undoes: Type.Optional(id()),
  batch: Type.Optional(id()),
  former: Type.Optional(id()),
  changesHash: hash(),
  prevHash: hash(),
  hash: hash(),
  sig: text(100),
})

const changeRow = Type.Object({
  i: counter(),
  collection: text(40),
  id: text(200),
  path: text(1000),
  kind: Type.Enum(['create', 'set', 'add', 'remove', 'delete']),
  from: Type.Optional(Type.Unknown()),
  to: Type.Optional(Type.Unknown()),
  salt: Type.Optional(text(40)),
  hidden: Type.Optional(Type.Object({ from: Type.Optional(hash()), to: Type.Optional(hash()) })),
})

/** An op, or a part of one, as it travels. */
export const wireOp = Type.Object({
  header: opHeader,
  rows: Type.Array(changeRow, { maxItems: 2_000_000 }),
  part: Type.Optional(
    Type.Object({ index: counter(), of: Type.Integer({ minimum: 2, maximum: MOST_PARTS }) }),
  ),
  /** What the server once said of an op that is offered again. */
  receipt: Type.Optional(hash()),
})

/** Ops in one push at the most. */
export const MOST_OPS = 500
/** Items in one page of a pull at the most. */
export const MOST_ITEMS = 5000

const newDevice = Type.Object({
  id: id(),
  name: text(120),
  code: Type.String({ pattern: '^[A-Z0-9]{2}$' }),
  /** Ed25519, SPKI in DER, base64. */
  publicKey: text(200),
})

/** Every request names its device and the version of the schemas that its program follows. */
const asking = { device: id(), schema: counter() }

export const syncRequests = {
  enrol: Type.Object({
    code: text(64),
    device: newDevice,
    schema: counter(),
    holdsDemo: Type.Boolean(),
    rejoins: Type.Optional(Type.Boolean()),
    needsData: Type.Optional(Type.Boolean()),
    /** The device's own signature over `enrolmentText`: only who has the key enrols it. */
    proof: text(100),
  }),
  replace: Type.Object({ old: id(), device: newDevice, schema: counter(), proof: text(100) }),
  push: Type.Object({
    ...asking,
    epoch: id(),
    ops: Type.Array(wireOp, { maxItems: MOST_OPS }),
  }),
  pull: Type.Object({
    ...asking,
    after: cursor,
    limit: Type.Integer({ minimum: 1, maximum: MOST_ITEMS }),
    scopeVersion: counter(),
    only: Type.Optional(Type.Enum(['records', 'ops'])),
  }),
  /** The file with which a first sync may begin. */
  snapshot: Type.Object(asking),
  'snapshot-part': Type.Object({ ...asking, id: id(), part: counter() }),
  heads: Type.Object(asking),
  chain: Type.Object({ ...asking, of: id(), n: Type.Integer({ minimum: 1 }) }),
  digests: Type.Object({ ...asking, at: Type.Optional(counter()) }),
  buckets: Type.Object({
    ...asking,
    buckets: Type.Array(Type.Integer({ minimum: 0, maximum: 255 }), { maxItems: 256 }),
  }),
  terms: Type.Object({ ...asking, person: Type.Optional(id()) }),
  lease: Type.Object({
    ...asking,
    kind: Type.Enum([...LEASE_KINDS]),
    key: Type.String({ minLength: 1, maxLength: 64 }),
    act: Type.Enum([...LEASE_ACTS]),
    to: Type.Optional(id()),
    /** Of a signed-in person, where the organisation asks people to sign in. */
    session: Type.Optional(text(100)),
  }),
} as const satisfies Record<string, TSchema>

const head = Type.Object({ n: counter(), hash: hash() })
const scope = Type.Object({
  version: counter(),
  collections: Type.Optional(Type.Array(text(40), { maxItems: 100 })),
  hiddenFields: Type.Optional(Type.Record(Type.String(), Type.Array(text(80)))),
})
const outcome = Type.Object({
  result: Type.Enum(['applied', 'merged', 'rejected']),
  reason: Type.Optional(text(80)),
  issues: Type.Array(text(64)),
  repeats: Type.Optional(Type.Literal(true)),
  receipt: Type.Optional(hash()),
})
/** A refusal of a newer server is one that pauses, too. */
const refusal = Type.Object({ ok: Type.Literal(false), refusal: text(40) })
const ofOp = { device: id(), n: counter() }

/** An item of the feed. */
const feedItem = Type.Union([
  Type.Object({
    type: Type.Literal('record'),
    seq: counter(),
    collection: text(40),
    id: text(200),
    body: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    erased: Type.Optional(Type.Literal(true)),
  }),
  Type.Object({ type: Type.Literal('op'), seq: counter(), op: wireOp, outcome }),
])

const enrolled = Type.Union([
  refusal,
  Type.Object({
    ok: Type.Literal(true),
    epoch: id(),
    scope,
    codeTaken: Type.Boolean(),
    /** With which the device shows who it is from now on. */
    token: Type.String({ minLength: 1, maxLength: 200 }),
    /** Id of the organisation. */
    org: Type.Optional(id()),
    /** People must sign in before they see anything. */
    signIn: Type.Optional(Type.Boolean()),
    /** The name under which the device is listed, where another one has its own. */
    knownAs: Type.Optional(text(120)),
    /** With what its servers sign files. */
    server: Type.Optional(Type.Object({ org: id(), key: text(200) })),
  }),
])

const leaseDevice = { device: id(), name: text(120) }
const leases = Type.Array(
  Type.Object({
    kind: text(20),
    key: text(64),
    holder: Type.Object({ ...leaseDevice, isGone: Type.Optional(Type.Literal(true)) }),
    asked: Type.Optional(Type.Object({ ...leaseDevice, at: instant() })),
  }),
  { maxItems: 10_000 },
)

/** What a desktop takes for an answer: nothing that a server says is believed unseen. */
export const syncAnswers = {
  enrol: enrolled,
  replace: enrolled,
  push: Type.Union([
    refusal,
    Type.Object({
      ok: Type.Literal(true),
      results: Type.Array(
        Type.Union([
          Type.Object({ ...ofOp, status: Type.Literal('taken'), outcome }),
          Type.Object({ ...ofOp, status: Type.Literal('part'), next: counter() }),
          Type.Object({ ...ofOp, status: Type.Literal('gap'), head: counter() }),
          Type.Object({ ...ofOp, status: Type.Enum(['forked', 'tampered']) }),
          Type.Object({ ...ofOp, status: Type.Literal('refused'), reason: text(40) }),
        ]),
        { maxItems: MOST_OPS },
      ),
      seq: counter(),
    }),
  ]),
  pull: Type.Union([
    refusal,
    Type.Object({
      ok: Type.Literal(true),
      epoch: id(),
      items: Type.Array(feedItem, { maxItems: MOST_ITEMS }),
      next: cursor,
      more: Type.Boolean(),
      applied: Type.Optional(head),
      total: Type.Optional(counter()),
      scope: Type.Optional(scope),
    }),
  ]),
  snapshot: Type.Union([
    refusal,
    /** Without one there is none ready. */
    Type.Object({ ok: Type.Literal(true), snapshot: Type.Optional(snapshot) }),
  ]),
  heads: Type.Union([
    refusal,
    Type.Object({ ok: Type.Literal(true), epoch: id(), heads: Type.Record(Type.String(), head) }),
  ]),
  chain: Type.Object({ ok: Type.Literal(true), hash: Type.Optional(hash()) }),
  digests: Type.Union([
    refusal,
    Type.Object({
      ok: Type.Literal(true),
      epoch: id(),
      seq: counter(),
      /** None of another place than the request names. */
      digests: Type.Array(text(64), { maxItems: 256 }),
    }),
  ]),
  buckets: Type.Union([
    refusal,
    Type.Object({ ok: Type.Literal(true), epoch: id(), seq: counter(), items: Type.Array(feedItem) }),
  ]),
  terms: Type.Union([
    refusal,
    Type.Object({
      ok: Type.Literal(true),
      signIn: Type.Boolean(),
      person: Type.Optional(Type.Object({ role: oneOf(ROLES), active: Type.Boolean() })),
      /** Everybody who has signed in at the device, as they stand now. */
      known: Type.Optional(
        Type.Array(Type.Object({ id: id(), active: Type.Boolean(), hasTotp: Type.Boolean() })),
      ),
      leases,
    }),
  ]),
  lease: Type.Union([refusal, Type.Object({ ok: Type.Literal(true), leases })]),
} as const satisfies Record<string, TSchema>

export type SyncAnswerName = keyof typeof syncAnswers

/** What the key of a device signs to enrol it. */
export const enrolmentText = (code: string, device: NewDevice): string =>
  canonicalJson({ enrols: code, ...device })

export type SyncRequestName = keyof typeof syncRequests
export type SyncRequestOf<N extends SyncRequestName> = Static<(typeof syncRequests)[N]>

/** What went wrong before a step of the server saw the request. */
export const SYNC_ERROR_CODES = [
  'sync/unauthorised',
  'sync/forbidden',
  'sync/invalid-input',
  'sync/too-deep',
  'sync/too-large',
  'sync/too-many-requests',
  'sync/unknown-path',
  'sync/gone',
  'sync/unavailable',
  'sync/internal',
] as const
export type SyncErrorCode = (typeof SYNC_ERROR_CODES)[number]

/** Body of every answer that is none of the steps' own. */
export interface SyncError {
  error: { code: SyncErrorCode; message: string }
}
