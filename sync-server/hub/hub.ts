import { connectionCode } from '#core/contract/connection-code.ts'
import type { HubCalls, HubStart, HubStarted } from '#core/contract/hub-thread.ts'
import { systemClock } from '#core/lib/clock.ts'
import { hubProblem } from './hub-problem.ts'
import { beginSignIn, describeSignIn } from '../auth/begin-sign-in.ts'
import { describeDevices, releaseDevice, renameDevice, revokeDevice } from '../auth/manage.ts'
import { createEnrolmentCode, createOrganisation, listOrganisations } from '../auth/organisations.ts'
import { setSignIn } from '../auth/people.ts'
import { DEFAULTS } from '../config.ts'
import { codeHash } from '../crypto.ts'
import { exchangeFile, lookAtRequest } from '../files/exchange.ts'
import { serveDatabase, stepOptions } from '../server.ts'
import { backUp, beginEpochs, restore } from '../store/backup.ts'
import { migrate } from '../store/schema.ts'
import type { SqlDatabase } from '../store/sql.ts'
import { openSqliteFolder } from '../store/sqlite.ts'
import { createSyncStore } from '../store/sync-store.ts'

/** Milliseconds for which a code can be used. */
const CODE_LIFETIME = 24 * 60 * 60 * 1000

export interface CallOptions {
  signal: AbortSignal
  progress: (done: number, total: number) => void
}

export interface Hub {
  started: HubStarted
  /** Answers what `HubCalls` says of the method. */
  call(method: keyof HubCalls, input: unknown, options: CallOptions): Promise<unknown>
  close(): Promise<void>
}

type Methods = {
  [M in keyof HubCalls]: (input: HubCalls[M]['in'], options: CallOptions) => Promise<HubCalls[M]['out']>
}

/**
 * The server of one organisation in a desktop's folder, listening.
 *
 * @throws Error when the file cannot be used, or nobody can listen at that port.
 */
export async function openHub(start: HubStart, log: (line: string) => void): Promise<Hub> {
  const { folder, host, port, storeWorker } = start
  const database = openSqliteFolder(folder)
  try {
    const org = await prepare(database, start)
    const config = { ...DEFAULTS, host, port, data: folder, logLevel: 'error' as const }
    const server = await serveDatabase(database, config, {
      clock: systemClock,
      storeWorker,
      logs: { write: log },
    })
    const { fingerprint } = server
    if (fingerprint === undefined) throw new Error('a hub needs its own authority')
    const methods = methodsOf(database, org, fingerprint)
    return {
      started: { org, port: Number(new URL(server.url).port), fingerprint },
      // The desktop's side gives each method what it takes.
      call: (method, input, options) => (methods[method] as Methods['backup'])(input as never, options),
      close: () => server.close(),
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** Tables, the one organisation, and where its feed begins; answers the organisation's id. */
async function prepare(database: SqlDatabase, { name, restoreFrom, isMoved }: HubStart): Promise<string> {
  await migrate(database)
  if (restoreFrom !== undefined) await fill(database, restoreFrom)
  else if (isMoved) await database.write(beginEpochs)
  const [known] = await listOrganisations(database)
  return (known ?? (await createOrganisation(database, name, systemClock.now))).id
}

async function fill(database: SqlDatabase, backup: string): Promise<void> {
  try {
    await restore(database, backup)
  } catch (error) {
    // A full disk is one; all else is what somebody chose instead of a backup, or what is left of one.
    if (hubProblem(error).code !== 'host/internal') throw error
    throw Object.assign(new Error('not a backup', { cause: error }), { code: 'NOT_A_BACKUP' })
  }
}

function methodsOf(database: SqlDatabase, org: string, fingerprint: string): Methods {
  const now = () => new Date(systemClock.now()).toISOString()
  const exchange = {
    store: createSyncStore({ database, org, codeHash, now }),
    org,
    steps: { ...stepOptions, clock: systemClock },
  }
  /** Desktops hear at once that one of them stands otherwise. */
  const told = async (done: Promise<{ ok: boolean }>) => {
    const { ok: isKnown } = await done
    if (isKnown) await database.poke(`${org} terms`)
    return { isKnown }
  }
  return {
    async code({ url }) {
      const code = await createEnrolmentCode(database, { org, lifetime: CODE_LIFETIME }, systemClock.now)
      const expiresAt = new Date(systemClock.now() + CODE_LIFETIME).toISOString()
      return { text: connectionCode({ url, code, fingerprint }), expiresAt }
    },
    desktops: async () =>
      (await describeDevices(database, org)).map(({ id, name, code, state, seenAt, office }) => ({
        ...{ id, name, code, state },
        ...(seenAt !== undefined && { seenAt }),
        ...(office !== undefined && { office }),
      })),
    rename: ({ id, name }) => told(renameDevice(exchange.store, id, name)),
    revoke: ({ id }) => told(revokeDevice(exchange.store, id)),
    release: ({ id }) => told(releaseDevice(exchange.store, id)),
    signIn: () => describeSignIn(database, org),
    async beginSignIn({ first }) {
      const done = await beginSignIn(database, org, first)
      if (done.ok) await database.poke(`${org} terms`)
      return done
    },
    async endSignIn() {
      await setSignIn(database, org, false)
      await database.poke(`${org} terms`)
      return {}
    },
    lookAtFile: ({ file }) => lookAtRequest(exchange, file),
    async answerFile({ file, answer }, { signal }) {
      const done = await exchangeFile({ ...exchange, signal }, file, answer)
      if (done.ok && done.value.taken > 0) await database.poke(org)
      return done
    },
    backup: async ({ file }, { signal, progress }) => ({
      rows: await backUp(database, file, { signal, wrote: progress }),
    }),
  }
}
