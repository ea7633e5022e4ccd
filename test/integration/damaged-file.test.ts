import { createHash } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { HostEvent } from '#core/contract/host-events.ts'
import { openStore } from '#main/store/open-store.ts'
import { built } from '../support/built.ts'
import { verifyFile } from '../support/verify-file.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { setUpInput } from '../support/writer-store.ts'

async function open(folder: string) {
  const opened = await openStore({ folder, workerFile: built('main', 'store-worker.js') })
  if (!opened.ok) throw new Error(opened.error.message)
  onTestFinished(() => opened.value.store.close())
  return opened.value
}

type Opened = Awaited<ReturnType<typeof open>>

const create = ({ store }: Opened, name: string) =>
  store.run({ command: 'customer.create', input: { name, type: 'business' } })

/** A folder with so many customers, closed in order. */
async function makeFolder(customers = 300): Promise<string> {
  const folder = join(tempFolder(), 'data')
  const opened = await open(folder)
  await opened.store.setUp(setUpInput)
  for (let n = 0; n < customers; n++) await create(opened, `Cliente ${n}`)
  await opened.store.close()
  return folder
}

/** Copies a folder while it is in use: what a power cut leaves. */
async function afterPowerCut(from: string): Promise<string> {
  const running = await open(from)
  const folder = tempFolder()
  for (const name of readdirSync(from))
    if (name.startsWith('enlace.sqlite')) copyFileSync(join(from, name), join(folder, name))
  await running.store.close()
  return folder
}

const file = (folder: string): string => join(folder, 'enlace.sqlite')
const bytesOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

/** Puts other bytes on every page that holds a text: those of the document and of the change that made it. */
function damage(folder: string, text: string): void {
  const bytes = readFileSync(file(folder))
  let at = bytes.indexOf(text)
  expect(at).toBeGreaterThan(4096)
  for (; at >= 0; at = bytes.indexOf(text, at + 1)) {
    const page = Math.floor(at / 4096) * 4096
    bytes.fill(0xff, page, page + 200)
  }
  writeFileSync(file(folder), bytes)
}

const damaged = { ok: false, error: { code: 'store/damaged' } }

describe('a file that was not closed in order', () => {
  it('that is damaged opens, is found out in the background, takes no more writes and is set aside next time', async () => {
    const folder = await afterPowerCut(await makeFolder())
    damage(folder, 'Cliente 150')
    const before = bytesOf(file(folder))
    const opened = await open(folder)
    const { store, setAside } = opened
    const events: HostEvent[] = []
    store.subscribe((event) => events.push(event))
    expect(setAside).toBeUndefined()
    expect(await create(opened, 'Antes')).toMatchObject({ ok: true })

    expect(await store.check()).toBe('damaged')
    expect(store.isDamaged()).toBe(true)
    expect(events.filter(({ type }) => type === 'damaged')).toHaveLength(1)
    expect(await create(opened, 'Después')).toMatchObject(damaged)
    expect(await store.undo({})).toMatchObject(damaged)
    expect(await store.local.put('draft', 'a', 1)).toMatchObject(damaged)
    expect(await store.local.remove('draft', 'a')).toMatchObject(damaged)
    // What can be read still can be.
    expect(await store.undoState()).toMatchObject({ ok: true })
    await store.close()
    expect(bytesOf(file(folder))).toBe(before)

    const again = await open(folder)
    expect(bytesOf(again.setAside ?? '')).toBe(before)
    // What was acknowledged before the damage was known is beside it.
    expect(readFileSync(`${again.setAside}-wal`).includes('Antes')).toBe(true)
    expect(again.store.device()).toBeUndefined()
    expect(again.store.isDamaged()).toBe(false)
  })

  it('that is whole goes on as before, and is not checked again', async () => {
    const folder = await afterPowerCut(await makeFolder(5))
    const opened = await open(folder)
    expect(await create(opened, 'Mientras')).toMatchObject({ ok: true })
    expect(await Promise.all([opened.store.check(), opened.store.check()])).toEqual(['whole', 'whole'])
    expect(await create(opened, 'Después')).toMatchObject({ ok: true })
    await opened.store.close()
    expect(
      readdirSync(folder).filter((name) => name.endsWith('-wal') && statSync(join(folder, name)).size > 0),
    ).toEqual([])
    await open(folder)
    expect(verifyFile(folder)).toEqual({ ops: 8, faults: [] })
  })

  it('may be closed before and during its check', async () => {
    const folder = await afterPowerCut(await makeFolder(5))
    const first = await open(folder)
    expect(await create(first, 'Antes')).toMatchObject({ ok: true })
    await first.store.close()
    const second = await open(folder)
    const checking = second.store.check()
    await second.store.close()
    expect(await checking).toBe('whole')
    await open(folder)
    expect(verifyFile(folder)).toEqual({ ops: 7, faults: [] })
  })
})

it('a file that was closed in order is checked when a read meets damage', async () => {
  const folder = await makeFolder()
  damage(folder, 'Cliente 150')
  const opened = await open(folder)
  const told = new Promise<void>((done) => {
    opened.store.subscribe((event) => {
      if (event.type === 'damaged') done()
    })
  })
  const whole = { collection: 'customers', selector: {}, sort: [], skip: 0, limit: 1000 } as const
  expect(await opened.store.check()).toBe('whole')
  expect(await opened.store.read('store', 'query', { ...whole, sort: [], selector: {} })).toMatchObject(
    damaged,
  )
  await told
  expect(await create(opened, 'Después')).toMatchObject(damaged)
  await opened.store.close()
  expect((await open(folder)).setAside).toBeDefined()
})
