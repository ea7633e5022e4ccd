import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { MethodInput } from '#core/contract/host-contract.ts'
import type { Role } from '#core/domain/people/roles.ts'
import { jsonEqual } from '#core/lib/json-value.ts'
import { isLeaseKind, type LeaseKind } from '#core/sync/lease.ts'
import { SCHEMA_VERSION } from '#core/sync/schema-version.ts'
import type { LeaseLine } from '#core/sync/server/lease-steps.ts'
import type { Log } from '../../host/log.ts'
import { leaseKey, readNote, type LeaseNote } from '../../store/leases.ts'
import type { Store } from '../../store/store.ts'
import { callServer, type DeviceTokens } from './server-calls.ts'
import type { ServerHttp } from './server-http.ts'
import { problemError, SyncProblem } from './sync-problem.ts'

/** Milliseconds between two looks at the leases when nobody said that one moved. */
const LOOK_EVERY = 5 * 60_000

export type LeaseMove = MethodInput<'sync', 'moveLease'>

export interface LeasesOptions {
  store: Store
  http: Pick<ServerHttp, 'post'>
  tokens: Pick<DeviceTokens, 'get'>
  log: Log
  /** Something that `sync.leases` tells has changed. */
  changed: () => void
  heard: (terms: Terms) => void
}

/** Somebody who has signed in at this desktop, as they stand now. */
export interface KnownHere {
  id: string
  active: boolean
  /** They have an authenticator app. */
  hasTotp: boolean
}

/** What the organisation asks of this desktop beside its data. */
export type Terms =
  | { isRevoked: true }
  | {
      isRevoked?: false
      /** People must sign in. */
      signIn: boolean
      /** Who works here, when they are entered. */
      person?: { id: string; role: Role; active: boolean }
      /** Absent with a server of before. */
      known?: readonly KnownHere[]
    }

export interface Leases {
  /** Asks the server how they stand, soon. */
  look(): void
  /** `session`: of who is signed in. */
  move(move: LeaseMove, session: string | undefined): Promise<HostReply<object>>
  stop(): void
}

/**
 * Asks what the organisation wants of this desktop, and keeps the notes of who holds which lease (`store/leases.ts`) as the server says, and takes for this desktop what it
 * brought when it joined, and the billing of its own office when nobody ever had it. All else moves by hand.
 */
export function createLeases({ store, http, tokens, log, changed, heard }: LeasesOptions): Leases {
  let isStopped = false
  let isLooking = false
  let isAsked = false

  const call = async <N extends 'terms' | 'lease'>(name: N, more: object) => {
    const device = store.device()?.id ?? ''
    return callServer(http, name, { device, schema: SCHEMA_VERSION, ...more }, await tokens.get(device))
  }

  /** What this desktop takes of itself. */
  const wanted = async (lines: readonly Line[]): Promise<{ kind: LeaseKind; key: string }[]> => {
    const { id, officeId } = store.device() ?? {}
    const held = new Set(lines.flatMap(({ kind, key }) => (isLeaseKind(kind) ? [leaseKey(kind, key)] : [])))
    // A desktop that begins with the organisation's data does not know yet where it stands.
    const own = officeId && (await isOffice(store, officeId)) ? [leaseKey('billing', officeId)] : []
    const brought = [...(await readNotes(store))].flatMap(([name, note]) =>
      note?.deviceId === id ? [name] : [],
    )
    return [...new Set([...own, ...brought])].flatMap((name) => {
      const [kind, key = ''] = name.split('/')
      return held.has(name) || kind === undefined || !isLeaseKind(kind) ? [] : [{ kind, key }]
    })
  }

  const lookOnce = async (): Promise<void> => {
    const person = store.device()?.personId
    const answer = await call('terms', { ...(person && { person }) })
    if (!answer.ok) {
      if (answer.refusal === 'revoked') heard({ isRevoked: true })
      return
    }
    const { signIn, person: standing, known } = answer
    heard({
      signIn,
      ...(standing && person && { person: { id: person, ...standing } }),
      ...(known && { known }),
    })
    let { leases } = answer
    for (const lease of await wanted(leases)) {
      const taken = await call('lease', { ...lease, act: 'take' })
      if (taken.ok) ({ leases } = taken)
    }
    if (!isStopped && (await keepNotes(store, leases))) changed()
  }

  const look = (): void => {
    isAsked = true
    if (isLooking || isStopped) return
    isLooking = true
    const all = async () => {
      while (isAsked && !isStopped) {
        isAsked = false
        await lookOnce()
      }
    }
    all()
      // The next poke, or the next look, comes to it again; until then the notes hold.
      .catch((error: unknown) => log.info('terms not read', { message: String(error) }))
      .finally(() => (isLooking = false))
  }
  const timer = setInterval(look, LOOK_EVERY).unref()

  return {
    look,
    async move({ kind, key, act, to }, session) {
      try {
        // Should the answer get lost, nobody may issue here and there: first it is not ours any more.
        if (act === 'give') {
          await store.local.put('lease', leaseKey(kind, key), { deviceId: to ?? '', name: '' })
          changed()
        }
        const answer = await call('lease', {
          ...{ kind, key, act },
          ...(to !== undefined && { to }),
          ...(session !== undefined && { session }),
        })
        if (!answer.ok) {
          look()
          return refused(answer.refusal)
        }
        if (await keepNotes(store, answer.leases)) changed()
        const now = answer.leases.find((line) => line.kind === kind && line.key === key)
        const isDone = (act !== 'take' && act !== 'force') || now?.holder.device === store.device()?.id
        return isDone ? { ok: true, value: {} } : refused('held')
      } catch (error) {
        look()
        if (error instanceof SyncProblem) return { ok: false, error: problemError(error) }
        throw error
      }
    },
    stop() {
      isStopped = true
      clearInterval(timer)
    },
  }
}

/** Kinds of a newer server are passed over. */
type Line = Pick<LeaseLine, 'key' | 'holder' | 'asked'> & { kind: string }

const refused = (refusal: string) =>
  fail('sync/lease-refused', refusal, { details: { refusal: { code: refusal } } })

async function isOffice(store: Store, id: string): Promise<boolean> {
  const reply = await store.read('store', 'byIds', { collection: 'catalog', ids: [id], withDeleted: false })
  return reply.ok && reply.value.rows.length > 0
}

/** Every note by its key. */
async function readNotes(store: Store): Promise<Map<string, LeaseNote | undefined>> {
  const notes = new Map<string, LeaseNote | undefined>()
  for (const { key } of await store.local.list('lease'))
    notes.set(key, readNote((await store.local.get('lease', key))?.value))
  return notes
}

/** Answers whether anything changed. */
async function keepNotes(store: Store, lines: readonly Line[]): Promise<boolean> {
  const before = await readNotes(store)
  let isChanged = false
  const gone = new Set(before.keys())
  for (const { kind, key, holder, asked } of lines) {
    if (!isLeaseKind(kind)) continue
    const name = leaseKey(kind, key)
    gone.delete(name)
    const note: LeaseNote = {
      deviceId: holder.device,
      name: holder.name,
      ...(holder.isGone === true && { isGone: true }),
      ...(asked && { asked: { deviceId: asked.device, name: asked.name, at: asked.at } }),
    }
    if (jsonEqual(before.get(name), note)) continue
    await store.local.put('lease', name, note)
    isChanged = true
  }
  for (const name of gone) {
    await store.local.remove('lease', name)
    isChanged = true
  }
  return isChanged
}

/** Notes that a lease is held here, whatever anybody else says. */
export async function holdHere(
  store: Store,
  lease: { kind: LeaseKind; key: string },
  name: string,
): Promise<HostReply<object>> {
  const note: LeaseNote = { deviceId: store.device()?.id ?? '', name }
  return store.local.put('lease', leaseKey(lease.kind, lease.key), note)
}
