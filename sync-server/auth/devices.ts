import type { DeviceRecord } from '#core/sync/server/sync-store.ts'
import { codeHash, sha256 } from '../crypto.ts'
import type { SqlDatabase } from '../store/sql.ts'

/** Who sent a request, by the token that it shows. */
export interface Caller {
  org: string
  device: string
}

/** How the program names itself: `Enlace/1.2.0`. */
const PROGRAM = /^Enlace\/([\w.+-]{1,40})$/

/** Longest time between two notes of when a device was last seen. Milliseconds. */
const SEEN_EVERY = 60_000

export interface DeviceAccess {
  /** Undefined for a token that nobody has. Says nothing of whether the device is still active: the steps do. */
  callerOf(token: string, userAgent?: string): Promise<Caller | undefined>
  /** The organisation into which a code leads, or to which the device belongs already. */
  organisationOf(code: string, device: string): Promise<string | undefined>
  /** From now on this is the device's token; an earlier one is worth nothing any more. */
  setToken(caller: Caller, token: string): Promise<void>
}

export function createDeviceAccess(database: SqlDatabase, now: () => number): DeviceAccess {
  const seen = new Map<string, number>()

  async function noteSeen({ org, device }: Caller, version: string | null): Promise<void> {
    const at = now()
    const key = `${org} ${device}`
    if (at - (seen.get(key) ?? -Infinity) < SEEN_EVERY) return
    if (seen.size > 10_000) seen.clear()
    seen.set(key, at)
    await database.write((sql) =>
      sql.run('UPDATE devices SET seen_at = ?, version = COALESCE(?, version) WHERE org = ? AND id = ?', [
        new Date(at).toISOString(),
        version,
        org,
        device,
      ]),
    )
  }

  return {
    async callerOf(token, userAgent = '') {
      const [row] = await database.read((sql) =>
        sql.all('SELECT org, id FROM devices WHERE token = ?', [sha256(token)]),
      )
      if (!row) return undefined
      const caller = { org: String(row.org), device: String(row.id) }
      await noteSeen(caller, PROGRAM.exec(userAgent)?.[1] ?? null)
      return caller
    },
    async organisationOf(code, device) {
      const [row] = await database.read((sql) =>
        sql.all(
          `SELECT org, 1 AS place FROM enrolments WHERE code = ?
           UNION ALL SELECT org, 2 FROM devices WHERE id = ? ORDER BY place`,
          [codeHash(code), device],
        ),
      )
      return row && String(row.org)
    },
    async setToken({ org, device }, token) {
      await database.write((sql) =>
        sql.run('UPDATE devices SET token = ? WHERE org = ? AND id = ?', [sha256(token), org, device]),
      )
    },
  }
}

/** A device as the administrator sees it. */
export interface DeviceLine extends DeviceRecord {
  /** ISO instant of its last request. */
  seenAt?: string
  /** Of the program that it last came with. */
  version?: string
}

export async function listDevices(database: SqlDatabase, org: string): Promise<DeviceLine[]> {
  const rows = await database.read((sql) =>
    sql.all('SELECT record, seen_at, version FROM devices WHERE org = ? ORDER BY id', [org]),
  )
  return rows.map(({ record, seen_at: seenAt, version }) => ({
    ...(JSON.parse(String(record)) as DeviceRecord),
    ...(seenAt !== null && { seenAt: String(seenAt) }),
    ...(version !== null && { version: String(version) }),
  }))
}
