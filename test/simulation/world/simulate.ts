import type { SeededRandom } from '#core/lib/seeded-random.ts'
import { canonicalJson } from '#core/lib/canonical-json.ts'
import { refKey } from '#core/sync/merge/merge-op.ts'
import { sha256 } from './crypto.ts'
import { createDesktop, type Desktop } from './desktop.ts'
import { drawFaults, type Fault, type Plant } from './faults.ts'
import { checkEnd, isOut } from './invariants.ts'
import { planMishaps, releaseAll } from './mishaps.ts'
import { drawScope, liveThrough } from './office-life.ts'
import { createSimServer, type SimServer } from './server.ts'
import { createWorld, DAY, HOUR, type World } from './world.ts'

export interface SimulationOptions {
  seed: number
  plant?: Plant
  /** Instead of those that the seed draws. */
  faults?: ReadonlySet<Fault>
  /** Most desktops, sessions and days; to make a failing run shorter. */
  size?: number
}

export interface SimulationResult {
  seed: number
  violations: string[]
  trace: string[]
  faults: Fault[]
  /** Over everything that server and desktops hold at the end. */
  hash: string
  ops: number
  issues: number
}

/** One world from one seed: offices that work while everything breaks, then peace, then every check. */
export async function simulate({
  seed,
  plant,
  faults,
  size = 1,
}: SimulationOptions): Promise<SimulationResult> {
  const draw = createWorld(seed, new Set(), undefined).random('plan')
  const drawn = faults ?? drawFaults(draw)
  const world = createWorld(seed, new Set(drawn), plant)
  const random = world.random('shape')
  const server = createSimServer(world)
  const days = Math.max(2, Math.round(random.int(3, 16) * size))
  const sessions = Math.max(2, Math.round(random.int(4, 10) * size))
  const desktops: Desktop[] = []
  const add = (name: string): Desktop => {
    const desktop = createDesktop(world, server, name)
    desktops.push(desktop)
    return desktop
  }
  const founder = foundOrganisation(add('A'))
  const count = Math.max(2, Math.round(random.int(2, 5) * size))
  for (let index = 1; index < count; index++) prepare(world, add('ABCDEF'.charAt(index)), random)
  planPokes(world, server, desktops)
  planMishaps(world, server, () => desktops, days)

  const end = world.scheduler.now() + days * DAY
  const live = (desktop: Desktop): void => {
    const addClone = (name: string): Desktop => {
      const clone = add(name)
      world.scheduler.after(1, () => live(clone))
      return clone
    }
    void liveThrough(world, server, desktop, { days, end, sessions, founder }, addClone).catch(
      (error: unknown) =>
        world.fail(`exception: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    )
  }
  for (const desktop of [...desktops]) live(desktop)
  try {
    await world.scheduler.runUntil(end)
    await bringPeace(world, server, desktops)
    if (world.violations.length === 0) checkEnd(world, server, desktops)
  } catch (error) {
    world.fail(`exception: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  }
  const { records, ops } = server.store.data
  return {
    seed,
    violations: world.violations,
    trace: world.trace,
    faults: [...drawn],
    hash: finalHash(server, desktops),
    ops: ops.size,
    issues: [...records.values()].filter(({ collection }) => collection === 'issues').length,
  }
}

function setUp(desktop: Desktop): void {
  desktop.act('setup.initialise', {
    language: 'es',
    personName: `Persona ${desktop.name}`,
    companyName: 'Enlace Fibra',
    officeName: `Oficina ${desktop.name}`,
    officePrefix: `OF${desktop.name}`,
    timeZone: 'Europe/Madrid',
    country: 'ES',
  })
}

function foundOrganisation(desktop: Desktop): Desktop {
  setUp(desktop)
  return desktop
}

function prepare(world: World, desktop: Desktop, random: SeededRandom): void {
  if (world.faults.has('joinLater') && random.chance(0.5)) {
    desktop.startsAlone = true
    setUp(desktop)
  } else if (world.faults.has('scopeChange') && random.chance(0.4)) desktop.plannedScope = drawScope(random)
  if (world.faults.has('twoSchemas') && random.chance(0.5)) desktop.schema = 1
}

/** The live channel: it says that there is something new, and does not always arrive. */
function planPokes(world: World, server: SimServer, desktops: readonly Desktop[]): void {
  const random = world.random('pokes')
  let told = 0
  const look = (): void => {
    const { seq } = server.store.data.stream
    if (seq !== told)
      for (const desktop of desktops)
        if (desktop.isOpen() && desktop.isOnline && random.chance(0.7)) desktop.client()?.poke()
    told = seq
  }
  const again = (): void => {
    look()
    world.scheduler.after(20_000, again)
  }
  world.scheduler.after(1_000, again)
}

/** Everything is mended and switched on until nobody has anything left to say. */
async function bringPeace(world: World, server: SimServer, desktops: readonly Desktop[]): Promise<void> {
  const { scheduler } = world
  world.note('peace')
  world.faults.clear()
  for (const desktop of desktops) {
    desktop.close()
    desktop.isFull = false
    desktop.isOnline = true
    desktop.skew = 0
    desktop.schema = 2
    desktop.crashAfter(undefined)
  }
  await scheduler.runUntil(scheduler.now() + HOUR)
  for (let round = 0; round < 40; round++) {
    // Waits for events, which only run below.
    void releaseAll(world, server, () => [...desktops])
    for (const desktop of desktops) {
      if (!desktop.file().marks && !desktop.isGone) await enrolNow(world, server, desktop)
      desktop.open()
      desktop.client()?.resume()
    }
    await scheduler.runUntil(scheduler.now() + HOUR)
    if (!desktops.every((desktop) => isQuiet(server, desktop))) continue
    // What a file lost by itself is found once a day.
    if (world.damaged.size > 0) await scheduler.runUntil(scheduler.now() + DAY + HOUR)
    return
  }
}

async function enrolNow(world: World, server: SimServer, desktop: Desktop): Promise<void> {
  const code = `code-${world.newId()}`
  server.store.data.enrolments.set(code, { scope: desktop.plannedScope })
  const done = desktop.enrol(code)
  await world.scheduler.runUntil(world.scheduler.now() + HOUR / 60)
  await done
}

/** Nothing to push, nothing to pull. */
function isQuiet(server: SimServer, desktop: Desktop): boolean {
  if (isOut(server, desktop)) return true
  const { marks, identity, ops } = desktop.file()
  const { epoch, seq } = server.store.data.stream
  const isOffering = [...ops.values()].some((list) =>
    [...list.values()].some(({ offer }) => offer !== undefined),
  )
  return (
    marks?.epoch === epoch && marks.cursor.seq === seq && !isOffering && marks.acknowledged === identity.n
  )
}

function finalHash(server: SimServer, desktops: readonly Desktop[]): string {
  const { records, ops } = server.store.data
  const byKey = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))
  return sha256(
    canonicalJson({
      records: byKey(records),
      ops: byKey(ops),
      desktops: desktops.map((desktop) =>
        [...desktop.file().records]
          .flatMap(([collection, map]) =>
            [...map].map(([id, body]) => [refKey({ collection, id }), body] as const),
          )
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    }),
  )
}
