import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '#core/domain/people/roles.ts'
import type { LeaseAnswer, TermsAnswer } from '#core/sync/server/lease-steps.ts'
import type { LeaseAct } from '#core/sync/lease.ts'
import { FULL_SCOPE, type DeviceScope } from '#core/sync/scope.ts'
import { revokeStep } from '#core/sync/server/device-steps.ts'
import { createEnrolmentCode, createOrganisation } from '#sync-server/auth/organisations.ts'
import { addPerson, setSignIn } from '#sync-server/auth/people.ts'
import { readConfig } from '#sync-server/config.ts'
import { codeHash } from '#sync-server/crypto.ts'
import { startSyncServer, type SyncServer } from '#sync-server/index.ts'
import { createSyncStore } from '#sync-server/store/sync-store.ts'
import { startPostgres, type RunningPostgres } from '../support/postgres.ts'
import { TestDevice } from '../support/sync-device.ts'

let postgres: RunningPostgres | undefined
const folder = mkdtempSync(join(tmpdir(), 'enlace-sync-leases-'))
const servers: SyncServer[] = []
beforeAll(async () => {
  postgres = await startPostgres()
}, 120_000)
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})
afterAll(async () => {
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

const OFFICE = 'office-madrid'
const PASSWORD = 'correcto caballo pila'

async function organisation(kind: string) {
  const config = readConfig([], {
    PORT: '0',
    ENLACE_DATA: join(folder, randomUUID()),
    ENLACE_LOG_LEVEL: 'silent',
  })
  if (!config.ok) throw new Error(JSON.stringify(config.error))
  const clock = { at: Date.parse('2026-03-10T10:00:00.000Z'), now: () => clock.at }
  const databaseUrl = kind === 'SQLite' ? undefined : await postgres?.newDatabase()
  const server = await startSyncServer({ ...config.value, ...(databaseUrl && { databaseUrl }) }, clock)
  servers.push(server)
  const { database, url } = server
  const org = (await createOrganisation(database, 'Fibra Henares', clock.now)).id
  const store = createSyncStore({ database, org, codeHash, now: () => new Date(clock.at).toISOString() })
  let joined = 0
  return {
    ...{ server, database, org, clock, store },
    async join(scope: DeviceScope = FULL_SCOPE) {
      const device = new TestDevice(url)
      device.code = `A${++joined}`
      const { body } = await device.enrol(
        await createEnrolmentCode(database, { org, lifetime: 60_000, scope }, clock.now),
      )
      if (!body.ok) throw new Error(body.refusal)
      return device
    },
    /** Signs a person with the role in at the device; answers the session. */
    async signIn(device: TestDevice, role: Role) {
      const email = `${role}@example.com`
      const { code } = await addPerson(database, org, { role, email, name: role }, clock.now)
      await device.call('password-reset', { device: device.id, email, code, password: PASSWORD })
      const { body } = await device.call<{ session: string }>('sign-in', {
        ...{ device: device.id, email, password: PASSWORD },
      })
      return body.session
    },
  }
}

const leasesOf = async (device: TestDevice) => {
  const { body } = await device.call<TermsAnswer>('terms', { device: device.id, schema: 1 })
  return body.ok ? body.leases : body.refusal
}

async function move(device: TestDevice, act: LeaseAct, more: object = {}) {
  const { body } = await device.call<LeaseAnswer>('lease', {
    ...{ device: device.id, schema: 1, kind: 'billing', key: OFFICE, act },
    ...more,
  })
  return body.ok ? body.leases : body.refusal
}

/** All have one name: whoever came later is told by its code. */
const NAME: unknown = expect.stringMatching(/^PC de pruebas( · \w+)?$/)

const heldBy = (device: TestDevice, more: object = {}) => [
  { kind: 'billing', key: OFFICE, holder: { device: device.id, name: NAME }, ...more },
]

describe.each(['SQLite', 'PostgreSQL'])('leases of a server on %s', (kind) => {
  it('go to one of many that ask at once, and stay there however long nobody hears of it', async () => {
    const { join, clock } = await organisation(kind)
    const devices = await Promise.all(Array.from({ length: 8 }, () => join()))
    const answers = await Promise.all(devices.map((device) => move(device, 'take')))
    const holders = new Set(
      answers.flatMap((answer) =>
        typeof answer === 'string' ? [answer] : answer.map(({ holder }) => holder.device),
      ),
    )
    expect(holders.size).toBe(1)
    const holder = devices.find(({ id }) => holders.has(id))
    const other = devices.find(({ id }) => !holders.has(id))
    if (!holder || !other) throw new Error('nobody holds it')
    // Nothing expires: a year later another one still cannot take it.
    clock.at += 365 * 86_400_000
    expect(await move(other, 'take')).toEqual(heldBy(holder))
    expect(await leasesOf(other)).toEqual(heldBy(holder))
    // Each key for itself.
    expect(await move(other, 'take', { kind: 'mail', key: 'all' })).toHaveLength(2)
  })

  it('move by the hand of their holder, to whoever asked, or are kept', async () => {
    const { join, clock } = await organisation(kind)
    const [one, two] = [await join(), await join()]
    await move(one, 'take')
    const asked = { asked: { device: two.id, name: NAME, at: new Date(clock.at).toISOString() } }
    expect(await move(two, 'ask')).toEqual(heldBy(one, asked))
    expect(await leasesOf(one)).toEqual(heldBy(one, asked))
    expect(await move(one, 'keep')).toEqual(heldBy(one))
    // Only its holder gives or keeps, and only to somebody who is heard.
    expect(await move(two, 'give', { to: two.id })).toBe('forbidden')
    expect(await move(two, 'keep')).toBe('forbidden')
    expect(await move(one, 'give', { to: 'nobody' })).toBe('forbidden')
    expect(await move(one, 'give', { to: two.id })).toEqual(heldBy(two))
    expect(await move(one, 'force')).toEqual(heldBy(one))
  })

  it('can be taken from who was taken out, and follow a desktop to its new identity', async () => {
    const { join, store, server } = await organisation(kind)
    const [one, two] = [await join(), await join()]
    await move(one, 'take')
    const moved = new TestDevice(server.url)
    moved.code = 'B7'
    expect((await moved.replace(one)).body).toMatchObject({ ok: true })
    expect(await leasesOf(two)).toEqual(heldBy(moved))
    await revokeStep(store, moved.id)
    expect(await leasesOf(two)).toMatchObject([{ holder: { device: moved.id, isGone: true } }])
    expect(await move(two, 'take')).toEqual(heldBy(two))
    // An answer that comes once more gives nothing back to the old identity.
    await moved.replace(one)
    expect(await leasesOf(two)).toEqual(heldBy(two))
  })

  it('need all that billing needs, and, where people sign in, somebody who may bill', async () => {
    const { join, database, org, signIn } = await organisation(kind)
    const [one, two] = [await join(), await join()]
    const field = await join({ version: 1, collections: ['customers', 'sites'] })
    expect(await move(field, 'take')).toBe('forbidden')
    await addPerson(database, org, { role: 'admin', email: 'a@example.com', name: 'A' }, () => 0)
    await setSignIn(database, org, true)
    // Nobody ever had it: whoever comes first brings it along.
    expect(await move(one, 'take')).toEqual(heldBy(one))
    expect(await move(two, 'force')).toBe('forbidden')
    const technician = await signIn(two, 'technician')
    expect(await move(two, 'force', { session: technician })).toBe('forbidden')
    const billing = await signIn(two, 'billing')
    expect(await move(two, 'force', { session: billing })).toEqual(heldBy(two))
    // A session is of one device.
    expect(await move(one, 'force', { session: billing })).toBe('forbidden')
  })
})
