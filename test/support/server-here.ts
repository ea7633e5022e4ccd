import { connectionCode } from '#core/contract/connection-code.ts'
import { systemClock } from '#core/lib/clock.ts'
import { createEnrolmentCode, createOrganisation } from '#sync-server/auth/organisations.ts'
import { readConfig, type ServerConfig } from '#sync-server/config.ts'
import { startSyncServer, type SyncServer } from '#sync-server/index.ts'
import { freePort } from './server-process.ts'

/** The sync server in the process of the test, for desktops that are processes of their own. */
export interface ServerHere {
  config: ServerConfig
  org: string
  server: SyncServer
  /** A code for one desktop. */
  code(): Promise<string>
}

/** @param data the folder of its data; an organisation is made unless `org` is in it. */
export async function startServerHere(data: string, org?: string): Promise<ServerHere> {
  const read = readConfig([], {
    PORT: String(await freePort()),
    ENLACE_DATA: data,
    ENLACE_LOG_LEVEL: 'silent',
    ENLACE_REQUESTS_PER_MINUTE: '100000',
  })
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  const config = read.value
  const server = await startSyncServer(config)
  const { database, url } = server
  const id = org ?? (await createOrganisation(database, 'Fibra Henares', systemClock.now)).id
  const code = async () =>
    connectionCode({
      url,
      code: await createEnrolmentCode(database, { org: id, lifetime: 600_000 }, systemClock.now),
    })
  return { config, org: id, server, code }
}
