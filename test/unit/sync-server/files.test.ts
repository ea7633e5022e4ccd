import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeEach, expect, describe, it } from 'vitest'
import { systemClock } from '#core/lib/clock.ts'
import { requestHeader } from '#core/sync/files/request-file.ts'
import type { RequestLine } from '#core/sync/files/request-file.ts'
import { checkFile, sealFile } from '#core/sync/files/sync-file.ts'
import type { AnswerLine } from '#core/sync/files/answer-request.ts'
import { MOST_ROWS_IN_PART, partsOf } from '#core/sync/parts.ts'
import type { WireOp } from '#core/sync/wire.ts'
import { runAdmin } from '#sync-server/admin.ts'
import { createEnrolmentCode, createOrganisation } from '#sync-server/auth/organisations.ts'
import { readConfig } from '#sync-server/config.ts'
import { sha256, verifyEd25519 } from '#sync-server/crypto.ts'
import { startSyncServer, type SyncServer } from '#sync-server/index.ts'
import { tagRows, TestDevice } from '../../support/sync-device.ts'
import { tableDigests } from '../../support/table-digests.ts'

const folder = mkdtempSync(join(tmpdir(), 'enlace-sync-files-'))
const data = join(folder, 'server')
let server: SyncServer
let org: string
let device: TestDevice
let key: string

beforeEach(async () => {
  const config = readConfig([], { PORT: '0', ENLACE_DATA: data, ENLACE_LOG_LEVEL: 'silent' })
  if (!config.ok) throw new Error('config')
  server = await startSyncServer(config.value)
  org = (await createOrganisation(server.database, 'Fibra Henares', systemClock.now)).id
  device = await enrolOne()
})
afterEach(() => server.close())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function enrolOne(): Promise<TestDevice> {
  const one = new TestDevice(server.url)
  const code = await createEnrolmentCode(server.database, { org, lifetime: 60_000 }, systemClock.now)
  const { body } = await one.enrol(code)
  if (!body.ok || !body.server) throw new Error('not enrolled')
  expect(body.server.org).toBe(org)
  key = body.server.key
  return one
}

/** A file that the device writes and signs. */
async function request(ops: readonly WireOp[], more: object = {}, by = device): Promise<string[]> {
  const state = { device: by.id, schema: 1, epoch: by.epoch, after: { seq: 0 }, scopeVersion: 1, n: by.n }
  const header = { ...requestHeader(state, org, '2026-03-01T10:00:00.000Z'), ...more }
  async function* lines(): AsyncGenerator<RequestLine> {
    for (const op of ops) for (const part of partsOf(op)) yield await Promise.resolve({ op: part })
  }
  const file: string[] = []
  const sign = (text: string) => Promise.resolve(by.sign(text))
  for await (const line of sealFile(header, lines(), { sha256, sign })) file.push(line)
  return file
}

const path = join(folder, 'request.enlace')
const answerPath = join(folder, 'answer.enlace')

/** Lets the administrator's command take a file; answers its exit code and what it printed. */
async function exchange(file: readonly string[] | Buffer, of = org): Promise<[number, string]> {
  rmSync(answerPath, { force: true })
  const zipped = Buffer.isBuffer(file) ? file : gzipSync(file.map((line) => `${line}\n`).join(''))
  writeFileSync(path, zipped)
  const printed: string[] = []
  const code = await runAdmin('files', [of, path, answerPath, `--data=${data}`], {}, (line) =>
    printed.push(line),
  )
  return [code, printed.join('\n')]
}

const answerLines = () => gunzipSync(readFileSync(answerPath)).toString('utf8').trimEnd().split('\n')
const answers = () =>
  answerLines()
    .slice(1, -1)
    .map((line) => JSON.parse(line) as AnswerLine)

describe('a file that a desktop sent', () => {
  it('is taken beside the running server, and answered with what is new', async () => {
    const other = await enrolOne()
    await other.push([other.op(tagRows('t1', 'Fibra'))])
    const [code, text] = await exchange(await request([device.op(tagRows('t2', 'Radio'))]))
    expect([code, text]).toEqual([0, expect.stringContaining('1 ops taken, 4 items told')])
    expect(answers()).toMatchObject([
      { push: { ok: true, results: [{ status: 'taken' }] } },
      { pull: { ok: true, applied: { n: 1 }, more: false } },
    ])
    expect(await other.pullAll()).toHaveLength(4)
    async function* lines() {
      for (const line of answerLines()) yield await Promise.resolve(line)
    }
    const verify = (_: unknown, signed: string, signature: string) =>
      Promise.resolve(verifyEd25519(signed, signature, key))
    const checked = await checkFile(lines(), { sha256, kind: 'answer', verify, accepts: () => true })
    expect(checked).toMatchObject({ ok: true, value: { header: { org, device: device.id } } })
  })

  it('may hold an op of many rows in parts', async () => {
    const rows = Array.from({ length: MOST_ROWS_IN_PART + 5 }, (_, i) =>
      tagRows(`t${i}`, `Etiqueta ${i}`),
    ).flat()
    const file = await request([device.op(rows)])
    expect(file).toHaveLength(4)
    expect((await exchange(file))[0]).toBe(0)
    expect(answers()[0]).toMatchObject({ push: { results: [{ status: 'part' }, { status: 'taken' }] } })
    expect((await device.pullAll(1000)).filter(({ type }) => type === 'record')).toHaveLength(rows.length)
  })

  it('changes nothing when it comes twice or after a later one', async () => {
    const [first, second] = [device.op(tagRows('t1', 'Fibra')), device.op(tagRows('t2', 'Radio'))]
    const early = await request([first])
    expect((await exchange(await request([first, second])))[0]).toBe(0)
    const before = await tableDigests(server.database)
    for (const file of [early, early, await request([first, second])]) {
      expect((await exchange(file))[0]).toBe(0)
      expect(await tableDigests(server.database)).toEqual(before)
    }
  })

  it.each([
    ['cut', (file: string[]) => file.slice(0, -1), 'its end is missing'],
    [
      'altered',
      (file: string[]) => file.map((line) => line.replace('Fibra', 'Radio')),
      'not what the desktop wrote',
    ],
    [
      'signed by nobody',
      (file: string[]) => file.map((line) => line.replace(/"sig":"[^"]{4}/g, '"sig":"AAAA')),
      'not what the desktop wrote',
    ],
    [
      'cut inside its compression',
      (file: string[]) => gzipSync(file.join('\n')).subarray(0, -40),
      'its end is missing',
    ],
    [
      'damaged inside its compression',
      (file: string[]) => {
        const bytes = gzipSync(file.join('\n'))
        bytes[bytes.length - 8] = (bytes.at(-8) ?? 0) ^ 1
        return bytes
      },
      'not what the desktop wrote',
    ],
    ['no gzip', () => Buffer.from('PK\u0003\u0004'), 'no file of a desktop'],
    [
      'nested without end',
      (file: string[]) => [String(file[0]), '['.repeat(100_000), ...file.slice(1)],
      'not what the desktop wrote',
    ],
  ])('writes nothing when it is %s', async (_, spoil, problem) => {
    const file = await request([device.op(tagRows('t1', 'Fibra'))])
    const before = await tableDigests(server.database)
    expect(await exchange(spoil(file))).toEqual([1, expect.stringContaining(problem)])
    expect(await tableDigests(server.database)).toEqual(before)
    expect(() => readFileSync(answerPath)).toThrow()
  })

  it('writes nothing when what its desktop signed is no op, or of another organisation or desktop', async () => {
    const op = device.op(tagRows('t1', 'Fibra'))
    const stranger = new TestDevice(server.url)
    const other = (await createOrganisation(server.database, 'Otra', systemClock.now)).id
    const odd = { ...op, rows: [{ i: 'x' }] } as unknown as WireOp
    const before = await tableDigests(server.database)
    expect(await exchange(await request([odd]))).toEqual([1, expect.stringContaining('no file of a desktop')])
    expect((await exchange(await request([op], { after: { seq: -1 } })))[0]).toBe(1)
    for (const file of [await request([op], { org: other }), await request([op], {}, stranger)])
      expect(await exchange(file)).toEqual([1, expect.stringContaining('of another organisation')])
    expect((await exchange(await request([op], { org: other }), other))[0]).toBe(1)
    expect((await exchange(await request([op]), 'none'))[0]).toBe(1)
    expect(await tableDigests(server.database)).toEqual(before)
  })

  it('of a revoked desktop is answered with the refusal, and nothing of it is taken', async () => {
    const file = await request([device.op(tagRows('t1', 'Fibra'))])
    const print = () => undefined
    expect(await runAdmin('device-revoke', [org, device.id, `--data=${data}`], {}, print)).toBe(0)
    const before = await tableDigests(server.database)
    expect(await exchange(file)).toEqual([0, expect.stringContaining('refused (revoked)')])
    expect(answers()).toEqual([{ push: { ok: false, refusal: 'revoked' } }])
    expect(await tableDigests(server.database)).toEqual(before)
  })

  it('of before a restore is answered with how far the server is', async () => {
    const file = await request([device.op(tagRows('t1', 'Fibra'))], { epoch: 'epoch-0' })
    expect((await exchange(file))[0]).toBe(0)
    expect(answers()).toEqual([
      { push: { ok: false, refusal: 'epoch' } },
      { heads: { ok: true, epoch: device.epoch, heads: {} } },
    ])
  })
})
