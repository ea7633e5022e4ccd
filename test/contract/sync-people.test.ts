import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { AccessPerson, AccessRefused, SignedIn } from '#core/contract/access-contract.ts'
import { passwordFits } from '#core/domain/people/password.ts'
import type { Role } from '#core/domain/people/roles.ts'
import { totpAt } from '#core/domain/people/totp.ts'
import { FULL_SCOPE, type DeviceScope } from '#core/sync/scope.ts'
import type { Issue } from '#core/sync/issue.ts'
import type { WireRow } from '#core/sync/wire.ts'
import type { DeviceSummary } from '#sync-server/auth/manage.ts'
import { createEnrolmentCode, createOrganisation } from '#sync-server/auth/organisations.ts'
import { addPerson, setSignIn } from '#sync-server/auth/people.ts'
import { readConfig } from '#sync-server/config.ts'
import { startSyncServer, type SyncServer } from '#sync-server/index.ts'
import { customerOf } from '../support/builders.ts'
import { startPostgres, type RunningPostgres } from '../support/postgres.ts'
import { tagRows, TestDevice, type Answer } from '../support/sync-device.ts'

let postgres: RunningPostgres | undefined
const folder = mkdtempSync(join(tmpdir(), 'enlace-sync-people-'))
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

const PASSWORD = 'correcto caballo pila'
const emailOf = (role: Role) => `${role}@example.com`

type Signed = SignedIn | AccessRefused

async function office(kind: string) {
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
  const { database } = server
  const org = (await createOrganisation(database, 'Fibra Henares', clock.now)).id

  const join_ = async (code: string, scope: DeviceScope = FULL_SCOPE) => {
    const device = new TestDevice(server.url)
    device.code = code
    const { body } = await device.enrol(
      await createEnrolmentCode(database, { org, lifetime: 60_000, scope }, clock.now),
    )
    if (!body.ok) throw new Error(body.refusal)
    return device
  }
  /** A person with a password of their own. */
  const enter = async (role: Role, device: TestDevice): Promise<string> => {
    const person = { role, email: emailOf(role), name: `Persona ${role}` }
    const { id, code } = await addPerson(database, org, person, clock.now)
    const reset = { device: device.id, email: person.email, code, password: PASSWORD }
    expect((await device.call<Signed>('password-reset', reset)).body.ok).toBe(true)
    return id
  }
  const signIn = (device: TestDevice, role: Role, more: object = {}): Promise<Answer<Signed>> =>
    device.call<Signed>('sign-in', { device: device.id, email: emailOf(role), password: PASSWORD, ...more })
  const session = async (device: TestDevice, role: Role, more: object = {}): Promise<SignedIn> => {
    const { body } = await signIn(device, role, more)
    if (!body.ok) throw new Error(body.refusal)
    device.person = body.person.id
    return body
  }
  return { server, database, org, clock, join: join_, enter, signIn, session }
}

const customer = customerOf({ id: 'c1' })
const newCustomer: Omit<WireRow, 'i' | 'salt'> = {
  ...{ collection: 'customers', id: 'c1', path: '', kind: 'create' },
  to: customer,
}
const set = (path: string, to: unknown): Omit<WireRow, 'i' | 'salt'> => ({
  ...{ collection: 'customers', id: 'c1', path, kind: 'set' },
  to,
})

async function outcomeOf(device: TestDevice, rows: Omit<WireRow, 'i' | 'salt'>[], command?: string) {
  const { body } = await device.push([device.op(rows, command)])
  if (!body.ok) throw new Error(body.refusal)
  const [result] = body.results
  return result?.status === 'taken' ? result.outcome : expect.fail(JSON.stringify(result))
}

describe.each(['SQLite', 'PostgreSQL'])('people on a server on %s', (kind) => {
  it('set a password once by the code they got, and sign in with it', async () => {
    const { join, enter, signIn, database, org, clock } = await office(kind)
    const device = await join('A1')
    const id = await enter('agent', device)
    const { code } = await addPerson(
      database,
      org,
      { role: 'admin', email: 'b@example.com', name: 'B' },
      clock.now,
    )
    const reset = (password: string) =>
      device.call<Signed>('password-reset', { device: device.id, email: 'b@example.com', code, password })
    expect((await reset('corta')).body).toMatchObject({ refusal: 'weakPassword', problem: 'tooShort' })
    expect((await reset(PASSWORD)).status).toBe(200)
    // Used up.
    expect((await reset(`${PASSWORD} dos`)).body).toMatchObject({ ok: false, refusal: 'wrongCode' })
    const { status, body } = await signIn(device, 'agent')
    expect({ status, body }).toMatchObject({ status: 200, body: { ok: true, person: { id, role: 'agent' } } })
    if (!body.ok) return
    // What the desktop keeps lets the person in offline, and nobody else.
    expect(await passwordFits(PASSWORD, body.offline.verifier)).toBe(true)
    expect(await passwordFits('otra cosa bien larga', body.offline.verifier)).toBe(false)
    expect((await signIn(device, 'agent', { password: 'otra cosa' })).body).toEqual({
      ok: false,
      refusal: 'wrongPassword',
    })
  })

  it('are held up after five failed tries, whether the address is known or not', async () => {
    const { join, enter, signIn, clock } = await office(kind)
    const device = await join('A1')
    await enter('agent', device)
    for (const email of [emailOf('agent'), 'nobody@example.com']) {
      for (let i = 0; i < 5; i++)
        expect((await signIn(device, 'agent', { email, password: 'falsa' })).body).toMatchObject({
          refusal: 'wrongPassword',
        })
      const held = await signIn(device, 'agent', { email })
      expect(held).toMatchObject({ status: 429, body: { refusal: 'throttled', wait: 30 } })
    }
    clock.at += 31_000
    expect((await signIn(device, 'agent')).body.ok).toBe(true)
  })

  it('use each code of the app once, and each recovery code once', async () => {
    const { join, enter, signIn, session, clock } = await office(kind)
    const device = await join('A1')
    await enter('manager', device)
    const { session: token } = await session(device, 'manager')
    const asked = { device: device.id, session: token }
    const { body: begun } = await device.call<{ secret: string; address: string }>('totp-begin', asked)
    expect(begun.address).toContain(`secret=${begun.secret}`)
    expect((await device.call('totp-confirm', { ...asked, code: '000000' })).status).toBe(403)
    const code = await totpAt(begun.secret, clock.at)
    const { body: confirmed } = await device.call<{ recovery: string[] }>('totp-confirm', { ...asked, code })
    expect(new Set(confirmed.recovery).size).toBe(10)

    expect((await signIn(device, 'manager')).body).toEqual({ ok: false, refusal: 'codeNeeded' })
    // The code that confirmed it was used, although its half minute is not over.
    expect((await signIn(device, 'manager', { code })).body).toMatchObject({ refusal: 'wrongCode' })
    clock.at += 30_000
    const next = await totpAt(begun.secret, clock.at)
    const both = await Promise.all([
      signIn(device, 'manager', { code: next }),
      signIn(device, 'manager', { code: next }),
    ])
    expect(both.map(({ body }) => (body.ok ? 'in' : body.refusal)).sort()).toEqual(['in', 'wrongCode'])

    const [recovery = ''] = confirmed.recovery
    const first = await signIn(device, 'manager', { recovery: recovery.toLowerCase() })
    expect(first.body).toMatchObject({ ok: true, recoveryLeft: 9 })
    expect((await signIn(device, 'manager', { recovery })).body).toMatchObject({ refusal: 'wrongCode' })
  })

  it('write only what their role allows; what it does not waits in an issue and blocks nothing', async () => {
    const { join, enter, session, database, org } = await office(kind)
    const [desk, van] = [await join('A1'), await join('B2')]
    await enter('admin', desk)
    await enter('agent', desk)
    const technician = await enter('technician', van)
    await setSignIn(database, org, true)
    await session(desk, 'agent')
    expect((await outcomeOf(desk, [newCustomer], 'customer.create')).result).toBe('applied')
    // A field that agents may not write.
    const iban = [{ id: 'm1', brand: 'SEPA', iban: 'ES9121000418450200051332', isDefault: true }]
    expect(await outcomeOf(desk, [set('paymentMethods', iban)])).toMatchObject({
      result: 'rejected',
      reason: 'field',
    })
    // A command, by its own name or under another one.
    await session(van, 'technician')
    for (const command of ['customer.update', 'issue.settle', 'setup.initialise'])
      expect(await outcomeOf(van, [set('name', 'Otro')], command)).toMatchObject({ reason: 'role' })
    // Under the name of somebody who never signed in there, or of nobody.
    van.person = desk.person
    expect(await outcomeOf(van, [set('name', 'Otro')])).toMatchObject({ reason: 'personUnknown' })
    van.person = 'nobody'
    expect(await outcomeOf(van, [set('name', 'Otro')])).toMatchObject({ reason: 'personUnknown' })
    // The queue went on, and nothing of it was lost.
    expect((await outcomeOf(desk, [set('notes', 'Timbre roto')])).result).toBe('applied')
    const items = await desk.pullAll()
    const issues = items.flatMap((item) =>
      item.type === 'record' && item.collection === 'issues' && item.body ? [item.body as Issue] : [],
    )
    expect(issues).toHaveLength(6)
    expect(issues[0]?.rows?.[0]).toMatchObject({ path: 'paymentMethods', to: iban })
    const body = items.findLast((item) => item.type === 'record' && item.id === 'c1')
    expect(body).toMatchObject({ body: { ...customer, notes: 'Timbre roto' } })
    // Who left writes nothing any more, wherever they signed in.
    const { session: admin } = await session(desk, 'admin')
    const off = { id: technician, name: 'X', email: emailOf('technician'), role: 'technician', offices: [] }
    const saved = { device: desk.id, session: admin, person: { ...off, active: false } }
    expect((await desk.call('person-save', saved)).status).toBe(200)
    van.person = technician
    expect(await outcomeOf(van, [set('name', 'Otro')])).toMatchObject({ reason: 'personInactive' })
  })

  it('of a device with a grant write as much as it says before they are entered', async () => {
    const { join, enter, database, org } = await office(kind)
    const van = await join('B2', { ...FULL_SCOPE, grant: 'agent' })
    await enter('admin', van)
    await setSignIn(database, org, true)
    expect((await outcomeOf(van, [newCustomer], 'customer.create')).result).toBe('applied')
    expect(await outcomeOf(van, tagRows('t1', 'Fibra'), 'catalog.save')).toMatchObject({ reason: 'role' })
  })

  it('never see a field outside the scope of their device, and cannot write it', async () => {
    const { join } = await office(kind)
    const desk = await join('A1')
    const van = await join('B2', { version: 1, hiddenFields: { customers: ['notes'] } })
    const secret = { ...newCustomer, to: { ...customer, notes: 'Secreto' } }
    expect((await outcomeOf(desk, [secret], 'customer.create')).result).toBe('applied')
    expect(await outcomeOf(van, [set('notes', 'x')])).toMatchObject({ result: 'rejected', reason: 'scope' })
    expect(JSON.stringify(await van.pullAll())).not.toContain('Secreto')
    expect(JSON.stringify(await desk.pullAll())).toContain('Secreto')
  })

  it('manage others and desktops only as admins, with a session of that very desktop', async () => {
    const { join, enter, session, signIn } = await office(kind)
    const [desk, van] = [await join('A1'), await join('B2')]
    await enter('admin', desk)
    const agent = await enter('agent', van)
    const { session: admin } = await session(desk, 'admin')
    const { session: other } = await session(van, 'agent')
    const ask = (device: TestDevice, path: string, token: string, more: object = {}) =>
      device.call<Signed & { people?: AccessPerson[]; devices?: DeviceSummary[]; code?: string }>(path, {
        device: device.id,
        session: token,
        ...more,
      })
    expect((await ask(van, 'devices', other)).body).toEqual({ ok: false, refusal: 'forbidden' })
    for (const request of ['device-revoke', 'device-release'])
      expect((await ask(van, request, other, { of: desk.id })).status).toBe(403)
    // A session that was stolen from another desktop.
    expect((await ask(van, 'people', admin)).body).toEqual({ ok: false, refusal: 'signIn' })
    const { body } = await ask(desk, 'people', admin)
    expect(body.people?.map(({ email }) => email)).toEqual([emailOf('admin'), emailOf('agent')])
    expect(JSON.stringify(body)).not.toContain('argon2')
    // Somebody must be left who can let others in.
    const own = body.people?.[0]
    const demoted = {
      id: own?.id,
      name: 'A',
      email: emailOf('admin'),
      role: 'agent',
      offices: [],
      active: true,
    }
    expect((await ask(desk, 'person-save', admin, { person: demoted })).body).toMatchObject({
      refusal: 'lastAdmin',
    })
    const taken = { ...demoted, id: 'new', email: emailOf('agent') }
    expect((await ask(desk, 'person-save', admin, { person: taken })).body).toMatchObject({
      refusal: 'emailTaken',
    })
    // A reset ends what there was.
    const reset = await ask(desk, 'person-reset', admin, { person: agent })
    expect(reset.body.code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
    expect((await ask(van, 'people', other)).body).toMatchObject({ refusal: 'signIn' })
    expect((await signIn(van, 'agent')).body).toMatchObject({ refusal: 'wrongPassword' })
    // Desktops.
    expect((await ask(desk, 'device-rename', admin, { of: van.id, name: ' ' })).status).toBe(400)
    expect((await ask(desk, 'device-rename', admin, { of: van.id, name: 'Furgoneta' })).status).toBe(200)
    const { devices } = (await ask(desk, 'devices', admin)).body
    expect(devices?.find(({ id }) => id === van.id)).toMatchObject({ name: 'Furgoneta', people: [agent] })
    // Two copies of its file wrote: neither goes on until somebody has looked.
    const { n, hash } = van
    const one = van.op([set('name', 'uno')])
    Object.assign(van, { n, hash })
    await van.push([one])
    await van.push([van.op([set('name', 'dos')])])
    expect((await van.push([])).body).toMatchObject({ refusal: 'quarantined' })
    expect((await ask(desk, 'device-release', admin, { of: 'none' })).body).toMatchObject({
      refusal: 'notFound',
    })
    expect((await ask(desk, 'device-release', admin, { of: van.id })).status).toBe(200)
    expect((await van.push([])).body).toMatchObject({ refusal: 'closed' })
    expect((await ask(desk, 'device-revoke', admin, { of: van.id })).status).toBe(200)
    expect(await signIn(van, 'agent')).toMatchObject({ status: 403, body: { refusal: 'revoked' } })
    expect((await van.push([van.op([set('name', 'x')])])).body).toMatchObject({ refusal: 'revoked' })
  })
})
