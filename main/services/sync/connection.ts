import Type, { type Static } from 'typebox'
import { id } from '#core/domain/schema-kit.ts'
import { validate } from '#core/lib/validate.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { Store } from '../../store/store.ts'
import type { DeviceTokens } from './server-calls.ts'

const newcomer = Type.Object({ personName: Type.String(), language: Type.String() })

const connection = Type.Object({
  url: Type.String(),
  /** SHA-256 of the server's own authority, lower-case hex. */
  fingerprint: Type.Optional(Type.String()),
  org: Type.Optional(id()),
  /** Milliseconds since 1970 UTC. */
  connectedAt: Type.Number(),
  /** This desktop began with the organisation's data: who works at it is still to be told. */
  newcomer: Type.Optional(newcomer),
})

/** Where the server is and how it is known; kept in the file that it is about. */
export type Connection = Static<typeof connection>

/** Undefined on a desktop that works alone, and for what is no connection. */
export async function readConnection(store: Store): Promise<Connection | undefined> {
  const kept = (await store.local.get('sync', 'connection'))?.value
  const checked = validate(connection, kept)
  return checked.ok ? checked.value : undefined
}

export const keepConnection = (store: Store, value: Connection) =>
  store.local.put('sync', 'connection', value)

/**
 * Also notes which organisation it was, since the file may come back to it and to no other one, and who works here where
 * that is still to be told.
 */
export async function dropConnection(store: Store, { org, newcomer: person }: Connection): Promise<void> {
  if (org !== undefined) await store.local.put('sync', 'organisation', org)
  if (person) await store.local.put('sync', 'newcomer', person)
  await store.local.remove('sync', 'connection')
}

/** Who is still to be told to the organisation that the file was connected with; undefined when nobody is. */
export async function formerNewcomer(store: Store): Promise<Connection['newcomer']> {
  const checked = validate(newcomer, (await store.local.get('sync', 'newcomer'))?.value)
  return checked.ok ? checked.value : undefined
}

export async function formerOrganisation(store: Store): Promise<string | undefined> {
  const kept = (await store.local.get('sync', 'organisation'))?.value
  return typeof kept === 'string' ? kept : undefined
}

/** Tokens of the identities of this desktop, one secret each. */
export function createDeviceTokens(
  secrets: SecretStore,
): DeviceTokens & { drop(device: string): Promise<void> } {
  const nameOf = (device: string) => `sync.token.${device}`
  const known = new Map<string, string | undefined>()
  return {
    async get(device) {
      if (!known.has(device)) known.set(device, await secrets.get(nameOf(device)))
      return known.get(device)
    },
    async put(device, token) {
      known.set(device, token)
      // Without it the desktop is told to connect again at the next start; until then it is known here.
      await secrets.set(nameOf(device), token)
    },
    async drop(device) {
      known.delete(device)
      await secrets.remove(nameOf(device))
    },
  }
}
