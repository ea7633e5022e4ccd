import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { requestHeader, requestLines } from '#core/sync/files/request-file.ts'
import { sealFile } from '#core/sync/files/sync-file.ts'
import { revokeStep } from '#core/sync/server/device-steps.ts'
import { FULL_SCOPE } from '#core/sync/scope.ts'
import { sha256 } from './world/crypto.ts'
import { createDesktop, type Desktop } from './world/desktop.ts'
import { answerFile, takeFile, writeRequest } from './world/post.ts'
import { createSimServer, type SimServer } from './world/server.ts'
import { createWorld, HOUR, type World } from './world/world.ts'

let world: World
let server: SimServer
let a: Desktop
let b: Desktop

const pass = (milliseconds: number) => world.scheduler.runUntil(world.scheduler.now() + milliseconds)

/** Lets virtual time run until the work is done: the server's disk takes some of it. */
async function done<T>(work: Promise<T>): Promise<T> {
  let isDone = false
  void work.finally(() => (isDone = true)).catch(() => undefined)
  while (!isDone) await pass(1_000)
  return work
}

beforeEach(async () => {
  world = createWorld(1, new Set(), undefined)
  server = createSimServer(world)
  a = createDesktop(world, server, 'A')
  b = createDesktop(world, server, 'B')
  a.act('setup.initialise', {
    ...{ language: 'es', personName: 'Ana', companyName: 'Enlace', officeName: 'Madrid' },
    ...{ officePrefix: 'MAD', timeZone: 'Europe/Madrid', country: 'ES' },
  })
  for (const desktop of [a, b]) {
    server.store.data.enrolments.set(desktop.name, { scope: FULL_SCOPE })
    await done(desktop.enrol(desktop.name))
    desktop.person = { personId: 'person-A', officeId: 'office-A' }
    desktop.open()
  }
  await pass(HOUR)
  // From here on both only have files.
  for (const desktop of [a, b]) desktop.isOnline = false
})

afterEach(() => expect(world.violations).toEqual([]))

const createCustomer = (desktop: Desktop, name: string) =>
  desktop.act('customer.create', { name, type: 'business' })
const names = (desktop: Desktop) =>
  [...(desktop.file().records.get('customers')?.values() ?? [])].map(({ name }) => name).sort()

async function request(desktop: Desktop): Promise<string[]> {
  const file = await done(writeRequest(world, desktop))
  if (!file) throw new Error('no file')
  return file
}
async function answer(file: readonly string[]): Promise<string[]> {
  const answered = await done(answerFile(server, file))
  if (!answered.ok) throw new Error(answered.error)
  return answered.value
}
async function take(desktop: Desktop, file: readonly string[]) {
  const taken = await done(takeFile(desktop, file))
  return taken.ok ? taken.value?.kind : taken.error
}
/** Everything that the server holds, to see that nothing changed. */
const held = () =>
  JSON.stringify([...server.store.data.records, ...server.store.data.ops, server.store.data.stream])

describe('desktops that exchange files with the server', () => {
  it('come to hold the same without a network', async () => {
    createCustomer(a, 'Bar Sol')
    createCustomer(b, 'Bar Luna')
    expect(await take(a, await answer(await request(a)))).toBe('taken')
    expect(await take(b, await answer(await request(b)))).toBe('taken')
    expect(await take(a, await answer(await request(a)))).toBe('taken')
    expect(names(a)).toEqual(['Bar Luna', 'Bar Sol'])
    expect(a.file().records).toEqual(b.file().records)
    expect(a.file().marks?.acknowledged).toBe(a.file().identity.n)
  })

  it('change nothing when a file comes twice', async () => {
    createCustomer(a, 'Bar Sol')
    const file = await request(a)
    const first = await answer(file)
    const before = held()
    const second = await answer(file)
    expect(held()).toBe(before)
    expect(await take(a, first)).toBe('taken')
    const content = structuredClone(a.file())
    expect([await take(a, second), await take(a, first)]).toEqual(['nothingNew', 'nothingNew'])
    expect(a.file()).toEqual(content)
  })

  it('lose and undo nothing when files come late and out of order', async () => {
    createCustomer(a, 'Bar Sol')
    const early = await request(a)
    createCustomer(a, 'Bar Luna')
    const late = await request(a)
    const lateAnswer = await answer(late)
    const earlyAnswer = await answer(early)
    expect(await take(a, lateAnswer)).toBe('taken')
    expect(await take(a, earlyAnswer)).toBe('nothingNew')
    expect(names(a)).toEqual(['Bar Luna', 'Bar Sol'])
    // Written in the meantime, and a later answer to an old question: only what is new of it counts.
    createCustomer(b, 'Bar Mar')
    expect(await take(b, await answer(await request(b)))).toBe('taken')
    const again = await answer(early)
    expect(await take(a, again)).toBe('taken')
    expect(names(a)).toEqual(['Bar Luna', 'Bar Mar', 'Bar Sol'])
  })

  it('mix with the network as they come', async () => {
    createCustomer(a, 'Bar Sol')
    const answered = await answer(await request(a))
    a.isOnline = true
    createCustomer(a, 'Bar Luna')
    await pass(HOUR)
    const cursor = a.file().marks?.cursor
    expect(await take(a, answered)).toBe('nothingNew')
    expect(a.file().marks?.cursor).toEqual(cursor)
    expect(server.store.data.heads.get(a.file().identity.id)?.n).toBe(a.file().identity.n)
  })

  it('refuse what misses a file in between, is for somebody else, or is the wrong way round', async () => {
    createCustomer(a, 'Bar Sol')
    const file = await request(a)
    const answered = await answer(file)
    expect(await take(a, answered)).toBe('taken')
    createCustomer(b, 'Bar Luna')
    await answer(await request(b))
    const next = await answer(await request(a))
    expect(await take(b, next)).toBe('otherDevice')
    // A restored file of the desktop stands before the first answer.
    const behind = structuredClone(a.file())
    if (behind.marks) behind.marks.cursor = { seq: 0 }
    a.putFile(behind)
    a.open()
    expect(await take(a, next)).toBe('tooEarly')
    expect(a.file().marks?.cursor).toEqual({ seq: 0 })
    expect(await take(a, file)).toBe('otherKind')
    expect((await done(answerFile(server, answered))).ok).toBe(false)
  })

  it.each([
    ['without its end', (file: string[]) => file.slice(0, -1), 'truncated'],
    ['cut in the middle of a line', (file: string[]) => [...file.slice(0, -1), '{"end":{"li'], 'truncated'],
    ['without a line', (file: string[]) => file.filter((_, index) => index !== 1), 'altered'],
    ['with a line twice', (file: string[]) => [...file.slice(0, 2), ...file.slice(1)], 'altered'],
    [
      'with another name in it',
      (file: string[]) => file.map((line) => line.replace('Bar Sol', 'Bar Mal')),
      'altered',
    ],
    ['with something behind its end', (file: string[]) => [...file, '{}'], 'altered'],
    [
      'of a desktop that nobody knows',
      (file: string[]) => [String(file[0]).replace('A.1.', 'X.1.'), ...file.slice(1)],
      'altered',
    ],
    [
      'of a later version',
      (file: string[]) => file.map((line) => line.replace('"version":1', '"version":2')),
      'newer',
    ],
    ['that is something else', () => ['PK', 'x'], 'notAFile'],
    ['that is empty', () => [], 'notAFile'],
  ])('take nothing of a file %s', async (_, spoil, problem) => {
    createCustomer(a, 'Bar Sol')
    const file = await request(a)
    const before = held()
    const spoilt = spoil(file)
    expect(await done(answerFile(server, spoilt))).toEqual({ ok: false, error: problem })
    expect(held()).toBe(before)
  })

  it('take nothing of a file of another organisation, or of a desktop that is not known in theirs', async () => {
    createCustomer(a, 'Bar Sol')
    const store = a.store()
    const state = await store?.state()
    if (!store || !state) throw new Error('not open')
    const before = held()
    for (const [org, device] of [
      ['org-2', state.device],
      ['org-1', 'Z.1'],
    ] as const) {
      const header = requestHeader({ ...state, device }, org, '2026-03-01T10:00:00.000Z')
      const file: string[] = []
      const sign = (text: string) => store.signFile(text)
      for await (const line of sealFile(header, requestLines(store), { sha256, sign })) file.push(line)
      expect(await done(answerFile(server, file))).toEqual({ ok: false, error: 'foreign' })
    }
    expect(held()).toBe(before)
  })

  it('are told when the server takes nothing more of them', async () => {
    createCustomer(a, 'Bar Sol')
    await done(server.run((store) => revokeStep(store, a.file().identity.id)))
    const before = held()
    const answered = await answer(await request(a))
    expect(held()).toBe(before)
    expect(await take(a, answered)).toBe('refused')
    expect(names(a)).toEqual(['Bar Sol'])
  })

  it('offer what a restored server lost, once they heard of it', async () => {
    const backup = server.backUp()
    createCustomer(a, 'Bar Sol')
    expect(await take(a, await answer(await request(a)))).toBe('taken')
    server.restore(backup)
    await pass(HOUR)
    expect(await take(a, await answer(await request(a)))).toBe('askAgain')
    expect(await take(a, await answer(await request(a)))).toBe('taken')
    expect(await take(b, await answer(await request(b)))).toBe('askAgain')
    expect(await take(b, await answer(await request(b)))).toBe('taken')
    expect(names(b)).toEqual(['Bar Sol'])
  })
})
