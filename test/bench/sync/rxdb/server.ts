import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { StoredDocument } from '#core/domain/entity.ts'
import { jsonEqual } from '#core/lib/json-value.ts'
import { COLLECTIONS, syncDocuments } from '../documents.ts'
import type { Holding } from '../engine.ts'
import { serveBench } from '../worker.ts'
import type { PullAnswer, PushRow } from './protocol.ts'

/* The least server that RxDB's replication needs: maps in memory, a number for every write, no rules and no disk. */

interface Kept {
  document: StoredDocument
  seq: number
}

const kept = new Map<string, Map<string, Kept>>(COLLECTIONS.map((name) => [name, new Map<string, Kept>()]))
/** By collection, the ids in the order of their writes; an id that was written again stands there twice. */
const order = new Map<string, string[]>(COLLECTIONS.map((name) => [name, []]))
const listening = new Set<ServerResponse>()

function put(collection: string, document: StoredDocument): void {
  const ids = order.get(collection) ?? []
  ids.push(document.id)
  kept.get(collection)?.set(document.id, { document, seq: ids.length })
}

function pull(collection: string, after: number, limit: number): PullAnswer {
  const ids = order.get(collection) ?? []
  const documents: StoredDocument[] = []
  let checkpoint = after
  for (; checkpoint < ids.length && documents.length < limit; checkpoint++) {
    const found = kept.get(collection)?.get(ids[checkpoint] ?? '')
    // Written again later: it comes there.
    if (found?.seq === checkpoint + 1) documents.push(found.document)
  }
  return { documents, checkpoint: { seq: checkpoint } }
}

function push(collection: string, rows: readonly PushRow[]): StoredDocument[] {
  const conflicts: StoredDocument[] = []
  for (const { assumedMasterState, newDocumentState } of rows) {
    const master = kept.get(collection)?.get(newDocumentState.id)?.document
    if (master && !jsonEqual(master, assumedMasterState)) conflicts.push(master)
    else put(collection, newDocumentState)
  }
  for (const response of listening) response.write('data: resync\n\n')
  return conflicts
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, verb, collection = ''] = (request.url ?? '').split('/')
  if (verb === 'stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    listening.add(response)
    response.on('close', () => listening.delete(response))
    return
  }
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const body = JSON.parse(Buffer.concat(parts).toString('utf8')) as {
    after: number
    limit: number
    rows: PushRow[]
  }
  const value = verb === 'pull' ? pull(collection, body.after, body.limit) : push(collection, body.rows)
  response.end(JSON.stringify(value))
}

serveBench({
  async start({ customers, bare }: Holding): Promise<string> {
    const documents = syncDocuments(customers)
    for (const collection of bare ? COLLECTIONS.slice(0, 1) : COLLECTIONS)
      // RxDB has every document say whether it is gone.
      for (const document of documents[collection]) put(collection, { ...document, _deleted: false })
    const server = createServer((request, response) => void answer(request, response))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  },
})
