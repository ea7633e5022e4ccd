import { join } from 'node:path'
import { temporaryFolder } from '../../../support/browser-host.ts'
import { createBenchData } from '../../store/data.ts'
import { EDITED } from '../documents.ts'
import type { ClientMethods, ShowingMethods } from '../engine.ts'
import { moment, serveBench } from '../worker.ts'
import { loadPouchdb, type PouchDatabase } from './packages.ts'

/* PouchDB over LevelDB, several databases in one process, replicating over HTTP in batches as large as our pages. */

const BATCHES = { batch_size: 1000, batches_limit: 4 }

interface Client {
  local: PouchDatabase
  remote: PouchDatabase
  /** Ids of customers that carry an edit. */
  edited: Set<string>
}

const PouchDB = loadPouchdb()
const OnDisk = PouchDB.defaults({ prefix: join(temporaryFolder(), '/'), auto_compaction: false })
let clients: Client[] = []
let ids: string[] = []
let heard: (() => void)[] = []

const first = (): Client => {
  const [client] = clients
  if (!client) throw new Error('nothing is open')
  return client
}
const until = (holds: () => boolean): Promise<void> =>
  new Promise((done) => {
    const look = () => holds() && done()
    heard = [...heard, look]
    look()
  })

/** What a live query over the notes would show. */
function watch({ local, edited }: Client): void {
  local.changes({ live: true, since: 'now', include_docs: true }).on('change', ({ id, doc }) => {
    if (String(doc?.notes).startsWith(EDITED)) edited.add(id)
    for (const look of heard) look()
  })
}

async function edit({ local }: Client, id: string, notes: string): Promise<void> {
  await local.put({ ...(await local.get(id)), notes })
}

let pushed: Promise<unknown> | undefined

serveBench({
  async open({ doors, holding }) {
    ids = createBenchData(holding.customers).customers.map(({ id }) => id)
    clients = doors.map((door, index) => ({
      local: new OnDisk(`client-${index}`),
      remote: new PouchDB(String(door)),
      edited: new Set(),
    }))
    await Promise.resolve()
  },
  async fetch() {
    for (const { local, remote } of clients) await local.replicate.from(remote, BATCHES)
    return (await first().local.info()).doc_count
  },
  async edit({ first: start, edits }) {
    for (const client of clients) watch(client)
    for (const [index, client] of clients.entries())
      for (let i = 0; i < edits; i++) {
        const at = start + index * edits + i
        await edit(client, ids[at] ?? '', `${EDITED}${at}`)
      }
  },
  connect() {
    const fail = (error: unknown) => {
      throw error
    }
    for (const { local, remote } of clients)
      PouchDB.sync(local, remote, { ...BATCHES, live: true, retry: true }).on('error', fail)
    // Of one client alone it is known when everything has gone out.
    if (clients.length === 1) pushed = first().local.replicate.to(first().remote, BATCHES)
  },
  untilEdited: (count) => until(() => clients.every(({ edited }) => edited.size >= count)),
  async untilPushed() {
    await pushed
  },
  async save({ index, text }) {
    const start = moment()
    await edit(first(), ids[index] ?? '', text)
    return start
  },
  untilShown: ({ index, text }) =>
    new Promise((done) => {
      const { local } = first()
      const look = async () => {
        if ((await local.get(ids[index] ?? '')).notes === text) done(moment())
      }
      local.changes({ live: true, since: 'now' }).on('change', () => void look())
      void look()
    }),
} satisfies ClientMethods & ShowingMethods)
