import { join } from 'node:path'
import { systemClock, type Clock } from '#core/lib/clock.ts'
import type { ServerConfig } from './config.ts'
import { serveDatabase, type SyncServer } from './server.ts'
import { createPostgresDatabase } from './store/postgres.ts'
import { migrate } from './store/schema.ts'
import type { SqlDatabase } from './store/sql.ts'
import { openSqliteFolder } from './store/sqlite.ts'

export type { ServerConfig } from './config.ts'
export type { SyncServer } from './server.ts'

/** Opens the configured database and brings its tables up to date. */
export async function openDatabase(config: ServerConfig): Promise<SqlDatabase> {
  const database = databaseOf(config)
  await migrate(database)
  return database
}

function databaseOf({ databaseUrl, data }: ServerConfig): SqlDatabase {
  if (databaseUrl !== undefined)
    return createPostgresDatabase({ url: databaseUrl, onError: (error) => console.error(error.message) })
  return openSqliteFolder(data)
}

/** As it is where the server runs from its sources. */
const STORE_WORKER = join(import.meta.dirname, 'snapshots', 'store-worker.mjs')

/** Serves devices until it is closed. */
export async function startSyncServer(
  config: ServerConfig,
  clock: Clock = systemClock,
  storeWorker = STORE_WORKER,
): Promise<SyncServer> {
  const database = await openDatabase(config)
  try {
    return await serveDatabase(database, config, { clock, storeWorker })
  } catch (error) {
    await database.close()
    throw error
  }
}
