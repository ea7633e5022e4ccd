import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectionCode } from '#core/contract/connection-code.ts'
import { createHostClient, type HostClient } from '#core/contract/host-client.ts'
import type { HostReply } from '#core/contract/envelope.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { Role } from '#core/domain/people/roles.ts'
import { totpAt } from '#core/domain/people/totp.ts'
import { systemClock } from '#core/lib/clock.ts'
import { revokeStep } from '#core/sync/server/device-steps.ts'
import { savePerson } from '#sync-server/auth/manage.ts'
import { addPerson, putPerson, readPerson, setSignIn } from '#sync-server/auth/people.ts'
import { createEnrolmentCode, createOrganisation } from '#sync-server/auth/organisations.ts'
import { readConfig } from '#sync-server/config.ts'
import { codeHash } from '#sync-server/crypto.ts'
import { startSyncServer, type SyncServer } from '#sync-server/index.ts'
import { createSyncStore } from '#sync-server/store/sync-store.ts'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { ensureBuilt } from '../support/built.ts'
import { openMemory, type OpenedTransport } from '../support/transports.ts'
import { setUpInput } from '../support/writer-store.ts'

const PASSWORD = 'correcto caballo pila'
let opened: OpenedTransport
let host: HostClient
let server: SyncServer | undefined
const folder = temporaryFolder()

beforeAll(() => ensureBuilt(), 120_000)
beforeEach(async () => {
  opened = await openMemory()
  host = createHostClient(opened.transport)
  value(await host.app.setUp(setUpInput))
}, 60_000)
afterEach(async () => {
  await opened.close()
  await server?.close()
  server = undefined
  removeFolder(folder)
})

function value<T>(reply: HostReply<T>): T {
  if (!reply.ok) throw new Error(JSON.stringify(reply.error))
  return reply.value
}
const codeOf = (reply: HostReply): string | undefined => (reply.ok ? undefined : reply.error.code)
const stateOf = async () => value(await host.access.state({}))

/** A server that the host is connected to, with people who have their codes. */
async function connected() {
  const config = readConfig([], { PORT: '0', ENLACE_DATA: folder, ENLACE_LOG_LEVEL: 'silent' })
  if (!config.ok) throw new Error(JSON.stringify(config.error))
  server = await startSyncServer(config.value)
  const { database, url } = server
  const org = (await createOrganisation(database, 'Fibra Henares', systemClock.now)).id
  const code = await createEnrolmentCode(database, { org, lifetime: 60_000 }, systemClock.now)
  value(await host.sync.connect({ code: connectionCode({ url, code }), join: 'add-mine' }))
  const enter = async (role: Role) => {
    const email = `${role}@example.com`
    const made = await addPerson(database, org, { email, role, name: `Persona ${role}` }, systemClock.now)
    value(await host.access.resetPassword({ email, code: made.code, password: PASSWORD }))
    return made.id
  }
  return { database, org, enter }
}

describe('the lock of a desktop', () => {
  it('lets nobody at the data before the password, and holds up guesses', async () => {
    expect(await stateOf()).toMatchObject({ isLocked: false, hasPassword: false, isConnected: false })
    // Nothing would open it again.
    expect(codeOf(await host.access.lock({}))).toBe('access/refused')
    expect(codeOf(await host.access.setPassword({ password: 'corta' }))).toBe('access/weak-password')
    value(await host.access.setPassword({ password: PASSWORD }))
    value(await host.access.lock({}))
    const asked = { collection: 'customers', selector: {} } as const
    expect(codeOf(await host.store.count(asked))).toBe('access/locked')
    expect(codeOf(await host.command.run({ command: 'customer.create', input: {} }))).toBe('access/locked')
    expect(codeOf(await host.access.removePassword({ current: PASSWORD }))).toBe('access/locked')
    for (let i = 0; i < 5; i++)
      expect(codeOf(await host.access.unlock({ password: 'otra cosa' }))).toBe('access/wrong-password')
    expect(codeOf(await host.access.unlock({ password: PASSWORD }))).toBe('access/wait')
    expect((await stateOf()).isLocked).toBe(true)
  })

  it('opens by the password, which only its owner changes or removes', async () => {
    value(await host.access.setPassword({ password: PASSWORD }))
    expect(codeOf(await host.access.setPassword({ password: `${PASSWORD} dos` }))).toBe(
      'access/wrong-password',
    )
    value(await host.access.setPassword({ current: PASSWORD, password: `${PASSWORD} dos` }))
    value(await host.access.lock({}))
    value(await host.access.unlock({ password: `${PASSWORD} dos` }))
    value(await host.store.count({ collection: 'customers', selector: {} }))
    value(await host.access.removePassword({ current: `${PASSWORD} dos` }))
    expect((await stateOf()).hasPassword).toBe(false)
  })
})

describe('signing in', () => {
  it('limits the desktop by the role of who works at it, and lets them in without the server', async () => {
    const { enter } = await connected()
    const id = await enter('technician')
    const email = 'technician@example.com'
    expect(await host.access.signIn({ email, password: 'otra cosa' })).toMatchObject({
      error: { code: 'access/refused', details: { reason: 'wrongPassword' } },
    })
    value(await host.access.signIn({ email, password: PASSWORD }))
    expect((await stateOf()).signedIn).toMatchObject({ id, role: 'technician', isOffline: false })
    // They are one of the organisation's people now, and what is written carries their name.
    const { device } = value(await host.app.info({}))
    expect(device?.personId).toBe(id)
    const people = await host.store.byIds({ collection: 'catalog', ids: [id], withDeleted: false })
    expect(value(people).rows[0]?.document).toMatchObject({ data: { name: 'Persona technician' } })
    const create = { command: 'customer.create', input: { name: 'Ana', type: 'individual' } }
    expect(await host.command.run(create)).toMatchObject({
      error: { code: 'access/not-allowed', details: { reason: 'role' } },
    })
    expect(value(await host.store.count({ collection: 'customers', selector: {} })).count).toBe(0)
    expect(await host.access.ask({ request: 'people', input: {} })).toMatchObject({
      error: { details: { reason: 'forbidden' } },
    })

    value(await host.access.signOut({}))
    await server?.close()
    server = undefined
    expect(codeOf(await host.access.signIn({ email, password: 'otra cosa' }))).toBe('access/wrong-password')
    expect(codeOf(await host.access.signIn({ email: 'who@example.com', password: PASSWORD }))).toBe(
      'access/offline',
    )
    value(await host.access.signIn({ email, password: PASSWORD }))
    expect((await stateOf()).signedIn).toMatchObject({ id, isOffline: true })
  })

  it('knows at once that an authenticator app was put on and taken off', async () => {
    const { enter } = await connected()
    await enter('agent')
    value(await host.access.signIn({ email: 'agent@example.com', password: PASSWORD }))
    const { answer } = value(await host.access.ask({ request: 'totp-begin', input: {} }))
    const code = await totpAt((answer as { secret: string }).secret, Date.now())
    value(await host.access.ask({ request: 'totp-confirm', input: { code } }))
    expect((await stateOf()).signedIn).toMatchObject({ hasTotp: true, recoveryLeft: 10 })
    value(await host.access.ask({ request: 'totp-off', input: { password: PASSWORD } }))
    expect((await stateOf()).signedIn).toMatchObject({ hasTotp: false })
  })

  it('asks for the app without the server as well, from the moment it was put on here', async () => {
    const { enter } = await connected()
    await enter('agent')
    const given = { email: 'agent@example.com', password: PASSWORD }
    value(await host.access.signIn(given))
    const { answer } = value(await host.access.ask({ request: 'totp-begin', input: {} }))
    const { secret } = answer as { secret: string }
    const codeAt = (steps: number) => totpAt(secret, Date.now() + steps * 30_000)
    const first = await codeAt(0)
    const done = value(await host.access.ask({ request: 'totp-confirm', input: { code: first } }))
    const [recovery = ''] = (done.answer as { recovery: string[] }).recovery
    value(await host.access.signOut({}))
    await server?.close()
    server = undefined
    const refusalOf = async (more: object) => {
      const reply = await host.access.signIn({ ...given, ...more })
      return reply.ok ? undefined : reply.error.details?.reason
    }
    expect(await refusalOf({})).toBe('codeNeeded')
    expect(await refusalOf({ recovery })).toBe('recoveryOnline')
    // A code counts once, the one that put the app on as well.
    expect(await refusalOf({ code: first })).toBe('wrongCode')
    expect(await refusalOf({ code: await codeAt(1) })).toBeUndefined()
    expect((await stateOf()).signedIn).toMatchObject({ isOffline: true, hasTotp: true })
  })

  it('lets nobody in by the password alone once it heard of an app that it does not know', async () => {
    const { enter, database, org } = await connected()
    await enter('admin')
    const id = await enter('agent')
    await setSignIn(database, org, true)
    const given = { email: 'agent@example.com', password: PASSWORD }
    value(await host.access.signIn(given))
    // Put on at another desktop: its secret stays there. The role shows that this one has heard.
    await database.write(async (sql) => {
      const person = await readPerson(sql, org, id)
      const totp = { secret: 'JBSWY3DPEHPK3PXP', lastStep: 0 }
      if (person) await putPerson(sql, org, { ...person, totp, role: 'technician' })
    })
    await database.poke(`${org} terms`)
    const roleOf = async () => (await stateOf()).signedIn?.role
    await expect.poll(roleOf, { timeout: 20_000 }).toBe('technician')
    value(await host.access.signOut({}))
    await server?.close()
    server = undefined
    expect(await host.access.signIn({ ...given, code: '000000' })).toMatchObject({
      error: { code: 'access/refused', details: { reason: 'appUnknown' } },
    })
  })

  it('takes no secret for one’s own that was drawn for somebody else', async () => {
    const { enter, database, org } = await connected()
    await enter('agent')
    const id = await enter('admin')
    value(await host.access.signIn({ email: 'agent@example.com', password: PASSWORD }))
    value(await host.access.ask({ request: 'totp-begin', input: {} }))
    value(await host.access.signOut({}))
    const given = { email: 'admin@example.com', password: PASSWORD }
    value(await host.access.signIn(given))
    // Begun at another desktop, and confirmed here.
    const totpDraft = 'JBSWY3DPEHPK3PXP'
    await database.write(async (sql) => {
      const person = await readPerson(sql, org, id)
      if (person) await putPerson(sql, org, { ...person, totpDraft })
    })
    const code = await totpAt(totpDraft, Date.now())
    value(await host.access.ask({ request: 'totp-confirm', input: { code } }))
    expect((await stateOf()).signedIn).toMatchObject({ hasTotp: true })
    value(await host.access.signOut({}))
    await server?.close()
    server = undefined
    expect(await host.access.signIn({ ...given, code })).toMatchObject({
      error: { code: 'access/refused', details: { reason: 'appUnknown' } },
    })
  })

  it('lets administrators manage people and desktops, and what they write counts on the server', async () => {
    const { enter, database, org } = await connected()
    await enter('admin')
    await setSignIn(database, org, true)
    value(await host.access.signIn({ email: 'admin@example.com', password: PASSWORD }))
    const ask = async <A>(request: string, input = {}) => {
      const { answer } = value(await host.access.ask({ request, input }))
      return answer as A
    }
    const { devices } = await ask<{ devices: { id: string }[] }>('devices')
    expect(devices).toHaveLength(1)
    await ask('device-rename', { of: devices[0]?.id, name: 'Recepción' })
    expect(await ask('devices')).toMatchObject({ devices: [{ name: 'Recepción' }] })
    const person = {
      id: 'p9',
      name: 'Luz',
      email: 'luz@example.com',
      role: 'agent',
      offices: [],
      active: true,
    }
    expect(await ask<{ code: string }>('person-save', { person })).toMatchObject({ ok: true })
    expect(codeOf(await host.access.ask({ request: 'push', input: {} }))).toBe('host/invalid-input')
    expect(codeOf(await host.access.ask({ request: 'device-rename', input: { of: 1 } }))).toBe(
      'host/invalid-input',
    )
    value(await host.command.run({ command: 'customer.create', input: { name: 'Ana', type: 'individual' } }))
  })

  it('shows nothing where people must sign in until somebody has, and nothing more once they may not', async () => {
    const { enter, database, org } = await connected()
    await enter('admin')
    const id = await enter('technician')
    value(await host.command.run({ command: 'customer.create', input: { name: 'Ana', type: 'individual' } }))
    await setSignIn(database, org, true)
    const hears = async (isTrue: (state: Awaited<ReturnType<typeof stateOf>>) => boolean) => {
      value(await host.sync.retry({}))
      await expect.poll(async () => isTrue(await stateOf()), { timeout: 10_000 }).toBe(true)
    }
    await hears(({ isLocked, mustSignIn }) => isLocked && mustSignIn)
    expect(codeOf(await host.store.count({ collection: 'customers', selector: {} }))).toBe('access/locked')
    // The desktop's own password, or none, is nobody's name.
    expect(codeOf(await host.access.unlock({ password: PASSWORD }))).toBe('access/refused')
    const email = 'technician@example.com'
    value(await host.access.signIn({ email, password: PASSWORD }))
    expect(await stateOf()).toMatchObject({ isLocked: false, mustSignIn: false })
    value(await host.access.signOut({}))
    expect((await stateOf()).isLocked).toBe(true)
    value(await host.access.signIn({ email, password: PASSWORD }))

    const role = 'technician' as const
    const left = { id, name: 'T', email, role, offices: [], active: false }
    await savePerson(database, org, { device: '', session: '', person: left }, systemClock.now())
    value(await host.sync.retry({}))
    await expect.poll(async () => (await stateOf()).isLocked, { timeout: 10_000 }).toBe(true)
    expect(codeOf(await host.access.signIn({ email, password: PASSWORD }))).toBe('access/refused')

    value(await host.access.signIn({ email: 'admin@example.com', password: PASSWORD }))
    const { device } = value(await host.app.info({}))
    const store = createSyncStore({ database, org, codeHash, now: () => new Date().toISOString() })
    await revokeStep(store, device?.id ?? '')
    await hears(({ isLocked, isRevoked }) => isLocked && isRevoked)
    // It comes back by a new code only, with a new file.
    const connect = (join: 'add-mine' | 'set-mine-aside') => host.sync.connect({ code: 'enlace1.x', join })
    expect(codeOf(await connect('set-mine-aside'))).toBe('sync/bad-code')
    expect(codeOf(await host.sync.disconnect({}))).toBe('access/locked')
    expect(await host.access.signIn({ email: 'admin@example.com', password: PASSWORD })).toMatchObject({
      error: { code: 'access/refused', details: { reason: 'revoked' } },
    })
  })

  it('says at once that the desktop was taken out', async () => {
    const { database, org } = await connected()
    const status = async () => value(await host.sync.status({}))
    await expect.poll(async () => (await status()).state, { timeout: 20_000 }).toBe('inSync')
    const { device } = value(await host.app.info({}))
    let told: unknown
    const stop = host.subscribe((event) => {
      if (event.type === 'sync') told = event.standing
    })
    const store = createSyncStore({ database, org, codeHash, now: () => new Date().toISOString() })
    await revokeStep(store, device?.id ?? '')
    // As the server's own way does (`device-revoke`).
    await database.poke(`${org} terms`)
    await expect.poll(() => told, { timeout: 20_000 }).toMatchObject({ state: 'paused', paused: 'revoked' })
    expect(await status()).toEqual(told)
    stop()
  })

  it('lets people work at their offices only, and leaves out of every answer what their role may not see', async () => {
    const { enter, database, org } = await connected()
    const { result } = value(
      await host.command.run({
        command: 'customer.create',
        input: {
          name: 'Ana',
          type: 'individual',
          paymentMethods: [{ id: 'm1', brand: 'Visa', lastFour: '4242', isDefault: true }],
        },
      }),
    )
    const { id } = result as { id: string }
    const byId = { collection: 'customers' as const, ids: [id], withDeleted: false }
    const methodsOf = async () => value(await host.store.byIds(byId)).rows[0]?.document.paymentMethods
    expect(await methodsOf()).toMatchObject([{ lastFour: '4242' }])
    const person = await enter('technician')
    const email = 'technician@example.com'
    const elsewhere = {
      ...{ id: person, name: 'T', email, role: 'technician' as const, active: true },
      offices: ['office-elsewhere'],
    }
    await savePerson(database, org, { device: '', session: '', person: elsewhere }, systemClock.now())
    expect(await host.access.signIn({ email, password: PASSWORD })).toMatchObject({
      error: { details: { reason: 'otherOffice' } },
    })
    const here = { ...elsewhere, offices: [] }
    await savePerson(database, org, { device: '', session: '', person: here }, systemClock.now())
    value(await host.access.signIn({ email, password: PASSWORD }))
    expect(await methodsOf()).toEqual([])
    const selector = { 'paymentMethods.0.lastFour': '4242' }
    expect(await host.store.count({ collection: 'customers', selector })).toMatchObject({
      error: { code: 'access/not-allowed', details: { reason: 'read' } },
    })
    expect(
      codeOf(await host.payments.expiring({ today: '2026-03-01', expired: false, skip: 0, limit: 10 })),
    ).toBe('access/not-allowed')
    const log = value(await host.activity.list({ customerId: id, limit: 50 }))
    expect(JSON.stringify(log)).toContain('Ana')
    expect(JSON.stringify(log)).not.toContain('4242')
    // What the others do reaches this window without it, too.
    const events: HostEvent[] = []
    const stop = host.subscribe((event) => void events.push(event))
    const contact = { customerId: id, name: 'Luz', phones: [] }
    value(await host.command.run({ command: 'contact.create', input: contact }))
    stop()
    expect(JSON.stringify(events)).not.toContain('4242')
  })
})
