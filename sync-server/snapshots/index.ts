import { randomUUID } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Snapshot } from '#core/contract/snapshot-contract.ts'
import type { Clock } from '#core/lib/clock.ts'
import type { Sha256 } from '#core/sync/op-hash.ts'
import type { DeviceScope } from '#core/sync/scope.ts'
import { recordsStep } from '#core/sync/server/pull-step.ts'
import type { SyncStore } from '#core/sync/server/sync-store.ts'
import { buildSnapshot } from '#main/store/snapshot/build-snapshot.ts'
import type { SqlDatabase } from '../store/sql.ts'
import { packFile, partFile } from './pack.ts'
import { keyOf, openShelf, type Kept } from './shelf.ts'

export interface SnapshotsOptions {
  database: SqlDatabase
  storeOf: (org: string) => SyncStore
  /** Holds the snapshots and nothing else. */
  folder: string
  /** The script of the threads of a desktop's store. */
  workerFile: string
  sha256: Sha256
  clock: Clock
  /** Otherwise none is made, and those that were are removed. */
  isOn: boolean
  /** What became of the making of one. */
  made: (outcome: { error?: unknown; seconds: number }) => void
}

/** The files with which first syncs begin (docs/decisions/0010-a-first-sync-takes-over-a-file.md). */
export interface Snapshots {
  /** The one for a device with this scope, if it is ready and of this epoch. */
  find(org: string, scope: DeviceScope): Promise<Snapshot | undefined>
  /** Where a part of a snapshot lies; undefined once it is gone. */
  part(
    org: string,
    scope: DeviceScope,
    id: string,
    index: number,
  ): { file: string; bytes: number } | undefined
  /** Something was written, by this server or another one: what was erased is removed from here as well. */
  look(): void
  close(): Promise<void>
}

/** Fewer records come in pages before anybody has noticed. */
const MIN_RECORDS = 10_000
/** Records behind a snapshot from which another one is made for whoever comes next. */
const MOST_BEHIND = 20_000
/** Records of one page. */
const PAGE = 1000
/** How often it is looked whether somebody is about to join, and after a failure. Milliseconds. */
const LOOK_EVERY = 10_000
const AFTER_FAILURE = 10 * 60_000
/** How long one is kept that nobody is expected for. Milliseconds. */
const KEEP = 24 * 60 * 60_000

/**
 * Makes a snapshot when somebody is about to join: from when a connection code is drawn, for the scope that it gives.
 * They are made one after another, in a thread of their own, and looked through whenever something was written.
 */
export function createSnapshots(options: SnapshotsOptions): Snapshots {
  const { database, storeOf, clock, sha256, isOn, made } = options
  const shelf = openShelf(options.folder)
  const closing = new AbortController()
  /** By folder: when somebody was last expected for it, and up to which place of the feed nothing in it was erased. */
  const standing = new Map<string, { wantedAt: number; checkedTo: number }>()
  /** By organisation and key of the scope: when the making of one failed. */
  const failures = new Map<string, number>()
  let building: Promise<void> | undefined

  const standingOf = ({ folder, snapshot }: Kept) => {
    const known = standing.get(folder) ?? { wantedAt: clock.now(), checkedTo: snapshot.seq }
    standing.set(folder, known)
    return known
  }

  const remove = (one: Kept): void => {
    standing.delete(one.folder)
    shelf.remove(one)
  }

  /** Removes a snapshot that holds what was erased, or is of a feed that is no more. */
  const check = async (one: Kept): Promise<void> => {
    const known = standingOf(one)
    const { epoch, seq } = await storeOf(one.org).read((snapshot) => snapshot.stream())
    const isStale = epoch !== one.snapshot.epoch || (await hasErased(database, one.org, known.checkedTo))
    if (isStale) remove(one)
    else known.checkedTo = Math.max(known.checkedTo, seq)
  }

  const make = async (org: string, scope: DeviceScope): Promise<void> => {
    const start = clock.now()
    const place = shelf.begin(org, scope)
    const { signal } = closing
    try {
      const store = storeOf(org)
      const folder = join(place, 'file')
      const built = await buildSnapshot({
        ...{ folder, workerFile: options.workerFile, scope, now: start, signal },
        page: (after) => recordsStep(store, { scope, after, limit: PAGE }, { sha256 }),
      })
      if (!built) return
      const { file, format, epoch, seq, records } = built
      const parts = await packFile(file, place, signal)
      rmSync(folder, { recursive: true })
      const one = shelf.put(place, org, scope, { id: randomUUID(), format, epoch, seq, records, parts })
      standing.delete(one.folder)
      await check(one)
      made({ seconds: (clock.now() - start) / 1000 })
    } catch (error) {
      if (signal.aborted) return
      failures.set(nameOf(org, scope), clock.now())
      made({ error, seconds: (clock.now() - start) / 1000 })
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  }

  /** The first scope for which somebody is expected and nothing is ready. */
  const findWanted = async (): Promise<{ org: string; scope: DeviceScope } | undefined> => {
    const now = clock.now()
    for (const wanted of await expected(database, new Date(now).toISOString())) {
      const ready = shelf.find(wanted.org, wanted.scope)
      if (ready) standingOf(ready).wantedAt = now
      const failedAt = failures.get(nameOf(wanted.org, wanted.scope)) ?? -Infinity
      if (Math.abs(now - failedAt) < AFTER_FAILURE) continue
      const behind = ready?.snapshot.seq ?? 0
      if (await hasMoreThan(database, wanted.org, behind, ready ? MOST_BEHIND : MIN_RECORDS - 1))
        return wanted
    }
    return undefined
  }

  const build = async (): Promise<void> => {
    for (;;) {
      if (closing.signal.aborted) return
      const wanted = await findWanted()
      if (!wanted) return
      await make(wanted.org, wanted.scope)
    }
  }

  const lookThrough = async (): Promise<void> => {
    for (const one of shelf.all())
      if (!isOn || Math.abs(clock.now() - standingOf(one).wantedAt) > KEEP) remove(one)
      else await check(one)
  }

  let looking: Promise<void> | undefined
  let mustLook = false
  const look = (): void => {
    mustLook = true
    looking ??= (async () => {
      while (mustLook && !closing.signal.aborted) {
        mustLook = false
        await lookThrough()
      }
    })()
      // What goes wrong here is the database's; it is looked again before long.
      .catch(() => undefined)
      .finally(() => (looking = undefined))
  }

  const visit = (): void => {
    look()
    if (!isOn) return
    building ??= build()
      .catch(() => undefined)
      .finally(() => (building = undefined))
  }
  const timer = setInterval(visit, LOOK_EVERY).unref()
  visit()

  return {
    async find(org, scope) {
      const one = isOn ? shelf.find(org, scope) : undefined
      if (!one) return undefined
      await check(one)
      return shelf.find(org, scope)?.snapshot
    },
    part(org, scope, id, index) {
      const one = shelf.find(org, scope)
      const part = one?.snapshot.parts[index]
      if (!one || !part || one.snapshot.id !== id) return undefined
      const file = partFile(one.folder, index)
      if (existsSync(file)) return { file, bytes: part.packed }
      // Somebody has cleared the disk: another one is made for whoever comes next.
      remove(one)
      return undefined
    },
    look,
    async close() {
      clearInterval(timer)
      closing.abort()
      await looking
      await building
    },
  }
}

/** Where somebody may still join, and with which scopes. */
async function expected(database: SqlDatabase, now: string): Promise<{ org: string; scope: DeviceScope }[]> {
  const rows = await database.read((sql) =>
    sql.all('SELECT DISTINCT org, scope FROM enrolments WHERE expires_at > ? ORDER BY org, scope', [now]),
  )
  const scopes = rows.map(({ org, scope }) => ({
    org: String(org),
    // Written by `createEnrolmentCode`.
    scope: JSON.parse(String(scope)) as DeviceScope,
  }))
  return [...new Map(scopes.map((one) => [nameOf(one.org, one.scope), one])).values()]
}

const nameOf = (org: string, scope: DeviceScope): string => `${org} ${keyOf(scope)}`

/** Whether an organisation has more than so many records behind a place in its feed. */
async function hasMoreThan(database: SqlDatabase, org: string, seq: number, count: number): Promise<boolean> {
  const rows = await database.read((sql) =>
    sql.all('SELECT 1 AS one FROM documents WHERE org = ? AND seq > ? LIMIT 1 OFFSET ?', [org, seq, count]),
  )
  return rows.length > 0
}

/** Whether a record was erased behind a place in the feed (`ServerRecord.erased`). */
async function hasErased(database: SqlDatabase, org: string, seq: number): Promise<boolean> {
  const rows = await database.read((sql) =>
    sql.all(
      `SELECT 1 AS one FROM documents WHERE org = ? AND seq > ? AND record LIKE '%"erased":true%' LIMIT 1`,
      [org, seq],
    ),
  )
  return rows.length > 0
}
