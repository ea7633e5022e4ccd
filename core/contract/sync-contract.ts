import Type, { type Static, type TSchema } from 'typebox'
import { id, instant, text } from '#core/domain/schema-kit.ts'
import { FILE_FORMAT } from '#core/sync/files/sync-file.ts'
import { canonicalJson } from '#core/lib/canonical-json.ts'
import { MOST_PARTS } from '#core/sync/parts.ts'
import type { NewDevice } from '#core/sync/server/enrol-step.ts'

/*
 * What a device may send to the server, as schemas: one `POST /v1/<name>` each. docs/sync-protocol.md describes the
 * messages; their meaning and the answers are in core/sync.
 */

/** Lower-case hex of SHA-256. */
const hash = () => Type.String({ pattern: '^[0-9a-f]{64}$' })
const counter = () => Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

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

/** An op, or a part of one, as it is pushed. */
export const pushedOp = Type.Object({
  header: opHeader,
  rows: Type.Array(changeRow, { maxItems: 2_000_000 }),
  part: Type.Optional(
    Type.Object({ index: counter(), of: Type.Integer({ minimum: 2, maximum: MOST_PARTS }) }),
  ),
  /** What the server once said of an op that is offered again. */
  receipt: Type.Optional(hash()),
})

/** First line of a file in which a desktop sends what it would push and asks what it would pull. */
export const requestFileHeader = Type.Object({
  format: Type.Literal(FILE_FORMAT),
  version: counter(),
  kind: Type.Literal('request'),
  org: id(),
  device: id(),
  made: instant(),
  schema: counter(),
  epoch: id(),
  after: Type.Object({ seq: counter(), item: Type.Optional(text(300)) }),
  scopeVersion: counter(),
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
    /** The device's own signature over `enrolmentText`: only who has the key enrols it. */
    proof: text(100),
  }),
  replace: Type.Object({ old: id(), device: newDevice, schema: counter(), proof: text(100) }),
  push: Type.Object({
    ...asking,
    epoch: id(),
    ops: Type.Array(pushedOp, { maxItems: MOST_OPS }),
  }),
  pull: Type.Object({
    ...asking,
    after: Type.Object({ seq: counter(), item: Type.Optional(text(300)) }),
    limit: Type.Integer({ minimum: 1, maximum: MOST_ITEMS }),
    scopeVersion: counter(),
  }),
  heads: Type.Object(asking),
  chain: Type.Object({ ...asking, of: id(), n: Type.Integer({ minimum: 1 }) }),
  digests: Type.Object(asking),
  buckets: Type.Object({
    ...asking,
    buckets: Type.Array(Type.Integer({ minimum: 0, maximum: 255 }), { maxItems: 256 }),
  }),
  lease: Type.Object({
    ...asking,
    kind: Type.Enum(['billing', 'mail']),
    key: text(64),
    force: Type.Optional(Type.Boolean()),
  }),
} as const satisfies Record<string, TSchema>

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
  'sync/unavailable',
  'sync/internal',
] as const
export type SyncErrorCode = (typeof SYNC_ERROR_CODES)[number]

/** Body of every answer that is none of the steps' own. */
export interface SyncError {
  error: { code: SyncErrorCode; message: string }
}
