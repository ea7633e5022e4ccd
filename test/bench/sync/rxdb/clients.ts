import { get } from 'node:http'
import { createRxDatabase, type RxCollection } from 'rxdb/plugins/core'
import { replicateRxCollection, type RxReplicationState } from 'rxdb/plugins/replication'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { Subject } from 'rxjs'
import type { StoredDocument } from '#core/domain/entity.ts'
import { createBenchData } from '../../store/data.ts'
import { COLLECTIONS, EDITED } from '../documents.ts'
import type { ClientMethods, ShowingMethods } from '../engine.ts'
import { moment, serveBench } from '../worker.ts'
import type { Checkpoint, PullAnswer, PushRow } from './protocol.ts'

/*
 * RxDB with its two-way replication, several databases in one process. In Node its only free storage that holds so much
 * keeps everything in memory: nothing is written to a disk.
 */

const BATCH = 1000

interface Client {
  url: string
  collections: Record<string, RxCollection<StoredDocument>>
}

let clients: Client[] = []
let ids: string[] = []
const states: RxReplicationState<StoredDocument, Checkpoint>[] = []

const first = (): Client => {
  const [client] = clients
  if (!client) throw new Error('nothing is open')
  return client
}
const customersOf = ({ collections }: Client): RxCollection<StoredDocument> => {
  const { customers } = collections
  if (!customers) throw new Error('no customers')
  return customers
}

async function ask<T>(url: string, path: string, body: unknown): Promise<T> {
  const answer = await fetch(`${url}/${path}`, { method: 'POST', body: JSON.stringify(body) })
  return (await answer.json()) as T
}

async function openClient(url: string, index: number, bare: boolean): Promise<Client> {
  const database = await createRxDatabase({
    name: `client-${index}`,
    storage: getRxStorageMemory(),
    multiInstance: false,
  })
  const schema = {
    version: 0,
    primaryKey: 'id',
    type: 'object',
    properties: { id: { type: 'string', maxLength: 100 }, notes: { type: 'string' } },
  } as const
  const names = bare ? COLLECTIONS.slice(0, 1) : COLLECTIONS
  const collections = await database.addCollections(
    Object.fromEntries(names.map((name) => [name, { schema }])),
  )
  return { url, collections }
}

function replicate({ url, collections }: Client, live: boolean) {
  return Object.entries(collections).map(([name, collection]) => {
    const stream = new Subject<'RESYNC'>()
    if (live) get(`${url}/stream`, (response) => response.on('data', () => stream.next('RESYNC')))
    return replicateRxCollection<StoredDocument, Checkpoint>({
      collection,
      replicationIdentifier: url,
      live,
      retryTime: 1000,
      pull: {
        batchSize: BATCH,
        stream$: stream,
        handler: (checkpoint, limit) =>
          ask<PullAnswer>(url, `pull/${name}`, { after: checkpoint?.seq ?? 0, limit }) as never,
      },
      push: {
        batchSize: BATCH,
        handler: (rows) => ask<never[]>(url, `push/${name}`, { rows: rows as unknown as PushRow[] }),
      },
    })
  })
}

async function edit(client: Client, id: string, notes: string): Promise<void> {
  const document = await customersOf(client).findOne(id).exec()
  if (!document) throw new Error(`no customer ${id}`)
  await document.incrementalPatch({ notes })
}

serveBench({
  async open({ doors, holding }) {
    ids = createBenchData(holding.customers).customers.map(({ id }) => id)
    clients = await Promise.all(doors.map((door, index) => openClient(String(door), index, holding.bare)))
  },
  async fetch() {
    for (const client of clients)
      await Promise.all(replicate(client, false).map((state) => state.awaitInitialReplication()))
    const counts = Object.values(first().collections).map((one) => one.count().exec())
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
  },
  async edit({ first: start, edits }) {
    for (const [index, client] of clients.entries())
      for (let i = 0; i < edits; i++) {
        const at = start + index * edits + i
        await edit(client, ids[at] ?? '', `${EDITED}${at}`)
      }
  },
  connect() {
    for (const client of clients) states.push(...replicate(client, true))
  },
  async untilEdited(count) {
    await Promise.all(
      clients.map((client) => {
        const edited = new Set<string>()
        return new Promise<void>((done) => {
          const look = ({ id, notes }: StoredDocument) => {
            if (String(notes).startsWith(EDITED)) edited.add(id)
            if (edited.size >= count) done()
          }
          customersOf(client).$.subscribe(({ documentData }) => look(documentData))
          void customersOf(client)
            .find()
            .exec()
            .then((all) => all.forEach((one) => look(one.toJSON())))
        })
      }),
    )
  },
  async untilPushed() {
    await Promise.all(states.map((state) => state.awaitInSync()))
  },
  async save({ index, text }) {
    const start = moment()
    await edit(first(), ids[index] ?? '', text)
    return start
  },
  untilShown: ({ index, text }) =>
    new Promise((done) =>
      customersOf(first())
        .findOne(ids[index] ?? '')
        .$.subscribe((document) => document?.get('notes') === text && done(moment())),
    ),
} satisfies ClientMethods & ShowingMethods)
