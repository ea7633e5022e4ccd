import { createSeededRandom, type SeededRandom } from '#core/lib/seeded-random.ts'
import type { WireOp } from '#core/sync/wire.ts'
import type { Fault, Plant } from './faults.ts'
import { createScheduler, type Scheduler } from './scheduler.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
const START = Date.parse('2026-03-01T08:00:00.000Z')

/** What all parts of one simulated world share. */
export interface World {
  seed: number
  /** What goes wrong now; emptied when peace comes. */
  faults: Set<Fault>
  plant?: Plant
  scheduler: Scheduler
  /** A source of chance of its own for each purpose, so that one part does not disturb the others. */
  random(purpose: string): SeededRandom
  newId(): string
  /** What happened, for a person who looks into a failing seed. */
  trace: string[]
  note(text: string): void
  /** What must not happen. */
  violations: string[]
  fail(text: string): void
  /** Every op that was committed on a desktop, by id. */
  made: Map<string, { op: WireOp; by: string }>
  /** Hashes of all ops that the server had ever taken of a device when it was revoked. */
  revokedAfter: Map<string, ReadonlySet<string>>
  /** Records that changed by themselves in some file. */
  damaged: Set<string>
  /** Ids of ops of which no copy exists any more, or that may not count. */
  excused: Map<string, string>
}

export function createWorld(seed: number, faults: Set<Fault>, plant: Plant | undefined): World {
  const scheduler = createScheduler(START)
  const known = new Map<string, SeededRandom>()
  let ids = 0
  const stamp = () => new Date(scheduler.now()).toISOString().slice(5, 19)
  const world: World = {
    seed,
    faults,
    plant,
    scheduler,
    random(purpose) {
      const random = known.get(purpose) ?? createSeededRandom(`${seed}/${purpose}`)
      known.set(purpose, random)
      return random
    },
    newId: () => `u${String(++ids).padStart(7, '0')}`,
    trace: [],
    note: (text) => void world.trace.push(`${stamp()} ${text}`),
    violations: [],
    fail(text) {
      world.note(`VIOLATION ${text}`)
      world.violations.push(text)
    },
    made: new Map(),
    revokedAfter: new Map(),
    damaged: new Set(),
    excused: new Map(),
  }
  return world
}
