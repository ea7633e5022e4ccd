import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Store } from '#main/store/store.ts'
import { openStore } from '#main/store/open-store.ts'
import { verifyChain } from '#main/store/activity/verify.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { built } from '../support/built.ts'
import { verifyFile } from '../support/verify-file.ts'

const setUp = {
  language: 'es',
  personName: 'Ana Ruiz',
  companyName: 'Fibra Alta',
  officeName: 'Madrid',
  officePrefix: 'MAD',
  timeZone: 'Europe/Madrid',
  country: 'ES',
  data: 'empty',
} as const

const folders: string[] = []
const stores: Store[] = []

async function open(folder: string) {
  const opened = await openStore({ folder, workerFile: built('main', 'store-worker.js') })
  if (opened.ok) stores.push(opened.value.store)
  return opened
}

async function openNew(): Promise<{ store: Store; folder: string }> {
  const folder = temporaryFolder()
  folders.push(folder)
  const opened = await open(folder)
  if (!opened.ok) throw new Error(opened.error.message)
  const done = await opened.value.store.setUp(setUp)
  if (!done.ok) throw new Error(done.error.message)
  return { store: opened.value.store, folder }
}

async function makeCustomer(store: Store, name: string): Promise<string> {
  const reply = await store.run({ command: 'customer.create', input: { name, type: 'individual' } })
  if (!reply.ok) throw new Error(JSON.stringify(reply.error))
  return (reply.value.result as { id: string }).id
}

const nameOf = async (store: Store, id: string): Promise<unknown> => {
  const reply = await store.read('store', 'byIds', { collection: 'customers', ids: [id], withDeleted: false })
  return reply.ok ? reply.value.rows[0]?.document.name : reply.error
}

afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()))
  folders.splice(0).forEach(removeFolder)
})

describe('the store with its two threads', () => {
  it('undoes and redoes, also after a restart', async () => {
    const { store, folder } = await openNew()
    const id = await makeCustomer(store, 'Marta Gil')
    await store.run({ command: 'customer.update', input: { id, changes: { name: 'Marta Gil Soto' } } })
    await store.close()
    stores.length = 0
    const again = await open(folder)
    if (!again.ok) throw new Error(again.error.message)
    const reopened = again.value.store
    expect(await nameOf(reopened, id)).toBe('Marta Gil Soto')
    expect(await reopened.undo({})).toMatchObject({
      ok: true,
      value: { command: 'customer.update', kept: [] },
    })
    expect(await nameOf(reopened, id)).toBe('Marta Gil')
    expect(await reopened.redo({})).toMatchObject({ ok: true })
    expect(await nameOf(reopened, id)).toBe('Marta Gil Soto')
    expect(await reopened.redo({})).toMatchObject({ ok: false, error: { code: 'command/nothing-to-redo' } })
    await reopened.undo({})
    expect(await reopened.undo({})).toMatchObject({ ok: true, value: { command: 'customer.create' } })
    expect(await nameOf(reopened, id)).toBeUndefined()
  })

  it('keeps what somebody changed since when an older op is undone', async () => {
    const { store } = await openNew()
    const id = await makeCustomer(store, 'Luis Rey')
    const first = await store.run({
      command: 'customer.update',
      input: { id, changes: { name: 'Luis Rey Paz', billDay: 5 } },
    })
    await store.run({ command: 'customer.update', input: { id, changes: { name: 'Luis R. Paz' } } })
    const opId = first.ok ? first.value.opId : undefined
    const undone = await store.undo({ opId })
    const kept = undone.ok ? undone.value.kept : []
    expect(kept).toContainEqual({ collection: 'customers', id, path: 'name' })
    expect(await nameOf(store, id)).toBe('Luis R. Paz')
  })

  it('refuses to undo the making of a customer that has a site, and says which', async () => {
    const { store } = await openNew()
    const made = await store.run({
      command: 'customer.create',
      input: { name: 'Taller Ríos', type: 'business' },
    })
    const id = made.ok ? (made.value.result as { id: string }).id : ''
    const site = { customerId: id, name: 'Nave 3', latitude: 40.4, longitude: -3.7, country: 'ES' }
    expect(await store.run({ command: 'site.create', input: site })).toMatchObject({ ok: true })
    expect(await store.undo({ opId: made.ok ? made.value.opId : '' })).toMatchObject({
      ok: false,
      error: { code: 'command/cannot-undo', details: { reason: 'stillUsed', title: 'Nave 3' } },
    })
  })

  it('verifies its chain, and finds a value that was changed behind its back', async () => {
    const { store, folder } = await openNew()
    await makeCustomer(store, 'Eva Mora')
    await store.close()
    stores.length = 0
    const db = openSqlite(join(folder, 'enlace.sqlite'))
    expect(verifyChain(db, () => undefined)).toEqual({ ops: 2, faults: [] })
    db.exec(
      `UPDATE changes SET to_json = replace(to_json, 'Eva Mora', 'Eva Nora') WHERE to_json LIKE '%Eva Mora%'`,
    )
    expect(verifyChain(db, () => undefined)).toMatchObject({ faults: [{ n: 2, reason: 'changes' }] })
    db.close()
  })

  it('answers a question for few documents without a thread, and shows what was just written', async () => {
    const { store } = await openNew()
    const id = await makeCustomer(store, 'Noa Vidal')
    const answered: string[] = []
    const all = store.read('store', 'count', { collection: 'customers', selector: {} })
    await Promise.all([
      all.then(() => answered.push('all')),
      nameOf(store, id).then((name) => answered.push(String(name))),
    ])
    expect(answered).toEqual(['Noa Vidal', 'all'])
  })

  it('answers a refusal with its field and writes nothing', async () => {
    const { store, folder } = await openNew()
    const id = await makeCustomer(store, 'Iker Sanz')
    const reply = await store.run({ command: 'site.create', input: { customerId: id, name: 'Casa' } })
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'command/refused', details: { refusal: { code: 'site.invalid' } } },
    })
    expect(verifyFile(folder)).toEqual({ ops: 2, faults: [] })
  })

  it('refuses a folder that is open already, and another program’s file', async () => {
    const { folder } = await openNew()
    expect(await open(folder)).toMatchObject({ ok: false, error: { code: 'store/locked' } })
    const foreign = temporaryFolder()
    folders.push(foreign)
    const db = openSqlite(join(foreign, 'enlace.sqlite'))
    db.exec('CREATE TABLE theirs (a)')
    db.close()
    expect(await open(foreign)).toMatchObject({ ok: false, error: { code: 'store/foreign-file' } })
  })

  it('moves a damaged file aside, unchanged, and starts a new one', async () => {
    const folder = temporaryFolder()
    folders.push(folder)
    writeFileSync(
      join(folder, 'enlace.sqlite'),
      'this is no database, but somebody may want it back'.repeat(100),
    )
    const opened = await open(folder)
    expect(opened).toMatchObject({ ok: true })
    const setAside = opened.ok ? (opened.value.setAside ?? '') : ''
    expect(existsSync(setAside)).toBe(true)
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toHaveLength(1)
  })
})
