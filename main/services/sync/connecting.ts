import { parseConnectionCode, type Connection as ConnectionCode } from '#core/contract/connection-code.ts'
import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { DataFolders } from '../../host/data-folders.ts'
import type { StoreSlot } from '../../host/store-slot.ts'
import type { Settings } from '../settings/settings.ts'
import { holdsDemo } from '../demo/index.ts'
import { keepAsked } from '../access/kept-people.ts'
import { MAIL_KEY } from '../../store/leases.ts'
import type { Store } from '../../store/store.ts'
import { formerNewcomer, formerOrganisation, keepConnection, type Connection } from './connection.ts'
import { deviceName, enrol, type Enrolled } from './enrolment.ts'
import { clearJoining, finishJoining, joiningFolder, markReady } from './joining.ts'
import { holdHere } from './leases.ts'
import type { DeviceTokens } from './server-calls.ts'
import type { ServerHttp } from './server-http.ts'

export interface ConnectingOptions {
  slot: StoreSlot
  folders: DataFolders
  settings: Settings
  tokens: DeviceTokens
  /** Has every window begin anew. */
  restartWindows: () => void
  httpTo: (server: Pick<ConnectionCode, 'url' | 'fingerprint'>) => ServerHttp
  /** The open file is connected. */
  isRunning: () => boolean
  isOut: () => boolean
  run: (store: Store, connection: Connection) => Promise<void>
  stop: () => void
}

type ConnectInput = MethodInput<'sync', 'connect'>
type Connected = HostReply<MethodOutput<'sync', 'connect'>>

/** An organisation has a few offices; this is more than any. */
const MOST_OFFICES = 1000

/** Joins an organisation by a code: with all that is on this desktop, or with a new file of the organisation's data. */
export function createConnecting(options: ConnectingOptions): (input: ConnectInput) => Promise<Connected> {
  const { slot, folders, settings, tokens, httpTo, run, stop } = options

  /** Introduces the file of a store and keeps the token; the file knows of nothing yet. */
  const introduce = async (
    store: Store,
    code: ConnectionCode,
    needsData: boolean,
  ): Promise<HostReply<Enrolled>> => {
    const http = httpTo(code)
    try {
      const enrolled = await enrol(http, store.sync, code, needsData)
      if (enrolled.ok) await tokens.put(enrolled.value.device, enrolled.value.token)
      return enrolled
    } finally {
      http.close()
    }
  }

  const connectionOf = ({ url, fingerprint }: ConnectionCode, { org }: Enrolled): Connection => ({
    url,
    connectedAt: Date.now(),
    ...(fingerprint !== undefined && { fingerprint }),
    ...(org !== undefined && { org }),
  })

  /** All ops of the file go to the organisation; a file that was connected before goes on where it ended. */
  const addMine = async (store: Store, code: ConnectionCode): Promise<Connected> => {
    if (await holdsDemo(store)) return demoData
    const enrolled = await introduce(store, code, false)
    if (!enrolled.ok) return enrolled
    const { epoch, scope, org, server, knownAs } = enrolled.value
    const former = await formerOrganisation(store)
    const { marks } = await store.sync.standing()
    if (marks && former !== org) return fail('sync/other-organisation', 'the file belongs to another one')
    if (!marks) {
      await holdAll(store)
      await store.sync.join(epoch, scope, server)
    }
    const newcomer = await formerNewcomer(store)
    const connection = { ...connectionOf(code, enrolled.value), ...(newcomer && { newcomer }) }
    const kept = await keepConnection(store, connection)
    if (!kept.ok) return kept
    await store.local.remove('sync', 'newcomer')
    await run(store, connection)
    return { ok: true, value: knownAs === undefined ? {} : { knownAs } }
  }

  /** A new file with the organisation's data takes the place of the one that is there. */
  const setMineAside = async (code: ConnectionCode, input: ConnectInput): Promise<Connected> => {
    const newcomer = await newcomerOf(slot.current(), input)
    if (!newcomer) return fail('host/not-set-up', 'the name of the person is missing')
    const folder = folders.real
    const opened = await slot.open(joiningFolder(folder))
    if (!opened.ok) return opened
    const { store } = opened.value
    const prepared = await prepare(store, code, newcomer)
    await store.close()
    if (!prepared.ok) {
      // Without an answer the server may know the new file all the same: the next try is the same desktop to it.
      if (!prepared.error.retryable) clearJoining(folder)
      return prepared
    }
    markReady(folder, Date.now(), slot.current().device() ? 'joining' : 'empty')
    stop()
    let setAside: string | undefined
    const reopened = await slot.reopen(folder, () => (setAside = finishJoining(folder)))
    if (!reopened.ok) return reopened
    settings.readFrom(reopened.value.store)
    options.restartWindows()
    return { ok: true, value: setAside === undefined ? {} : { setAside } }
  }

  const prepare = async (
    store: Store,
    code: ConnectionCode,
    newcomer: NonNullable<Connection['newcomer']>,
  ): Promise<HostReply<object>> => {
    await store.sync.begin()
    const enrolled = await introduce(store, code, true)
    if (!enrolled.ok) return enrolled
    await settings.copyTo(store)
    const { epoch, scope, server, signIn } = enrolled.value
    await keepAsked(store, { signIn, isRevoked: false })
    await store.sync.join(epoch, scope, server)
    // Where people sign in, whoever works here says so by that.
    const named = signIn ? { ...newcomer, personName: '' } : newcomer
    return keepConnection(store, { ...connectionOf(code, enrolled.value), newcomer: named })
  }

  return async (input) => {
    const code = parseConnectionCode(input.code)
    if (!code) return fail('sync/bad-code', 'not a connection code')
    if (folders.isDemo()) return demoData
    if (options.isRunning()) return fail('sync/already-connected', 'disconnect first')
    if (input.join === 'set-mine-aside') return setMineAside(code, input)
    if (options.isOut()) return fail('access/locked', 'what is here belongs to the organisation')
    const store = slot.current()
    if (!store.device()) return fail('host/not-set-up', 'run app.setUp first')
    return addMine(store, code)
  }
}

/** What a desktop did alone it goes on doing: nobody waits for the server's word, which follows. */
async function holdAll(store: Store): Promise<void> {
  const offices = await store.read('store', 'query', {
    collection: 'catalog',
    selector: { kind: 'office' },
    sort: [{ field: 'id', direction: 'asc' }],
    skip: 0,
    limit: MOST_OFFICES,
  })
  const name = deviceName()
  for (const { document } of offices.ok ? offices.value.rows : [])
    await holdHere(store, { kind: 'billing', key: document.id }, name)
  await holdHere(store, { kind: 'mail', key: MAIL_KEY }, name)
}

/** Who works here: by the file that is open, or as the person says where it was never set up or holds made-up people. */
async function newcomerOf(store: Store, input: ConnectInput): Promise<Connection['newcomer']> {
  const device = store.device()
  if (!device || (await holdsDemo(store))) {
    const { personName, language = 'es' } = input
    return personName?.trim() ? { personName, language } : undefined
  }
  const reply = await store.read('store', 'byIds', {
    collection: 'catalog',
    ids: [device.personId],
    withDeleted: false,
  })
  const [row] = reply.ok ? reply.value.rows : []
  const former = row ? undefined : await formerNewcomer(store)
  if (former?.personName) return former
  const data = (row?.document.data ?? {}) as { name?: string; language?: string }
  return { personName: data.name ?? deviceName(), language: data.language ?? input.language ?? 'es' }
}

/** Made-up data never comes into an organisation (sync.md §3). */
const demoData = fail('sync/demo', 'demo data is never connected')
