import type { DeviceScope } from '#core/sync/scope.ts'
import { copyFile } from './device-file.ts'
import type { Desktop } from './desktop.ts'
import type { SimServer } from './server.ts'
import { sendByFile } from './post.ts'
import { workOnce } from './workload.ts'
import { DAY, type World } from './world.ts'

const MINUTE = 60_000

export interface LifePlan {
  /** Days that the world lasts before everything is mended. */
  days: number
  /** The moment in which they end. */
  end: number
  /** How often a desktop is switched on. */
  sessions: number
  /** The desktop that set the organisation up. */
  founder: Desktop
}

/** One desktop from the first day to the last: switched on now and then, with a person who works and things that break. */
export async function liveThrough(
  world: World,
  server: SimServer,
  desktop: Desktop,
  plan: LifePlan,
  addDesktop: (name: string) => Desktop,
): Promise<void> {
  const { scheduler, faults } = world
  const random = world.random(`life ${desktop.name}`)
  for (let session = 0; session < plan.sessions && !desktop.isGone; session++) {
    await scheduler.sleep(untilSession(scheduler.now(), (plan.days * DAY) / plan.sessions, random))
    if (scheduler.now() >= plan.end || desktop.isGone) return
    if (faults.has('clockSkew') && random.chance(0.4)) desktop.skew = random.int(-2 * DAY, 2 * DAY)
    swapFile(world, server, desktop, random, addDesktop)
    await beginSession(world, server, desktop, plan, random)
    await work(world, server, desktop, plan, random)
    if (scheduler.now() >= plan.end) return
    desktop.close()
    desktop.isOnline = true
  }
}

/** Offices open at the same hours, so that people work at the same time; some work at night. */
function untilSession(now: number, usual: number, random: Random): number {
  const wait = random.int(1, Math.max(1, Math.floor(2 * usual)))
  if (random.chance(0.2)) return wait
  const hours = DAY / 8
  return Math.ceil((now + wait) / hours) * hours - now + random.int(0, 5 * MINUTE)
}

type Random = ReturnType<World['random']>

/** What can become of a file while the program is closed. */
function swapFile(
  world: World,
  server: SimServer,
  desktop: Desktop,
  random: Random,
  addDesktop: (name: string) => Desktop,
): void {
  const { faults } = world
  const file = desktop.file()
  if (!file.marks) return
  // What a server took is safe, as long as that is not put back as well.
  const isSafe = (id: string) => !faults.has('serverRestore') && server.store.data.opIds.has(id)
  const excuse = (why: string) => {
    for (const ops of file.ops.values())
      for (const { op } of ops.values()) if (!isSafe(op.header.id)) world.excused.set(op.header.id, why)
    world.note(`${desktop.name}: ${why}`)
  }
  if (faults.has('fileLost') && random.chance(0.05)) {
    excuse('file lost')
    desktop.putFile(desktop.emptyFile())
  } else if (faults.has('fileRestored') && random.chance(0.15)) {
    const backup = backups.get(desktop)
    if (backup) {
      excuse('file restored')
      desktop.putFile(copyFile(backup))
    }
  } else if (faults.has('fileMoved') && random.chance(0.1)) {
    world.note(`${desktop.name}: file moved`)
    desktop.putFile(copyFile(file))
    desktop.isMoved = true
  } else if (faults.has('fileCloned') && random.chance(0.06)) {
    const clone = addDesktop(`${desktop.name}c`)
    world.note(`${desktop.name}: file cloned as ${clone.name}`)
    clone.putFile(copyFile(file))
    clone.person = desktop.person
  }
  if (random.chance(0.3)) backups.set(desktop, copyFile(desktop.file()))
}

/** Copies that a backup tool made of desktops' files. */
const backups = new WeakMap<Desktop, ReturnType<typeof copyFile>>()

async function beginSession(
  world: World,
  server: SimServer,
  desktop: Desktop,
  plan: LifePlan,
  random: Random,
): Promise<void> {
  const { scheduler, faults } = world
  desktop.isOnline = !(faults.has('partition') && random.chance(0.4))
  desktop.isFull = faults.has('diskFull') && random.chance(0.1)
  if (desktop.isFull) scheduler.after(random.int(MINUTE, 10 * MINUTE), () => void (desktop.isFull = false))
  if (faults.has('crash') && random.chance(0.4)) desktop.crashAfter(random.int(1, 120))
  if (!desktop.file().marks) await enrolSomeday(world, server, desktop, plan, random)
  desktop.open()
  if (desktop.isMoved) {
    desktop.isMoved = false
    desktop.client()?.renewIdentity()
  }
}

/** A desktop without a server joins with a code; one that starts alone does so some time later. */
async function enrolSomeday(
  world: World,
  server: SimServer,
  desktop: Desktop,
  { founder }: LifePlan,
  random: Random,
): Promise<void> {
  if (desktop.startsAlone && random.chance(0.5)) return
  const code = `code-${world.newId()}`
  server.store.data.enrolments.set(code, { scope: desktop.plannedScope })
  for (let attempt = 0; attempt < 3 && !desktop.file().marks; attempt++) {
    if (!(await desktop.enrol(code))) await world.scheduler.sleep(MINUTE)
  }
  world.note(`${desktop.name}: ${desktop.file().marks ? 'enrolled' : 'not enrolled yet'}`)
  if (!desktop.startsAlone) desktop.person = { ...founder.person, personId: founder.person.personId }
}

async function work(
  world: World,
  server: SimServer,
  desktop: Desktop,
  plan: LifePlan,
  random: Random,
): Promise<void> {
  const { scheduler, faults } = world
  const tasks = random.int(1, 9)
  for (let task = 0; task < tasks && !desktop.isGone; task++) {
    await scheduler.sleep(random.chance(0.5) ? random.int(500, 10_000) : random.int(10_000, 3 * MINUTE))
    if (faults.has('partition') && random.chance(0.15)) desktop.isOnline = !desktop.isOnline
    if (faults.has('clockSkew') && random.chance(0.1)) desktop.skew = random.int(-2 * DAY, 2 * DAY)
    if (scheduler.now() >= plan.end) return
    if (desktop.isUsable()) workOnce(world, desktop, random)
    if (faults.has('byFile') && random.chance(0.15))
      void sendByFile(world, server, desktop).catch(() => undefined)
  }
  await scheduler.sleep(random.int(1_000, 12 * MINUTE))
}

/** A scope with part of the data, as a field office has it. */
export function drawScope(random: Random): DeviceScope {
  return random.chance(0.5)
    ? { version: 1, collections: ['customers', 'contacts', 'sites', 'services', 'catalog', 'inventory'] }
    : { version: 1, hiddenFields: { customers: ['taxId', 'notes'], services: ['notes'] } }
}
