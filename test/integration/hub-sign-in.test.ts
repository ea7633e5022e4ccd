import { afterEach, expect, it } from 'vitest'
import { removeFolder } from '../support/browser-host.ts'
import { startOffice, until, type OfficeHost } from '../support/office-host.ts'
import { freePort } from '../support/server-process.ts'

const offices: OfficeHost[] = []

afterEach(async () => {
  for (const { host } of offices.splice(0)) {
    await host.stop()
    removeFolder(host.folder)
  }
})

async function open(): Promise<OfficeHost> {
  const office = await startOffice()
  offices.push(office)
  return office
}

const first = { name: 'Ana Ruiz', email: 'ana@henares.example', password: 'correcto caballo pila' }

const reasonOf = async (office: OfficeHost, method: string, input: object) => {
  const reply = await office.reply(method, input)
  return reply.ok ? 'none' : (reply.error.details?.reason ?? reply.error.code)
}

const untilLocked = (office: OfficeHost, isLocked: boolean) =>
  until(
    () => office.call('access', 'state', {}),
    (state) => state.isLocked === isLocked,
  )

it('a hub has people sign in: who sits at it becomes the administrator, and stays one person', async () => {
  const hub = await open()
  const port = await freePort()
  await hub.call('hub', 'create', { name: 'Fibra Henares', port })
  const { text: code } = await hub.call('hub', 'code', { address: `https://127.0.0.1:${port}` })
  const toledo = await open()
  await toledo.call('sync', 'connect', { code, join: 'add-mine' })
  const { device } = await hub.call('app', 'info', {})

  expect(await hub.call('hub', 'signIn', {})).toEqual({ isAsked: false, admins: [] })
  expect(await reasonOf(hub, 'hub.beginSignIn', {})).toBe('lastAdmin')
  expect(await reasonOf(hub, 'hub.beginSignIn', { first: { ...first, password: 'corta' } })).toBe(
    'weakPassword',
  )
  expect(await hub.call('hub', 'signIn', {})).toEqual({ isAsked: false, admins: [] })
  expect(await reasonOf(toledo, 'hub.beginSignIn', { first })).toBe('hub/not-running')

  await hub.call('hub', 'beginSignIn', { first })
  for (const office of [hub, toledo]) await untilLocked(office, true)
  expect(await reasonOf(hub, 'hub.endSignIn', {})).toBe('access/locked')
  await hub.call('access', 'signIn', { email: first.email, password: first.password })
  await untilLocked(hub, false)
  const signedIn = (await hub.call('app', 'info', {})).device
  expect(signedIn).toMatchObject({ personId: device?.personId, role: 'admin' })
  expect(await hub.call('hub', 'signIn', {})).toEqual({
    isAsked: true,
    admins: [{ name: first.name, email: first.email }],
  })
  // Nobody takes the place of an administrator while people sign in.
  expect(await reasonOf(hub, 'hub.beginSignIn', { first: { ...first, password: 'otra frase larga' } })).toBe(
    'forbidden',
  )

  await hub.call('hub', 'endSignIn', {})
  await untilLocked(toledo, false)
  await hub.call('hub', 'beginSignIn', {})
  await untilLocked(toledo, true)
}, 120_000)
