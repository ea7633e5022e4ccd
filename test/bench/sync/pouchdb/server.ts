import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { temporaryFolder } from '../../../support/browser-host.ts'
import { COLLECTIONS, syncDocuments } from '../documents.ts'
import type { Holding } from '../engine.ts'
import { serveBench } from '../worker.ts'
import { loadExpressPouchdb, loadPouchdb } from './packages.ts'

/* express-pouchdb over LevelDB: one database with the documents of all collections. */

const BATCH = 1000
const NAME = 'enlace'

serveBench({
  async start({ customers, bare }: Holding): Promise<string> {
    const OnDisk = loadPouchdb().defaults({ prefix: join(temporaryFolder(), '/'), auto_compaction: false })
    const database = new OnDisk(NAME)
    const documents = syncDocuments(customers)
    for (const collection of bare ? COLLECTIONS.slice(0, 1) : COLLECTIONS)
      for (let start = 0; start < documents[collection].length; start += BATCH) {
        const batch = documents[collection].slice(start, start + BATCH)
        const results = await database.bulkDocs(batch.map(({ id, ...rest }) => ({ _id: id, ...rest })))
        if (results.some(({ error }) => error)) throw new Error('PouchDB refused a document')
      }
    const server = createServer(loadExpressPouchdb()(OnDisk, { mode: 'minimumForPouchDB' }))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/${NAME}`
  },
})
