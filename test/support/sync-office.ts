import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { commands } from '#core/domain/commands.ts'
import type { ClientStore, SyncNetwork } from '#core/sync/client/ports.ts'
import { pullOnce } from '#core/sync/client/pull-loop.ts'
import { pushOnce, type StepEnd } from '#core/sync/client/push-loop.ts'
import { createClientStore } from '#core/sync/overlay/client-store.ts'
import { join } from '#core/sync/overlay/epoch.ts'
import { FULL_SCOPE, type DeviceScope } from '#core/sync/scope.ts'
import { chainStep } from '#core/sync/server/chain-step.ts'
import { bucketStep, digestStep } from '#core/sync/server/digest-step.ts'
import { replacementText, replaceStep } from '#core/sync/server/enrol-step.ts'
import { headsStep, pullStep } from '#core/sync/server/pull-step.ts'
import { pushStep } from '#core/sync/server/push-step.ts'
import type { ServerOptions } from '#core/sync/server/server-options.ts'
import { sha256, verifyEd25519 } from '#sync-server/crypto.ts'
import { signWith, verifySignature } from '#test/simulation/world/crypto.ts'
import { emptyFile, inFileTransaction } from '#test/simulation/world/device-file.ts'
import {
  createMemorySyncStore,
  emptyServerData,
  type MemorySyncStore,
} from '#test/simulation/world/memory-sync-store.ts'
import { contextOn, writeOp, writesOf } from '#test/simulation/world/write-op.ts'
import { createWriterStore, setUpInput } from './writer-store.ts'

/** A server without a network: its steps over memory. */
export interface BareServer {
  store: MemorySyncStore
  options: ServerOptions
  register(device: { id: string; code: string; publicKey: string }, scope?: DeviceScope): void
}

/** The moment at which everything in these tests happens, milliseconds since 1970 UTC. */
export const NOON = Date.parse('2026-03-10T12:00:00.000Z')

export function createBareServer(): BareServer {
  const store = createMemorySyncStore(emptyServerData(), {
    beforeCommit: () => Promise.resolve(),
    afterCommit: () => undefined,
  })
  return {
    store,
    options: {
      clock: { now: () => NOON },
      sha256,
      minSchema: 1,
      // Desktops in memory sign cheaply (simulation/world/crypto.ts).
      verify: (text, signature, key) =>
        key.startsWith('key of ')
          ? verifySignature(text, signature, key)
          : verifyEd25519(text, signature, key),
    },
    register: ({ id, code, publicKey }, scope = FULL_SCOPE) =>
      void store.data.devices.set(id, { id, name: id, code, publicKey, scope, state: 'active' }),
  }
}

/** One desktop, whatever its file is: what it holds, and the client's store over it. */
export interface Office {
  store: ClientStore
  id(): string
  /** Runs a command as a person would; throws when it is refused. */
  act(command: string, input: unknown): void
  documents(collection: CollectionName): StoredDocument[]
  entries(): StoredDocument[]
  join(epoch: string, scope?: DeviceScope): void
  /** The file as a backup of it. */
  copy(): Office
  introduction(): { id: string; code: string; publicKey: string }
  network: SyncNetwork
}

export type OpenOffice = (name: string, server: BareServer) => Office

/** The network of a desktop to a server in the same process. */
function networkOf(
  { store, options }: BareServer,
  fresh: () => { id: string; code: string; publicKey: string },
  sign: (text: string) => string,
): SyncNetwork {
  return {
    push: (request) => pushStep(store, request, options),
    pull: (request) => pullStep(store, request, options),
    heads: (request) => headsStep(store, request, options),
    hashOf: (request) => chainStep(store, request, options),
    digests: (request) => digestStep(store, request, options),
    buckets: (request) => bucketStep(store, request, options),
    replace(old) {
      const device = { ...fresh(), name: 'fresh' }
      const proof = sign(replacementText(old, device))
      return replaceStep(store, { old, device, schema: 1, proof }, options)
    },
  }
}

/** The writer's own tables. */
export function openSqliteOffice(_name: string, server: BareServer, file?: string): Office {
  const writerStore = createWriterStore({ ...(file !== undefined && { file }) })
  if (!writerStore.writer.device()) {
    const done = writerStore.writer.setUp(setUpInput)
    if (!done.ok) throw new Error(JSON.stringify(done.error))
  }
  const { sync } = writerStore.writer
  return {
    store: sync,
    id: () => writerStore.writer.device()?.id ?? '',
    act: (command, input) => void writerStore.run(command, input),
    documents: (collection) => writerStore.documents(collection),
    entries: () =>
      writerStore.db
        .prepare('SELECT body FROM transactions ORDER BY key')
        .all()
        .map(({ body }) => JSON.parse(body as string) as StoredDocument),
    join: (epoch, scope = FULL_SCOPE) => sync.join(epoch, scope),
    copy() {
      const path = `${writerStore.path}.copy`
      writerStore.db.exec(`VACUUM INTO '${path}'`)
      return openSqliteOffice(_name, server, path)
    },
    introduction: () => sync.introduction(),
    network: networkOf(server, () => sync.fresh(), sync.sign),
  }
}

/** The stand-in of the simulation. */
export function openMemoryOffice(
  name: string,
  server: BareServer,
  given?: ReturnType<typeof emptyFile>,
): Office {
  let count = 0
  const newId = () => `${name}-${++count}`
  const identityOf = (id: string) => ({ id, publicKey: `key of ${id}`, code: id.slice(0, 2).toUpperCase() })
  const file = given ?? emptyFile(identityOf(`${name}-device`))
  const author = { personId: 'p', officeId: 'o', schema: 1, now: NOON, newId }
  const transact = <T>(work: Parameters<typeof inFileTransaction<T>>[2]): T =>
    inFileTransaction(file, { onWrite: () => undefined, now: NOON }, work)
  let fresh: ReturnType<typeof identityOf> | undefined
  const freshIdentity = () => (fresh ??= identityOf(newId()))
  const sign = (text: string) => signWith(file.identity.publicKey, text)
  const office: Office = {
    store: createClientStore({
      inTransaction: (work) => Promise.resolve().then(() => transact(work)),
      sha256,
      sign,
      schema: 1,
      freshIdentity,
    }),
    id: () => file.identity.id,
    act(command, input) {
      const definition = commands[command]
      if (!definition) throw new Error(`no command ${command}`)
      transact((transaction) => {
        const outcome = definition.run(
          input,
          contextOn(transaction, { ...author, now: (author.now += 1000) }),
        )
        if (!outcome.ok) throw new Error(JSON.stringify(outcome.error))
        writeOp(transaction, command, writesOf(outcome.value), author)
      })
    },
    documents: (collection) =>
      [...(file.records.get(collection)?.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1)),
    entries: () =>
      [...(file.records.get('transactions')?.values() ?? [])].sort((a, b) =>
        String(a.key) < String(b.key) ? -1 : 1,
      ),
    join: (epoch, scope = FULL_SCOPE) => transact((transaction) => join(transaction, epoch, scope)),
    copy: () => openMemoryOffice(`${name}'`, server, structuredClone(file)),
    introduction: () => file.identity,
    network: networkOf(server, freshIdentity, sign),
  }
  if (!given) office.act('setup.initialise', setUpInput)
  return office
}

/** Enrols an office with a server. */
export function joinServer(office: Office, server: BareServer, scope?: DeviceScope): void {
  server.register(office.introduction(), scope)
  office.join(server.store.data.stream.epoch, scope)
}

/** Pushes and pulls until there is nothing to do; answers how the last step ended when it was not idle. */
export async function settle(office: Office, pageSize = 50): Promise<StepEnd> {
  const memory = { parked: new Set<string>() }
  for (let step = 0; step < MOST_STEPS; step++) {
    const pulled = await pullOnce(office.store, office.network, { pageSize })
    if (pulled.kind === 'again') continue
    if (pulled.kind !== 'idle') return pulled
    const pushed = await pushOnce(office.store, office.network, memory)
    if (pushed.kind !== 'again') return pushed
  }
  throw new Error('the desktop does not come to rest')
}

const MOST_STEPS = 1000
