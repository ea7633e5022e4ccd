import type { Role } from '#core/domain/people/roles.ts'
import type { HostReply } from '#core/contract/envelope.ts'
import { isCollectionName } from '#core/domain/registry.ts'
import type { RecordRef } from '#core/sync/merge/merge-op.ts'
import type { ClientStore } from '#core/sync/client/ports.ts'
import { createClientStore, type ClientStorePorts } from '#core/sync/overlay/client-store.ts'
import { join } from '#core/sync/overlay/epoch.ts'
import { renewAlone } from '#core/sync/overlay/renew.ts'
import type { DeviceTransaction, SyncMarks } from '#core/sync/overlay/device-store.ts'
import { SCHEMA_VERSION } from '#core/sync/schema-version.ts'
import type { DeviceScope } from '#core/sync/scope.ts'
import type { ServerIdentity, WireOp } from '#core/sync/wire.ts'
import { beginLoad, catchUp, isFirstLoad } from '../first-load.ts'
import { preparedFor } from '../projectors/projector.ts'
import { projectReadModels } from '../projectors/index.ts'
import { getMeta, putMeta } from '../meta.ts'
import { sha256 } from '../sha256.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { inTransaction, lightly } from '../sqlite/transaction.ts'
import { eventsOf, type CommitEvent } from '../writer/commit-events.ts'
import type { DeviceIdentity } from '../store.ts'
import type { Documents } from '../writer/documents.ts'
import { eraseCustomers, withSecureDelete } from '../writer/erase.ts'
import { drawCode, drawIdentity, drawKeys, loadIdentity } from '../writer/identity.ts'
import { putFresh, putIdentity, readFresh, readIdentity, readMarks } from './marks.ts'
import { createFileTransaction, erases, stagesErasures } from './transaction.ts'

/** Bytes of JSON in one push at the most, unless a single op has more. */
const PUSH_BYTES = 4 * 1024 * 1024

/** A device as it introduces itself to a server, apart from its name. */
export interface Introduction {
  id: string
  code: string
  publicKey: string
}

/** How the file stands with its server, for the screens. */
export interface FileStanding {
  marks?: SyncMarks
  /** Own ops that the server has not answered for, and those that wait to be relayed. */
  pending: number
  /** Ops that this desktop wrote. */
  ops: number
  /** Records are all here, and what lists and search need of them is still being made. */
  isPreparing: boolean
}

export interface SyncFile extends ClientStore {
  standing(): FileStanding
  introduction(): Introduction
  /** Makes what a first pull left for its end (first-load.ts), piece by piece; others have the file in between. */
  finishLoad(): Promise<void>
  /** Signs under the identity that the file has. */
  sign(text: string): string
  /** Another code for numbers to come: somebody has the one there was. */
  redrawCode(): Introduction
  /** Draws the identity of a file that was never set up; another one has its own already. */
  begin(): Introduction
  /** Takes the organisation's word for where its feed begins; all ops of the file are pending from then on. */
  join(epoch: string, scope: DeviceScope, server?: ServerIdentity): void
  /** The identity to go on under; the same one until it is taken. */
  fresh(): Introduction
  redrawFreshCode(): void
  /**
   * Whether the file is still where `home` says; it is taken over when nothing was kept so far. Somewhere else a connected
   * file gives numbers with another code from now on: the one it is a copy of may go on with the same.
   */
  isAtHome(home: string): boolean
  putHome(home: string): void
  /** Gives a copy of a file that works alone an identity of its own; nothing where it is connected. */
  renewAlone(): void
  /**
   * Who works at a desktop that began with the organisation's data: becomes one of its people, at its first office.
   * False as long as no office has arrived.
   */
  settleIn(person: Newcomer): boolean
  /**
   * Somebody else works at this desktop from now on: what is written carries their id, and their role limits it. They
   * become one of the organisation's people when they are not yet.
   */
  workAs(person: Worker): boolean
}

export interface Worker extends Newcomer {
  id: string
  /** Absent where nobody signs in: everything is allowed. */
  role?: Role
  /** The desktop stands at this office from now on. */
  officeId?: string
}

export interface Newcomer {
  personName: string
  language: string
}

export interface SyncFileOptions {
  now: () => number
  onCommit(event: CommitEvent): void
  /** Customers were erased elsewhere. */
  onErased(customerIds: readonly string[], at: string): void
  /** Ops are written under another identity from now on. */
  identityChanged(): void
  /** The file was not closed meanwhile. */
  isOpen: () => boolean
  /** Runs a command of the program itself. */
  run(command: string, input: unknown): HostReply
}

const prepared = preparedFor({
  unsent: `SELECT count(*) AS n FROM ops WHERE device = ? AND n > ? AND offer IS NULL`,
  offered: `SELECT count(*) AS n FROM ops WHERE offer IS NOT NULL`,
})

/** The file of a desktop as the sync client works with it, on the writer's connection. */
export function createSyncFile(db: SqliteDatabase, documents: Documents, options: SyncFileOptions): SyncFile {
  const run = <T>(work: (transaction: DeviceTransaction) => T, isErasing = stagesErasures(db)): T => {
    const device = getMeta(db, 'device')
    const events: CommitEvent[] = []
    const erased: RecordRef[] = []
    const once = (): T => {
      const transaction = createFileTransaction(db, documents, options.now)
      const result = work(transaction)
      const done = transaction.finish()
      erased.push(...done.erased)
      if (done.changes) {
        const { commit, writes, rows, posted, withdrawn } = done.changes
        projectReadModels(db, writes, undefined, posted, withdrawn)
        events.push(...eventsOf(commit, rows, posted.length + withdrawn.length > 0))
      }
      finishErasure(erased)
      return result
    }
    const result = isErasing ? withSecureDelete(db, () => inTransaction(db, once)) : inTransaction(db, once)
    if (getMeta(db, 'device') !== device) options.identityChanged()
    for (const event of events) options.onCommit(event)
    const at = new Date(options.now()).toISOString()
    if (erased.length > 0) options.onErased(customersOf(erased), at)
    return result
  }

  /** What an erasure takes beside the records themselves: drafts, notes on equipment, leftovers in free pages. */
  const finishErasure = (erased: readonly RecordRef[]): void => {
    const known = erased.flatMap(({ collection, id }) =>
      isCollectionName(collection) ? [{ collection, id }] : [],
    )
    const at = new Date(options.now()).toISOString()
    const customers = customersOf(erased)
    if (customers.length > 0) eraseCustomers(db, customers, known, at)
  }

  let finishing: Promise<void> | undefined
  const finishLoad = (): Promise<void> => {
    const work = async (): Promise<void> => {
      while (options.isOpen() && lightly(db, () => catchUp(db))) await turn()
    }
    return (finishing ??= work().finally(() => (finishing = undefined)))
  }

  const ports: Omit<ClientStorePorts, 'inTransaction'> = {
    sha256,
    sign: (text) => sign(db, text),
    schema: SCHEMA_VERSION,
    turn,
    freshIdentity: () => freshOf(db),
  }
  // The records that changed are known from what was put.
  const store = createClientStore({
    ...ports,
    inTransaction: (work) => Promise.resolve().then(() => run(work)),
  })
  // What was pulled and is lost by a power cut comes again.
  const lightStore = (isErasing?: boolean): ClientStore =>
    createClientStore({
      ...ports,
      inTransaction: (work) => Promise.resolve().then(() => lightly(db, () => run(work, isErasing))),
    })
  const light = lightStore()
  const erasing = lightStore(true)

  return {
    ...store,
    stage: light.stage,
    keepHistory: light.keepHistory,
    applyStaged: light.applyStaged,
    async takePage(after, page) {
      beginLoad(db, page.total ?? 0)
      const isNext = await (page.items.some(erases) ? erasing : light).takePage(after, page)
      if (!page.more) await finishLoad()
      return isNext
    },
    finishLoad,
    async nextOps(limit, without) {
      return withinBytes(await store.nextOps(limit, without))
    },
    standing() {
      const marks = readMarks(db)
      const isPreparing = isFirstLoad(db)
      if (!marks) return { pending: 0, ops: Number(getMeta(db, 'n') ?? 0), isPreparing }
      const { id, n } = readIdentity(db)
      const statements = prepared(db)
      const unsent = Number(statements.unsent.get(id, marks.acknowledged)?.n)
      return { marks, pending: unsent + Number(statements.offered.get()?.n), ops: n, isPreparing }
    },
    introduction: () => introductionOf(readIdentity(db)),
    begin() {
      if (getMeta(db, 'device') === undefined) run(() => drawIdentity().save(db))
      return introductionOf(readIdentity(db))
    },
    sign: (text) => sign(db, text),
    redrawCode() {
      run(() => putIdentity(db, { ...readIdentity(db), code: drawCode() }))
      return introductionOf(readIdentity(db))
    },
    join: (epoch, scope, server) => run((transaction) => join(transaction, epoch, scope, server)),
    fresh() {
      if (!readFresh(db)) run(() => putFresh(db, drawKeys()))
      return introductionOf(freshOf(db))
    },
    isAtHome(home) {
      const kept = getMeta(db, 'home')
      if (kept === undefined) run(() => putMeta(db, 'home', home))
      else if (kept !== home && getMeta(db, 'numbersHome') !== home && readMarks(db))
        run(() => {
          putIdentity(db, { ...readIdentity(db), code: drawCode() })
          putMeta(db, 'numbersHome', home)
        })
      return kept === undefined || kept === home
    },
    settleIn(person) {
      const [office] = documents
        .find('catalog', { kind: 'office' })
        .filter(({ archived }) => archived === undefined)
        .sort((a, b) => (String(a.rank) < String(b.rank) ? -1 : 1))
      if (!office) return false
      const identity = JSON.parse(getMeta(db, 'device') ?? '{}') as DeviceIdentity
      run(() => putMeta(db, 'device', JSON.stringify({ ...identity, officeId: office.id })))
      options.identityChanged()
      // Where people sign in, whoever works here says so by that.
      return person.personName === '' || options.run('setup.joinOffice', person).ok
    },
    workAs({ id, role, officeId, ...person }) {
      const identity = JSON.parse(getMeta(db, 'device') ?? '{}') as DeviceIdentity
      run(() => {
        const worked = { ...identity, personId: id, ...(officeId !== undefined && { officeId }) }
        putMeta(db, 'device', JSON.stringify(worked))
        putMeta(db, 'role', role ?? '')
      })
      options.identityChanged()
      return options.run('setup.joinOffice', person).ok
    },
    renewAlone: () =>
      run((transaction) => {
        if (readMarks(db) || getMeta(db, 'device') === undefined) return
        putFresh(db, drawKeys())
        renewAlone(transaction, freshOf(db), { sha256, sign: (text) => sign(db, text) })
      }),
    putHome: (home) => run(() => putMeta(db, 'home', home)),
    redrawFreshCode: () => run(() => putFresh(db, { ...freshOf(db), code: drawCode() })),
  }
}

/** Lets others have the file between two pieces of long work. */
const turn = (): Promise<void> => new Promise((done) => void setImmediate(done))

const introductionOf = ({ id, code, publicKey }: Introduction): Introduction => ({ id, code, publicKey })

function freshOf(db: SqliteDatabase) {
  const fresh = readFresh(db)
  if (!fresh) throw new Error('no identity was drawn to go on under')
  return fresh
}

function sign(db: SqliteDatabase, text: string): string {
  const signer = loadIdentity(db)
  if (!signer) throw new Error('the file has no identity')
  return signer.sign(text)
}

const customersOf = (erased: readonly RecordRef[]): string[] =>
  erased.filter(({ collection }) => collection === 'customers').map(({ id }) => id)

function withinBytes(ops: WireOp[]): WireOp[] {
  let bytes = 0
  const end = ops.findIndex((op, index) => {
    bytes += JSON.stringify(op).length
    return index > 0 && bytes > PUSH_BYTES
  })
  return end < 0 ? ops : ops.slice(0, end)
}
