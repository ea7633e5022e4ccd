import { createHostClient, type HostClient } from '#core/contract/host-client.ts'
import { openDatabase, type Database } from '#renderer/data/database.ts'
import { pickTransport } from '#renderer/host/pick-transport.ts'
import type { StoreEngine } from './engine.ts'
import { rxQueries, rxWriteUntilShown } from './rx-queries.ts'

/** The program's own way: RxDB over the read-only storage, commands for writes, the browser host behind. */
export function createEnlaceEngine(): StoreEngine {
  let host: HostClient | undefined
  let database: Database | undefined
  const customers = () => {
    if (!database) throw new Error('not open')
    return database.collections.customers
  }
  return {
    async open() {
      host = createHostClient(pickTransport())
      database = await openDatabase(host)
    },
    ...rxQueries(customers),
    writeUntilShown: (notes) =>
      rxWriteUntilShown(customers(), notes, async ({ id }) => {
        const reply = await host?.command.run({
          command: 'customer.update',
          input: { id, changes: { notes } },
        })
        if (!reply?.ok) throw new Error(reply?.error.message)
      }),
    async close() {
      await database?.close()
    },
  }
}
