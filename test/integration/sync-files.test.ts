import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '#core/lib/canonical-json.ts'
import { runAdmin } from '#sync-server/admin.ts'
import type { ServerConfig } from '#sync-server/config.ts'
import { openDatabase } from '#sync-server/index.ts'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { startOffice, until, type OfficeHost } from '../support/office-host.ts'
import { add, namesOf, untilAlike, untilSettled } from '../support/offices.ts'
import { startServerHere } from '../support/server-here.ts'
import { tableDigests } from '../support/table-digests.ts'
import { fetchFile, handIn } from '../support/window-files.ts'

/* Two real desktops that met the server once, and have only files since: the server program is not running any more. */

const root = temporaryFolder()
const data = join(root, 'server')
let config: ServerConfig
let org: string
let madrid: OfficeHost
let toledo: OfficeHost

beforeAll(async () => {
  const here = await startServerHere(data)
  config = here.config
  org = here.org
  madrid = await startOffice({ folder: folder('madrid') })
  await madrid.call('sync', 'connect', { code: await here.code(), join: 'add-mine' })
  toledo = await startOffice({ folder: folder('toledo') })
  await toledo.call('sync', 'connect', { code: await here.code(), join: 'set-mine-aside' })
  await untilSettled(toledo)
  await untilAlike([madrid, toledo])
  await here.server.close()
}, 120_000)

afterAll(async () => {
  await Promise.all([madrid, toledo].map(({ host }) => host.stop()))
  removeFolder(root)
})

function folder(name: string): string {
  const path = join(root, name)
  mkdirSync(path)
  return path
}

const request = async (office: OfficeHost): Promise<Buffer> =>
  fetchFile(office, (await office.call('syncFiles', 'make', { name: 'ida' })).file)

/** What the administrator's command makes of a file; the answer when there is one, and what it printed. */
async function exchange(file: Buffer): Promise<{ answer?: Buffer; text: string }> {
  const [path, to] = [join(root, 'ida.enlace'), join(root, 'vuelta.enlace')]
  rmSync(to, { force: true })
  writeFileSync(path, file)
  const printed: string[] = []
  const code = await runAdmin('files', [org, path, to, `--data=${data}`], {}, (line) => printed.push(line))
  return { text: printed.join('\n'), ...(code === 0 && { answer: readFileSync(to) }) }
}

async function answerTo(file: Buffer): Promise<Buffer> {
  const { answer, text } = await exchange(file)
  if (!answer) throw new Error(text)
  return answer
}

/** Takes an answer; what it comes to is what was told before. */
async function take(office: OfficeHost, answer: Buffer) {
  const file = await handIn(office, 'syncFiles', answer)
  const { verdict, refusal, ...holds } = await office.call('syncFiles', 'read', { file })
  const applied = await office.call('syncFiles', 'apply', { file })
  expect(applied).toEqual({
    end: verdict === 'new' ? 'taken' : verdict,
    ...(refusal !== undefined && { refusal }),
  })
  await office.call('syncFiles', 'close', { file })
  return { ...applied, ...holds }
}

async function serverDigests() {
  const database = await openDatabase(config)
  try {
    return await tableDigests(database)
  } finally {
    await database.close()
  }
}

/** Everything of a desktop that a file could change. */
async function held(office: OfficeHost): Promise<string> {
  const collections = ['customers', 'catalog', 'contacts', 'sites', 'issues'] as const
  const documents = await Promise.all(collections.map((collection) => office.documents(collection)))
  const { pending } = await office.call('sync', 'status', {})
  const activity = await office.call('activity', 'list', { limit: 100 })
  return canonicalJson({ documents, pending, activity })
}

const lines = (file: Buffer): string[] => gunzipSync(file).toString('utf8').trimEnd().split('\n')
const zipped = (text: readonly string[]): Buffer => gzipSync(text.map((line) => `${line}\n`).join(''))

describe('desktops that have only files', () => {
  it('come to hold the same, and files that come twice or late change nothing', async () => {
    await add(madrid, 'Bar Sol')
    const first = await request(madrid)
    await add(madrid, 'Bar Mar')
    const second = await request(madrid)
    await add(toledo, 'Bar Luna')

    // The later one arrives first; the earlier one after it, and both once more.
    const later = await answerTo(second)
    const before = await serverDigests()
    const early = await answerTo(first)
    for (const file of [first, second]) await answerTo(file)
    expect(await serverDigests()).toEqual(before)

    expect(await take(madrid, later)).toMatchObject({ end: 'taken', answered: 2, setAside: 0 })
    expect((await madrid.call('sync', 'status', {})).pending).toBe(0)
    const now = await held(madrid)
    for (const file of [later, early, later])
      expect(await take(madrid, file)).toMatchObject({ end: 'nothingNew' })
    expect(await take(toledo, later)).toMatchObject({ end: 'otherDevice' })
    expect(await held(madrid)).toBe(now)

    const toledos = await answerTo(await request(toledo))
    expect(await take(toledo, toledos)).toMatchObject({ end: 'taken', changes: 2, answered: 1 })
    expect(await take(madrid, await answerTo(await request(madrid)))).toMatchObject({
      end: 'taken',
      changes: 1,
      records: 1,
    })
    for (const office of [madrid, toledo])
      expect(await namesOf(office)).toEqual(['Bar Luna', 'Bar Mar', 'Bar Sol'])
  })

  it('writes nothing, here or there, of a file that is damaged in any part', async () => {
    await add(madrid, 'Bar Roto')
    const sent = await request(madrid)
    const server = await serverDigests()
    const altered = (file: Buffer, at: number): Buffer =>
      zipped(lines(file).map((line, index) => (index === at ? line.replace(/[0-8]/, '9') : line)))
    const without = (file: Buffer, at: number): Buffer =>
      zipped(lines(file).filter((_, index) => index !== at))
    const flipped = (file: Buffer, part: number): Buffer => {
      const bytes = Buffer.from(file)
      const at = Math.floor((bytes.length - 1) * part)
      bytes[at] = (bytes[at] ?? 0) ^ 0x10
      return bytes
    }
    const spoilt = (file: Buffer): Buffer[] => [
      ...lines(file).flatMap((_, at) => [altered(file, at), without(file, at)]),
      zipped([...lines(file).slice(0, 1), ...lines(file)]),
      ...[0, 0.2, 0.4, 0.6, 0.8].map((part) => file.subarray(0, Math.floor(file.length * part))),
      ...[0.3, 0.5, 0.7].map((part) => flipped(file, part)),
      Buffer.from('PK\u0003\u0004'),
      gzipSync(`${'['.repeat(100_000)}\n`),
    ]
    for (const file of spoilt(sent)) expect((await exchange(file)).text).toMatch(/nothing was taken$/)
    expect(await serverDigests()).toEqual(server)

    const answer = await answerTo(sent)
    const here = await held(madrid)
    const codes = new Set<string>()
    for (const spoiled of spoilt(answer)) {
      const file = await handIn(madrid, 'syncFiles', spoiled)
      for (const method of ['syncFiles.read', 'syncFiles.apply']) {
        const reply = await madrid.reply(method, { file })
        codes.add(reply.ok ? 'taken' : reply.error.code)
      }
    }
    expect([...codes].sort()).toEqual([
      'sync/file-altered',
      'sync/file-newer',
      'sync/file-truncated',
      'sync/file-unknown',
    ])
    expect(await held(madrid)).toBe(here)
    expect(await take(madrid, answer)).toMatchObject({ end: 'taken' })
  })

  it('says which way a file goes, of which version and of whose it is', async () => {
    const errorOf = async (bytes: Buffer) => {
      const file = await handIn(madrid, 'syncFiles', bytes)
      const reply = await madrid.reply('syncFiles.read', { file })
      return reply.ok ? 'none' : reply.error.code
    }
    const sent = await request(madrid)
    expect(await errorOf(sent)).toBe('sync/file-other-kind')
    const answer = await answerTo(sent)
    const header = (change: object) =>
      zipped(
        lines(answer).map((line, at) =>
          at === 0 ? JSON.stringify({ ...(JSON.parse(line) as object), ...change }) : line,
        ),
      )
    expect(await errorOf(header({ version: 2 }))).toBe('sync/file-newer')
    expect(await errorOf(header({ org: 'otra' }))).toBe('sync/file-altered')
    expect((await exchange(answer)).text).toContain('this is an answer')
  })

  it('takes no answer for which one before it is missing, on a desktop that was put back', async () => {
    await toledo.host.stop()
    const { folder: home } = toledo.host
    const file = join(home, 'enlace.sqlite')
    copyFileSync(file, join(root, 'copy.sqlite'))
    toledo = await startOffice({ folder: home })
    await add(madrid, 'Bar Uno')
    await take(madrid, await answerTo(await request(madrid)))
    const one = await answerTo(await request(toledo))
    expect(await take(toledo, one)).toMatchObject({ end: 'taken' })
    await add(madrid, 'Bar Dos')
    await take(madrid, await answerTo(await request(madrid)))
    const two = await answerTo(await request(toledo))

    await toledo.host.stop()
    for (const companion of ['-wal', '-shm']) rmSync(file + companion, { force: true })
    copyFileSync(join(root, 'copy.sqlite'), file)
    toledo = await startOffice({ folder: home })
    const before = await held(toledo)
    expect(await take(toledo, two)).toMatchObject({ end: 'tooEarly' })
    expect(await held(toledo)).toBe(before)
    expect(await take(toledo, one)).toMatchObject({ end: 'taken' })
    expect(await take(toledo, two)).toMatchObject({ end: 'taken' })
    expect(await namesOf(toledo)).toEqual(await namesOf(madrid))
  })

  it('takes nothing of a desktop that was taken out, and tells it so', async () => {
    await add(toledo, 'Bar Fuera')
    const sent = await request(toledo)
    const { device } = await toledo.call('app', 'info', {})
    const print = () => undefined
    expect(await runAdmin('device-revoke', [org, device?.id ?? '', `--data=${data}`], {}, print)).toBe(0)
    const before = await serverDigests()
    const answer = await answerTo(sent)
    expect(await serverDigests()).toEqual(before)
    expect(await take(toledo, answer)).toMatchObject({ end: 'refused', refusal: 'revoked' })
    // What it wrote is still its own.
    expect((await toledo.call('sync', 'status', {})).pending).toBe(1)
    expect(await namesOf(toledo)).toContain('Bar Fuera')
    await take(madrid, await answerTo(await request(madrid)))
    expect(await namesOf(madrid)).not.toContain('Bar Fuera')
  })

  it('are asked afresh by a server that was restored, and lose nothing', async () => {
    const backup = join(root, 'backup')
    const print = () => undefined
    expect(await runAdmin('backup', [backup, `--data=${data}`], {}, print)).toBe(0)
    await add(madrid, 'Bar Después')
    await take(madrid, await answerTo(await request(madrid)))
    rmSync(data, { recursive: true })
    expect(await runAdmin('restore', [backup, `--data=${data}`], {}, print)).toBe(0)
    const stale = await answerTo(await request(madrid))
    expect(await take(madrid, stale)).toMatchObject({ end: 'askAgain' })
    expect(await take(madrid, stale)).toMatchObject({ end: 'nothingNew' })
    const taken = await take(madrid, await answerTo(await request(madrid)))
    expect(taken).toMatchObject({ end: 'taken' })
    expect(taken.answered).toBeGreaterThan(0)
    await until(
      () => madrid.call('sync', 'status', {}),
      ({ pending }) => pending === 0,
    )
    expect(await namesOf(madrid)).toContain('Bar Después')
  })
})
