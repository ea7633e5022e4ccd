import type { SeededRandom } from '#core/lib/seeded-random.ts'
import { changeScopeStep, releaseStep, revokeStep } from '#core/sync/server/device-steps.ts'
import type { Desktop } from './desktop.ts'
import type { ServerData } from './memory-sync-store.ts'
import { drawScope } from './office-life.ts'
import type { SimServer } from './server.ts'
import { DAY, HOUR, type World } from './world.ts'

/** Plans what happens to the organisation as a whole during its days. */
export function planMishaps(world: World, server: SimServer, desktops: () => Desktop[], days: number): void {
  const { scheduler, faults } = world
  const random = world.random('mishaps')
  const someday = () => random.int(DAY / 4, days * DAY)
  const at = (moment: number, work: () => void | Promise<void>) => scheduler.after(moment, () => void work())
  const times = (most: number, work: () => void | Promise<void>) => {
    for (let left = random.int(1, most); left > 0; left--) at(someday(), work)
  }

  if (faults.has('serverKill')) {
    times(5, server.kill)
    times(5, server.killAfterCommit)
  }
  if (faults.has('serverRestore')) planRestore(world, server, desktops, random, days)
  if (faults.has('revocation'))
    at(someday(), async () => {
      const desktop = oneOf(random, desktops())
      if (!desktop?.file().marks || desktop === desktops()[0]) return
      const { id } = desktop.file().identity
      world.note(`${desktop.name}: ${id} is revoked`)
      await server.run((store) => revokeStep(store, id)).catch(() => undefined)
      if (server.store.data.devices.get(id)?.state === 'revoked')
        world.revokedAfter.set(id, new Set(server.everTaken(id)))
    })
  if (faults.has('scopeChange'))
    times(2, async () => {
      const desktop = oneOf(random, desktops().slice(1))
      if (!desktop?.file().marks) return
      const { version: _version, ...scope } = random.chance(0.5) ? drawScope(random) : { version: 1 }
      world.note(`${desktop.name}: another scope ${JSON.stringify(scope)}`)
      await server
        .run((store) => changeScopeStep(store, desktop.file().identity.id, scope))
        .catch(() => undefined)
    })
  if (faults.has('role'))
    at(someday(), () => {
      const desktop = oneOf(random, desktops().slice(1))
      if (desktop) server.limited.add(desktop.file().identity.id)
      if (desktop) world.note(`${desktop.name}: may not change the catalogue or make customers`)
    })
  if (faults.has('twoSchemas'))
    at(someday(), () => {
      world.note('the server asks for schema 2')
      server.options.minSchema = 2
    })
  if (faults.has('badOp')) times(3, () => writeNonsense(world, oneOf(random, desktops()), random))
  if (faults.has('damage')) times(2, () => damage(world, oneOf(random, desktops()), random))
  watchQuarantine(world, server, desktops, days)
}

const oneOf = (random: SeededRandom, desktops: readonly Desktop[]): Desktop | undefined =>
  desktops.length > 0 ? random.pick(desktops) : undefined

function planRestore(
  world: World,
  server: SimServer,
  desktops: () => Desktop[],
  random: SeededRandom,
  days: number,
): void {
  let backup: ServerData | undefined
  for (let count = 0; count < 4; count++)
    world.scheduler.after(random.int(HOUR, days * DAY), () => void (backup = server.backUp()))
  for (let count = random.int(1, 2); count > 0; count--)
    world.scheduler.after(random.int(DAY, days * DAY), () => {
      if (!backup) return
      server.restore(backup)
      if (world.faults.has('deadDevice') && random.chance(0.5)) {
        const dead = oneOf(random, desktops().slice(1))
        if (!dead) return
        world.note(`${dead.name}: never seen again`)
        dead.close()
        dead.isGone = true
      }
    })
}

/** A person looks at quarantined devices now and then and lets their copies go on under new identities. */
function watchQuarantine(world: World, server: SimServer, desktops: () => Desktop[], days: number): void {
  for (let moment = 6 * HOUR; moment < (days + 2) * DAY; moment += 12 * HOUR)
    world.scheduler.after(moment, () => void releaseAll(world, server, desktops))
}

export async function releaseAll(world: World, server: SimServer, desktops: () => Desktop[]): Promise<void> {
  const waiting = [...server.store.data.devices.values()].filter(({ state }) => state === 'quarantined')
  for (const { id } of waiting) {
    world.note(`${id} is let out of quarantine`)
    await server.run((store) => releaseStep(store, id)).catch(() => undefined)
  }
  if (waiting.length > 0) for (const desktop of desktops()) desktop.client()?.resume()
}

/** Content that no program would write; the server must neither take it nor stop at it. */
function writeNonsense(world: World, desktop: Desktop | undefined, random: SeededRandom): void {
  if (!desktop?.isUsable()) return
  const [customer] = desktop.file().records.get('customers')?.values() ?? []
  const id = world.newId()
  desktop.write('sim.nonsense', () =>
    random.pick([
      () => [{ collection: 'customers', id, before: undefined, after: { id, name: 7 } }],
      () => [{ collection: 'spaceships', id, before: undefined, after: { id } }],
      () =>
        customer
          ? [
              {
                collection: 'customers',
                id: customer.id,
                before: customer,
                after: { ...customer, billDay: 99 },
              },
            ]
          : [],
      () =>
        customer
          ? [
              {
                collection: 'customers',
                id: customer.id,
                before: customer,
                after: { ...customer, number: 'X' },
              },
            ]
          : [],
      () => [{ collection: 'issues', id, before: undefined, after: { id, kind: 'conflict' } }],
    ])(),
  )
}

/** A record in the file changes by itself, without an op. */
function damage(world: World, desktop: Desktop | undefined, random: SeededRandom): void {
  const file = desktop?.file()
  if (!desktop || !file?.marks) return
  const records = file.records.get('customers')
  const id = records && records.size > 0 ? random.pick([...records.keys()]) : undefined
  const body = id === undefined ? undefined : records?.get(id)
  if (id === undefined || !body || file.bases.has(`customers/${id}`)) return
  const isPending = [...file.ops.values()].some((ops) =>
    [...ops.values()].some(({ op, seq }) => seq === undefined && op.rows.some((row) => row.id === id)),
  )
  if (isPending) return
  world.note(`${desktop.name}: customers/${id} is damaged`)
  world.damaged.add(`customers/${id}`)
  records?.set(id, { ...body, billDay: 31, name: 'dañado' })
}
