import { createSyncClient, type SyncClient } from '#core/sync/client/client.ts'
import type { ClientStore } from '#core/sync/client/ports.ts'
import { createClientStore } from '#core/sync/overlay/client-store.ts'
import { join } from '#core/sync/overlay/epoch.ts'
import { enrolStep, type NewDevice } from '#core/sync/server/enrol-step.ts'
import { FULL_SCOPE, type DeviceScope } from '#core/sync/scope.ts'
import { sha256, signWith } from './crypto.ts'
import {
  emptyFile,
  inFileTransaction,
  StorageFailure,
  type FileContent,
  type FileTransaction,
} from './device-file.ts'
import { createFileWatch } from './file-watch.ts'
import { createSimNetwork } from './network.ts'
import type { SimServer } from './server.ts'
import { simCommands } from './sim-commands.ts'
import { takeSnapshot } from './snapshots.ts'
import { contextOn, writeOp, writesOf, type Author, type Write } from './write-op.ts'
import type { World } from './world.ts'

export interface Desktop {
  name: string
  schema: number
  /** How far its clock is off, in milliseconds. */
  skew: number
  isOnline: boolean
  /** Its disk has no room. */
  isFull: boolean
  /** Its file came from another machine and has not been opened since. */
  isMoved: boolean
  /** It worked alone before it met the organisation. */
  startsAlone: boolean
  /** What it is to hold once it is enrolled. */
  plannedScope: DeviceScope
  /** It will never do anything again. */
  isGone: boolean
  person: { personId: string; officeId: string }
  /** Somebody can work with it: there is an organisation in its file. */
  isUsable(): boolean
  file(): FileContent
  /** Another file in place of the one it had. */
  putFile(file: FileContent): void
  /** A file without anything in it, under an identity of its own. */
  emptyFile(): FileContent
  open(): void
  close(): void
  isOpen(): boolean
  client(): SyncClient | undefined
  /** What the client works on, for who brings a file; absent while the program is closed. */
  store(): ClientStore | undefined
  /** Dies at this many writes from now on. */
  crashAfter(writes: number | undefined): void
  /** Runs a command as a person would; true when it was committed. */
  act(command: string, input: unknown): boolean
  /** Writes an op with this content, whatever it is. */
  write(command: string, make: (transaction: FileTransaction) => Write[]): boolean
  /** Enrols with a one-time code; true when the server answered. */
  enrol(code: string): Promise<boolean>
}

export function createDesktop(world: World, server: SimServer, name: string): Desktop {
  const { scheduler } = world
  const random = world.random(`desktop ${name}`)
  const codes = '23456789'
  const drawCode = () => random.pick([...codes]) + random.pick([...codes])
  let identities = 0
  const drawIdentity = () => {
    const id = `${name}.${++identities}.${world.newId()}`
    // The stand-in for keys: the public one is the private one.
    return { id, publicKey: `key of ${id}`, code: drawCode() }
  }
  let file = emptyFile(drawIdentity())
  let watch = createFileWatch(world, server, name)
  let fresh: ReturnType<typeof drawIdentity> | undefined
  let current: { client: SyncClient; store: ClientStore; isAlive: boolean } | undefined
  let writesLeft: number | undefined

  const now = () => scheduler.now() + desktop.skew
  const author = (): Author => ({ ...desktop.person, schema: desktop.schema, now: now(), newId: world.newId })

  const crash = (): never => {
    world.note(`${name}: dies while writing`)
    writesLeft = undefined
    const wasOpen = desktop.isOpen()
    desktop.close()
    if (wasOpen) scheduler.after(random.int(1_000, 60_000), () => desktop.isGone || desktop.open())
    throw new StorageFailure('died')
  }

  const transact = <T>(work: (transaction: FileTransaction) => T): T => {
    const onWrite = () => {
      if (desktop.isFull) throw new StorageFailure('full')
      if (writesLeft !== undefined && --writesLeft <= 0) crash()
    }
    const result = inFileTransaction(file, { onWrite, now: now() }, work)
    watch.check(file)
    return result
  }

  const network = createSimNetwork(world, server, {
    name,
    isOnline: () => desktop.isOnline,
    get schema() {
      return desktop.schema
    },
    fresh() {
      if (!fresh || fresh.id === file.identity.id) fresh = drawIdentity()
      const { id, publicKey, code } = fresh
      const device: NewDevice = { id, name, code, publicKey }
      return { device, oldKey: file.identity.publicKey }
    },
    redrawCode: () => void (fresh &&= { ...fresh, code: drawCode() }),
  })

  const storeOf = (life: { isAlive: boolean }): ClientStore => {
    const store = createClientStore({
      async inTransaction(work) {
        await Promise.resolve()
        if (!life.isAlive) throw new StorageFailure('closed')
        const result = transact(work)
        if (writesLeft !== undefined && random.chance(0.1)) crash()
        return result
      },
      sha256,
      sign: (text) => signWith(file.identity.publicKey, text),
      schema: desktop.schema,
      freshIdentity() {
        if (!fresh) throw new Error('no identity was introduced')
        world.note(`${name}: goes on as ${fresh.id}`)
        return fresh
      },
    })
    return planted(world, store, () => file)
  }

  /**
   * The file was put back to before it joined, and what came of it since goes on under another identity: a person keeps
   * it and begins with the organisation's data.
   */
  const setAside = (): void => {
    for (const { op } of file.ops.get(file.identity.id)?.values() ?? [])
      if (!server.store.data.opIds.has(op.header.id)) world.excused.set(op.header.id, 'set aside')
    desktop.putFile(desktop.emptyFile())
  }

  /** Whatever comes in the way of it, pages do as well. */
  const beginWithSnapshot = async (scope: DeviceScope): Promise<void> => {
    try {
      const snapshot = await network.call('snapshot', () => server.snapshots.find(scope))
      if (snapshot && transact((transaction) => takeSnapshot(transaction, snapshot)))
        world.note(`${name}: begins with the file of ${snapshot.seq}`)
    } catch (error) {
      world.note(`${name}: no file to begin with: ${error instanceof Error ? error.constructor.name : ''}`)
    }
  }

  const desktop: Desktop = {
    name,
    schema: 2,
    skew: 0,
    isOnline: true,
    isFull: false,
    isMoved: false,
    startsAlone: false,
    plannedScope: FULL_SCOPE,
    isGone: false,
    person: { personId: `person-${name}`, officeId: `office-${name}` },
    isUsable: () => (file.records.get('catalog')?.size ?? 0) > 0,
    file: () => file,
    emptyFile: () => emptyFile(drawIdentity()),
    putFile(next) {
      desktop.close()
      file = next
      watch = createFileWatch(world, server, name)
      fresh = undefined
    },
    open() {
      if (current || desktop.isGone) return
      const life = { isAlive: true }
      const store = storeOf(life)
      const client = createSyncClient(
        {
          store,
          network,
          clock: { now },
          timers: { after: (wait, work) => scheduler.after(wait, () => void (life.isAlive && work())) },
          random: () => random.next(),
        },
        {
          pageSize: world.faults.has('smallPages') ? random.int(1, 7) : 200,
          ...(world.faults.has('smallParts') && { rowsInPart: random.int(1, 3) }),
        },
      )
      current = Object.assign(life, { client, store })
      client.start()
    },
    close() {
      if (!current) return
      current.isAlive = false
      current.client.stop()
      current = undefined
    },
    isOpen: () => current !== undefined,
    client: () => current?.client,
    store: () => current?.store,
    crashAfter: (writes) => void (writesLeft = writes),
    act: (command, input) =>
      desktop.write(command === 'sim.dropContact' ? 'contact.create' : command, (transaction) => {
        const definition = simCommands[command]
        if (!definition) throw new Error(`no command ${command}`)
        const outcome = definition.run(input, contextOn(transaction, author()))
        return outcome.ok ? writesOf(outcome.value) : []
      }),
    write(command, make) {
      try {
        const op = transact((transaction) => writeOp(transaction, command, make(transaction), author()))
        if (!op) return false
        world.made.set(op.header.id, { op, by: name })
        world.note(
          `${name}: ${command} ${op.header.device}/${op.header.n} ${[...new Set(op.rows.map((row) => `${row.collection}/${row.id}`))].slice(0, 3).join(' ')}`,
        )
        current?.client.changed()
        return true
      } catch (error) {
        if (error instanceof StorageFailure) return false
        throw error
      }
    },
    async enrol(code) {
      try {
        for (;;) {
          const { id, publicKey, code: own } = file.identity
          const request = {
            code,
            device: { id, publicKey, code: own, name },
            schema: desktop.schema,
            holdsDemo: false,
          }
          const answer = await network.call('enrol', () =>
            server.run((store, options) => enrolStep(store, request, options)),
          )
          if (!answer.ok) {
            world.note(`${name}: enrolment refused: ${answer.refusal}`)
            if (answer.refusal === 'closed') setAside()
            return true
          }
          transact((transaction) => {
            // Numbers given from now on carry another code.
            if (answer.codeTaken) transaction.putIdentity({ ...file.identity, code: drawCode() })
            else join(transaction, answer.epoch, answer.scope)
          })
          if (!answer.codeTaken) {
            if (world.faults.has('snapshot')) await beginWithSnapshot(answer.scope)
            return true
          }
        }
      } catch {
        return false
      }
    },
  }
  return desktop
}

/** The client's store with a fault of the world planted into it. */
function planted(world: World, store: ClientStore, file: () => FileContent): ClientStore {
  if (world.plant === 'appliedFromPush')
    return {
      ...store,
      takePage(after, page) {
        const n = file().marks?.acknowledged ?? 0
        const hash = file().ops.get(file().identity.id)?.get(n)?.op.header.hash
        const applied = !page.more && hash !== undefined ? { n, hash } : page.applied
        return store.takePage(after, { ...page, applied })
      },
    }
  if (world.plant === 'visiblePages')
    return { ...store, takePage: (after, page) => store.takePage(after, { ...page, more: false }) }
  return store
}
