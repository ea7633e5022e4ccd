import { join } from 'node:path'
import { parseConnectionCode } from '#core/contract/connection-code.ts'
import { createSyncClient, type SyncClient } from '#core/sync/client/client.ts'
import { historyOnce, pullOnce } from '#core/sync/client/pull-loop.ts'
import { enrol } from '#main/services/sync/enrolment.ts'
import { startLive } from '#main/services/sync/live.ts'
import { createSyncNetwork } from '#main/services/sync/server-calls.ts'
import { createServerHttp } from '#main/services/sync/server-http.ts'
import { growSchema } from '#main/store/schema.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { USUAL_DELETE } from '#main/store/writer/erase.ts'
import { createWriter } from '#main/store/writer/writer.ts'
import { temporaryFolder } from '../../../support/browser-host.ts'
import { createBenchData } from '../../store/data.ts'
import { EDITED } from '../documents.ts'
import type { ClientMethods } from '../engine.ts'
import { serveBench } from '../worker.ts'

/*
 * Desktops without their windows: the file, the writer and the sync client of the host, over HTTP, several in one
 * process.
 */

const OPTIONS = { pageSize: 1000 }
/** Milliseconds. */
const LOOK_AGAIN = 20

const wait = (milliseconds: number): Promise<void> =>
  new Promise((done) => void setTimeout(done, milliseconds))

async function openClient(file: string, door: string) {
  const db = openSqlite(file)
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; ${USUAL_DELETE}`)
  growSchema(db)
  let client: SyncClient | undefined
  const writer = createWriter(db, {
    path: file,
    onCommit: () => client?.changed(),
    onProgress: () => undefined,
  })
  const { sync } = writer
  const code = parseConnectionCode(door)
  if (!code) throw new Error('no connection code')
  const http = createServerHttp({ url: code.url, environment: {}, userAgent: 'bench' })
  const port = {
    standing: () => Promise.resolve(sync.standing()),
    introduction: () => Promise.resolve(sync.introduction()),
    sign: (text: string) => Promise.resolve(sync.sign(text)),
    redrawCode: () => Promise.resolve(sync.redrawCode()),
    fresh: () => Promise.resolve(sync.fresh()),
    redrawFreshCode: () => Promise.resolve(sync.redrawFreshCode()),
  }
  sync.begin()
  const enrolled = await enrol(http, port, code, false)
  if (!enrolled.ok) throw new Error(JSON.stringify(enrolled.error))
  const { epoch, scope, token, server } = enrolled.value
  sync.join(epoch, scope, server)
  const tokens = { get: () => Promise.resolve(token), put: () => Promise.resolve() }
  const network = createSyncNetwork({ http, file: port, tokens, deviceName: 'bench' })
  const edited = db.prepare(`SELECT count(*) AS n FROM d_customers WHERE body LIKE '%"${EDITED}%'`)

  return {
    async fetch(): Promise<void> {
      while ((await pullOnce(sync, network, OPTIONS)).kind === 'again');
      while (await historyOnce(sync, network, OPTIONS));
      if (!sync.settleIn({ personName: 'Ana Ruiz', language: 'es' })) throw new Error('there is no office')
    },
    edit(id: string, text: string): void {
      const done = writer.run('customer.update', { id, changes: { notes: text } }, false)
      if (!done.ok) throw new Error(JSON.stringify(done.error))
    },
    connect(): void {
      const created = createSyncClient(
        {
          store: sync,
          network,
          clock: { now: () => Date.now() },
          timers: {
            after(milliseconds, work) {
              const timer = setTimeout(work, milliseconds)
              return () => clearTimeout(timer)
            },
          },
          random: Math.random,
        },
        OPTIONS,
      )
      client = created
      startLive({
        http,
        token: () => Promise.resolve(token),
        poked: () => created.poke(),
        termsChanged: () => undefined,
        lost: () => created.poke(),
        random: Math.random,
      })
      created.start()
    },
    documents: () =>
      ['customers', 'contacts', 'sites', 'services'].reduce(
        (sum, name) => sum + Number(db.prepare(`SELECT count(*) AS n FROM d_${name}`).get()?.n),
        0,
      ),
    edited: () => Number(edited.get()?.n),
    pending: () => sync.standing().pending,
  }
}

let clients: Awaited<ReturnType<typeof openClient>>[] = []
let ids: string[] = []
const folder = temporaryFolder()

const first = () => {
  const [client] = clients
  if (!client) throw new Error('nothing is open')
  return client
}
const idAt = (index: number): string => ids[index] ?? ''

serveBench({
  async open({ doors, holding }) {
    ids = createBenchData(holding.customers).customers.map(({ id }) => id)
    clients = await Promise.all(
      doors.map((door, index) => openClient(join(folder, `${index}.sqlite`), String(door))),
    )
  },
  async fetch() {
    for (const client of clients) await client.fetch()
    return first().documents()
  },
  edit({ first: start, edits }) {
    for (const [index, client] of clients.entries())
      for (let i = 0; i < edits; i++) {
        const at = start + index * edits + i
        client.edit(idAt(at), `${EDITED}${at}`)
      }
    return Promise.resolve()
  },
  connect() {
    for (const client of clients) client.connect()
  },
  async untilEdited(count) {
    while (clients.some((client) => client.edited() < count)) await wait(LOOK_AGAIN)
  },
  async untilPushed() {
    while (first().pending() > 0) await wait(LOOK_AGAIN)
  },
} satisfies ClientMethods)
