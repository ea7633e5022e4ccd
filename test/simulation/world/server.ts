import { jsonEqual } from '#core/lib/json-value.ts'
import type { MergeInput } from '#core/sync/merge/merge-op.ts'
import { mergeOp, refKey } from '#core/sync/merge/merge-op.ts'
import { unitsOf, containerOf, membersOf } from '#core/sync/merge/units.ts'
import { recordRulesOf } from '#core/sync/record-rules.ts'
import type { ServerOptions } from '#core/sync/server/server-options.ts'
import type { StoredOp, StoredRecord, SyncStore } from '#core/sync/server/sync-store.ts'
import type { WireRow } from '#core/sync/wire.ts'
import { sha256, verifySignature } from './crypto.ts'
import {
  copyServerData,
  createMemorySyncStore,
  emptyServerData,
  type MemorySyncStore,
  type ServerData,
  type WrittenEntry,
} from './memory-sync-store.ts'
import { isWholeInSim } from './sim-commands.ts'
import { createSnapshots } from './snapshots.ts'
import { HOUR, type World } from './world.ts'

export class ServerDown extends Error {}

export interface SimServer {
  store: MemorySyncStore
  options: ServerOptions
  /** Devices whose people may not make customers or change the catalogue. */
  limited: Set<string>
  restores: number
  snapshots: ReturnType<typeof createSnapshots>
  /** Hashes of the ops of a device that it ever took, before or after a restore. */
  everTaken(device: string): ReadonlySet<string>
  isUp(): boolean
  /** Runs a step, unless the server is down or dies meanwhile. */
  run<T>(step: (store: SyncStore, options: ServerOptions) => Promise<T>): Promise<T>
  /** Dies now and comes back after a while. */
  kill(): void
  /** Dies after the next commit, before the answer. */
  killAfterCommit(): void
  backUp(): ServerData
  restore(backup: ServerData): void
}

export function createSimServer(world: World): SimServer {
  const { scheduler } = world
  const random = world.random('server')
  let generation = 0
  let isUp = true
  let diesAfterCommit = false
  /** How often a commit takes seconds, because a disk is busy. */
  const slowness = random.pick([0.02, 0.5])

  const taken = new Map<string, Set<string>>()
  const store = createMemorySyncStore(emptyServerData(), {
    async beforeCommit() {
      const mine = generation
      await scheduler.sleep(random.chance(slowness) ? random.int(1_000, 20_000) : random.int(0, 40))
      if (mine !== generation) throw new ServerDown()
    },
    afterCommit() {
      if (!diesAfterCommit) return
      server.kill()
      throw new ServerDown()
    },
    onCommit: (before, written) => watchCommit(world, taken, before, written),
    withoutLock: world.plant === 'noRowLock',
  })

  const server: Omit<SimServer, 'snapshots'> = {
    store,
    options: {
      clock: scheduler,
      sha256,
      verify: verifySignature,
      minSchema: 1,
      isWhole: isWholeInSim,
      ...(world.faults.has('smallParts') && { rowsInPart: random.int(1, 3) }),
      ...(world.plant === 'lastWriteWins' && { merge: overwrite }),
      refuses: ({ device }, row) =>
        server.limited.has(device) &&
        (row.collection === 'catalog' || (row.collection === 'customers' && row.kind === 'create'))
          ? 'role'
          : undefined,
    },
    limited: new Set(),
    restores: 0,
    everTaken: (device) => taken.get(device) ?? new Set(),
    isUp: () => isUp,
    async run(step) {
      if (!isUp) throw new ServerDown()
      const mine = generation
      const result = await step(store, server.options)
      if (mine !== generation) throw new ServerDown()
      return result
    },
    kill() {
      if (!isUp) return
      world.note('server dies')
      isUp = false
      generation++
      diesAfterCommit = false
      scheduler.after(random.int(1_000, HOUR / 2), () => void (isUp = true))
    },
    killAfterCommit: () => void (diesAfterCommit = true),
    backUp: () => copyServerData(store.data),
    restore(backup) {
      server.kill()
      const { devices, enrolments } = store.data
      const seq = store.data.stream.seq
      world.note(`server restored from ${backup.stream.seq}, was at ${seq}`)
      server.restores++
      // Devices and their state are kept apart from the backup: a revoked one stays so.
      store.data = { ...copyServerData(backup), devices, enrolments }
      store.data.stream = { ...backup.stream, epoch: `epoch-${server.restores + 1}` }
    },
  }
  return Object.assign(server, { snapshots: createSnapshots(world, server) })
}

/** Notes which ops were ever taken, and that nothing of the ledger changes once it is there. */
function watchCommit(
  world: World,
  taken: Map<string, Set<string>>,
  before: ServerData,
  written: readonly WrittenEntry[],
): void {
  for (const { name, key, value } of written) {
    if (name === 'ops') {
      // What the store keeps under this name.
      const { device, hash } = (value as StoredOp).op.header
      taken.set(device, (taken.get(device) ?? new Set()).add(hash))
    }
    if (name !== 'records' || !key.startsWith('transactions/')) continue
    const known = before.records.get(key)?.record.body
    if (known && !jsonEqual(known, (value as StoredRecord).record.body))
      world.fail(`the ledger changed: ${key}`)
  }
}

/** The planted merge: whatever arrives is written over what is there, without a word. */
function overwrite(input: MergeInput): ReturnType<typeof mergeOp> {
  const rows = input.rows.map((row): WireRow => {
    const body = input.records.get(refKey(row))?.body
    const [unit] = unitsOf(recordRulesOf(row.collection)?.fields ?? {}, [row])
    const container = body && unit?.type === 'value' ? containerOf(body, unit) : undefined
    const field = row.path.split('/').at(-1) ?? ''
    return container ? { ...row, from: membersOf(container, [field])[field] } : row
  })
  return mergeOp({ ...input, rows })
}
