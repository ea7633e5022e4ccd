import { generateKeyPairSync, sign, verify, createPublicKey, type KeyObject } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { diffDocument } from '#core/sync/diff.ts'
import { hlcToText } from '#core/sync/hlc.ts'
import { changesHash, NO_PREVIOUS_HASH } from '#core/sync/op-hash.ts'
import { sealHeader } from '#core/sync/overlay/renew.ts'
import { FULL_SCOPE, type DeviceScope } from '#core/sync/scope.ts'
import { releaseStep, revokeStep } from '#core/sync/server/device-steps.ts'
import { digestStep } from '#core/sync/server/digest-step.ts'
import { enrolStep, replacementText, replaceStep } from '#core/sync/server/enrol-step.ts'
import { pullStep } from '#core/sync/server/pull-step.ts'
import { pushStep } from '#core/sync/server/push-step.ts'
import type { ServerOptions } from '#core/sync/server/server-options.ts'
import type { DeviceRecord } from '#core/sync/server/sync-store.ts'
import { digestsOf } from '#core/sync/digest.ts'
import { opHolds } from '#core/sync/verify-op.ts'
import type { Cursor, FeedItem, Head, PushAnswer, PushRequest, WireOp } from '#core/sync/wire.ts'
import type { StoredDocument } from '#core/domain/entity.ts'
import { sha256 } from '#main/store/sha256.ts'
import {
  copyServerData,
  createMemorySyncStore,
  emptyServerData,
  type MemorySyncStore,
} from '#test/simulation/world/memory-sync-store.ts'
import { customerOf, entryOf, invoiceOf } from '#test/support/builders.ts'

const NOW = Date.parse('2026-03-10T12:00:00.000Z')
const customer = customerOf({ id: 'c1', taxId: 'B1' })

let store: MemorySyncStore
let options: ServerOptions

beforeEach(() => {
  store = createMemorySyncStore(emptyServerData(), {
    beforeCommit: () => Promise.resolve(),
    afterCommit: () => undefined,
  })
  options = {
    clock: { now: () => NOW },
    sha256,
    minSchema: 1,
    verify: (text, signature, key) =>
      verify(
        null,
        Buffer.from(text),
        createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }),
        Buffer.from(signature, 'base64url'),
      ),
  }
})

const deviceRecord = (id: string, publicKey: string, scope: DeviceScope = FULL_SCOPE): DeviceRecord => ({
  ...{ id, name: id, code: id, publicKey, scope },
  state: 'active',
})

/** A device with a real key that writes a chain of ops. */
function deviceOf(id: string, scope: DeviceScope = FULL_SCOPE) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  store.data.devices.set(id, deviceRecord(id, key, scope))
  let head: Head = { n: 0, hash: NO_PREVIOUS_HASH }
  const signed = (by: KeyObject) => (text: string) => sign(null, Buffer.from(text), by).toString('base64url')
  const device = {
    id,
    key,
    sign: signed(privateKey),
    head: () => head,
    /** Goes back to an earlier place of the chain, as a restored file does. */
    goBack: (to: Head) => void (head = to),
    op(
      collection: string,
      before: StoredDocument | undefined,
      after: StoredDocument | undefined,
      command = 'test.edit',
    ): WireOp {
      const target = (after ?? before)?.id ?? ''
      const changes = diffDocument(collection as 'customers', target, {}, before, after)
      const rows = changes.map((change, i) => ({ ...change, i, salt: 's'.repeat(22) }))
      const header = sealHeader(
        {
          format: 1,
          id: `${id}-${head.n + 1}-${head.hash.slice(0, 4)}`,
          device: id,
          n: head.n + 1,
          person: 'p1',
          office: 'o1',
          at: hlcToText({ millis: NOW - 1000 + head.n, counter: 0 }, id),
          command,
          schema: 1,
          changesHash: changesHash(rows, sha256),
          prevHash: head.hash,
        },
        { sha256, sign: device.sign },
      )
      head = { n: header.n, hash: header.hash }
      return { header, rows }
    },
  }
  return device
}

const push = (device: string, ops: WireOp[], more: Partial<PushRequest> = {}): Promise<PushAnswer> =>
  pushStep(store, { device, schema: 1, epoch: 'epoch-1', ops, ...more }, options)

const statusesOf = async (answer: Promise<PushAnswer>) => {
  const given = await answer
  return given.ok ? given.results.map(({ status }) => status) : given.refusal
}

async function pullAll(device: string, limit = 1000): Promise<FeedItem[]> {
  const items: FeedItem[] = []
  for (let after: Cursor = { seq: 0 }; ;) {
    const page = await pullStep(store, { device, schema: 1, scopeVersion: 1, after, limit }, options)
    if (!page.ok) throw new Error(page.refusal)
    items.push(...page.items)
    after = page.next
    if (!page.more) return items
  }
}

describe('a push', () => {
  it('is taken once, and answered the same when it is repeated', async () => {
    const a = deviceOf('A')
    const op = a.op('customers', undefined, customer)
    const first = await push('A', [op])
    expect(await push('A', [op])).toEqual({ ...first, seq: 1 })
    expect(store.data.ops.size).toBe(1)
    expect(store.data.stream.seq).toBe(1)
  })

  it('stops at a gap and says how far the server is', async () => {
    const a = deviceOf('A')
    const [one, two, three] = [
      a.op('customers', undefined, customer),
      a.op('customers', customer, { ...customer, billDay: 2 }),
      a.op('customers', { ...customer, billDay: 2 }, customer),
    ]
    expect(await push('A', [one, three])).toMatchObject({
      results: [{ status: 'taken' }, { status: 'gap', head: 1 }],
    })
    expect(await statusesOf(push('A', [two, three]))).toEqual(['taken', 'taken'])
  })

  it.each([
    [
      'a changed value',
      (op: WireOp): WireOp => ({
        ...op,
        rows: op.rows.map((row) => ({ ...row, to: { ...customer, name: 'x' } })),
      }),
    ],
    ['a row less', (op: WireOp): WireOp => ({ ...op, rows: [] })],
    ['another person', (op: WireOp): WireOp => ({ ...op, header: { ...op.header, person: 'p2' } })],
    [
      'a signature of somebody else',
      (op: WireOp): WireOp => ({ ...op, header: { ...op.header, sig: deviceOf('X').sign(op.header.hash) } }),
    ],
    ['a moment that is none', (op: WireOp): WireOp => ({ ...op, header: { ...op.header, at: 'yesterday' } })],
  ])('with %s is refused, and nothing is written', async (_name, tamper) => {
    const a = deviceOf('A')
    expect(await statusesOf(push('A', [tamper(a.op('customers', undefined, customer))]))).toEqual([
      'tampered',
    ])
    expect(store.data.records.size).toBe(0)
    expect(store.data.stream.seq).toBe(0)
  })

  it('of another op with a known number quarantines the device, until a person lets it go on anew', async () => {
    const a = deviceOf('A')
    await push('A', [a.op('customers', undefined, customer)])
    a.goBack({ n: 0, hash: NO_PREVIOUS_HASH })
    expect(await statusesOf(push('A', [a.op('customers', undefined, { ...customer, id: 'c2' })]))).toEqual([
      'forked',
    ])
    expect(await statusesOf(push('A', []))).toBe('quarantined')
    const device = { id: 'A2', name: 'A', code: 'A2', publicKey: a.key }
    const replace = (proof: string) => replaceStep(store, { old: 'A', device, schema: 1, proof }, options)
    expect(await replace(a.sign(replacementText('A', device)))).toEqual({ ok: false, refusal: 'quarantined' })
    await releaseStep(store, 'A')
    expect(await replace(deviceOf('X').sign(replacementText('A', device)))).toEqual({
      ok: false,
      refusal: 'proof',
    })
    expect(await replace(a.sign(replacementText('A', device)))).toMatchObject({ ok: true, codeTaken: false })
  })

  it('by a relay never quarantines anybody, and one device’s trouble stops no other', async () => {
    const [a, b] = [deviceOf('A'), deviceOf('B')]
    await push('A', [a.op('customers', undefined, customer)])
    a.goBack({ n: 0, hash: NO_PREVIOUS_HASH })
    const forked = a.op('customers', undefined, { ...customer, id: 'c2' })
    const own = b.op('customers', undefined, { ...customer, id: 'c3', number: 'MAD-7Q-000003' })
    expect(await statusesOf(push('B', [forked, own]))).toEqual(['forked', 'taken'])
    expect(store.data.devices.get('A')?.state).toBe('active')
  })

  it('of a revoked, unknown, outdated or lagging device is refused with its reason', async () => {
    const a = deviceOf('A')
    const op = a.op('customers', undefined, customer)
    expect(await statusesOf(push('nobody', [op]))).toBe('unknownDevice')
    expect(await statusesOf(push('A', [op], { epoch: 'epoch-0' }))).toBe('epoch')
    options = { ...options, minSchema: 2 }
    expect(await statusesOf(push('A', [op]))).toBe('update')
    options = { ...options, minSchema: 1 }
    await revokeStep(store, 'A')
    expect(await statusesOf(push('A', [op]))).toBe('revoked')
    expect(store.data.records.size).toBe(0)
  })

  it('of what a revoked device wrote later has no effect, whoever brings it', async () => {
    const [a, b] = [deviceOf('A'), deviceOf('B')]
    const before = a.op('customers', undefined, customer)
    await push('A', [before])
    const after = a.op('customers', customer, { ...customer, billDay: 9 })
    await revokeStep(store, 'A')
    expect(await push('B', [after])).toMatchObject({ results: [{ status: 'refused', reason: 'revoked' }] })
    // The receipt of one op lets no other one in.
    const { receipt } = [...store.data.ops.values()][0]?.outcome ?? {}
    expect(await push('B', [{ ...after, receipt }])).toMatchObject({ results: [{ reason: 'revoked' }] })
    expect(store.data.ops.size).toBe(1)
    // The successor of its file is refused as well, and what counted before is answered as the first time.
    store.data.devices.set('C', { ...deviceRecord('C', b.key), replaces: 'A' })
    expect(await push('C', [after])).toMatchObject({ results: [{ reason: 'revoked' }] })
    expect(await push('B', [before])).toMatchObject({ results: [{ status: 'taken', outcome: { receipt } }] })
  })

  it('of a replacement that comes once more revives no device that was revoked since', async () => {
    const old = deviceOf('A')
    const fresh = { id: 'A2', name: 'PC', code: 'A2', publicKey: old.key }
    const request = { old: 'A', device: fresh, schema: 1, proof: old.sign(replacementText('A', fresh)) }
    expect(await replaceStep(store, request, options)).toMatchObject({ ok: true })
    expect(await replaceStep(store, request, options)).toMatchObject({ ok: true })
    await revokeStep(store, 'A2')
    expect(await replaceStep(store, request, options)).toEqual({ ok: false, refusal: 'revoked' })
    expect(store.data.devices.get('A2')?.state).toBe('revoked')
  })

  it('of what a revoked device wrote before is taken again by a restored server, with its receipt', async () => {
    const [a] = [deviceOf('A'), deviceOf('B')]
    const empty = copyServerData(store.data)
    const ops = [
      a.op('customers', undefined, customer),
      a.op('customers', customer, { ...customer, billDay: 9 }),
    ]
    await push('A', ops)
    await revokeStep(store, 'A')
    const told = (await pullAll('B')).flatMap((item) => (item.type === 'op' ? [item] : []))
    const { devices } = store.data
    store.data = { ...empty, devices }
    expect(await statusesOf(push('B', ops))).toEqual(['refused'])
    const offered = told.map(({ op, outcome: { receipt } }) => ({ ...op, ...(receipt && { receipt }) }))
    expect(await statusesOf(push('B', offered))).toEqual(['taken', 'taken'])
    expect(store.data.records.get('customers/c1')?.record.body?.billDay).toBe(9)
  })

  it('of what its author may not do counts as processed, and waits in an issue', async () => {
    const a = deviceOf('A', { version: 1, hiddenFields: { customers: ['taxId'] } })
    const b = deviceOf('B')
    options = { ...options, refuses: ({ device }) => (device === 'B' ? 'role' : undefined) }
    expect(await push('A', [a.op('customers', undefined, customer)])).toMatchObject({
      results: [{ status: 'taken', outcome: { result: 'rejected', reason: 'scope' } }],
    })
    expect(await push('B', [b.op('customers', undefined, customer)])).toMatchObject({
      results: [{ status: 'taken', outcome: { result: 'rejected', reason: 'role' } }],
    })
    const issue = b.op('issues', undefined, { id: 'i1' })
    expect(await push('B', [issue])).toMatchObject({
      results: [{ outcome: { reason: 'issuesAreTheServers' } }],
    })
  })

  it('of a number that another record has keeps both and tells', async () => {
    const [a, b] = [deviceOf('A'), deviceOf('B')]
    await push('A', [a.op('customers', undefined, customer)])
    await push('B', [b.op('customers', undefined, { ...customer, id: 'c2' })])
    const issues = (await pullAll('A')).filter(
      (item) => item.type === 'record' && item.collection === 'issues',
    )
    expect(issues).toMatchObject([{ body: { kind: 'claim', entityId: 'c2', theirs: 'c1', kept: 'both' } }])
  })

  it('of a charge that two invoices take keeps both and tells', async () => {
    const [a, b] = [deviceOf('A'), deviceOf('B')]
    await push('A', [a.op('invoices', undefined, invoiceOf())])
    await push('B', [b.op('invoices', undefined, invoiceOf({ id: 'invoice-2', number: 'FMAD-8R-000001' }))])
    const told = [...store.data.records.values()].find(({ collection }) => collection === 'issues')
    expect(told?.record.body).toMatchObject({ kind: 'billedTwice', path: `billed/${entryOf().key}` })
    expect(store.data.records.get('invoices/invoice-2')?.record.body).toBeDefined()
  })
})

describe('the feed', () => {
  it('is the same in pages of any size', async () => {
    const a = deviceOf('A')
    for (let index = 0; index < 9; index++)
      await push('A', [a.op('customers', undefined, { ...customer, id: `c${index}`, number: `N${index}` })])
    const whole = await pullAll('A')
    expect(whole).toHaveLength(18)
    for (const size of [1, 2, 3, 7]) expect(await pullAll('A', size)).toEqual(whole)
  })

  it('hides what lies outside the scope, while the chain still verifies', async () => {
    const a = deviceOf('A')
    deviceOf('B', { version: 1, hiddenFields: { customers: ['taxId'] } })
    const op = a.op('customers', undefined, customer)
    await push('A', [op])
    const items = await pullAll('B')
    expect(JSON.stringify(items)).not.toContain('B1')
    const seen = items.find((item) => item.type === 'op')
    expect(seen?.type === 'op' && opHolds(seen.op, a.key, options)).toBe(true)
  })

  it('takes an issue off a device that may not see what it says', async () => {
    const a = deviceOf('A')
    deviceOf('B', { version: 1, hiddenFields: { customers: ['taxId'] } })
    options = { ...options, refuses: ({ device }) => (device === 'A' ? 'role' : undefined) }
    await push('A', [a.op('customers', undefined, customer)])
    const issuesOf = async (device: string) =>
      (await pullAll(device)).flatMap((item) =>
        item.type === 'record' && item.collection === 'issues' ? [item] : [],
      )
    const [whole] = await issuesOf('A')
    expect(whole?.body).toMatchObject({ kind: 'rejected' })
    // It may have one of before, when the issue said less.
    expect(await issuesOf('B')).toEqual([{ ...whole, body: undefined }])
  })

  it('has the digests of what it brought', async () => {
    const a = deviceOf('A')
    await push('A', [a.op('customers', undefined, customer)])
    const records = (await pullAll('A')).flatMap((item) =>
      item.type === 'record' && item.body
        ? [{ collection: item.collection, id: item.id, body: item.body }]
        : [],
    )
    expect(await digestStep(store, { device: 'A', schema: 1 }, options)).toMatchObject({
      digests: digestsOf(records, sha256),
    })
  })
})

describe('enrolment and leases', () => {
  it('take a code once, answer a repeated request, and tell of a code that another device has', async () => {
    store.data.enrolments.set('one', { scope: FULL_SCOPE })
    const device = { id: 'N', name: 'N', code: '7Q', publicKey: 'k' }
    const enrol = (code: string, more: object = {}) =>
      enrolStep(store, { code, device: { ...device, ...more }, schema: 1, holdsDemo: false }, options)
    expect(await enrol('one')).toMatchObject({ ok: true, codeTaken: false })
    expect(await enrol('one')).toMatchObject({ ok: true, codeTaken: false })
    expect(await enrol('one', { id: 'M', publicKey: 'm' })).toEqual({ ok: false, refusal: 'wrongCode' })
    store.data.enrolments.set('two', { scope: FULL_SCOPE })
    expect(await enrol('two', { id: 'M', publicKey: 'm' })).toMatchObject({ ok: true, codeTaken: true })
    expect(await enrol('two', { id: 'M', publicKey: 'm', code: '8R' })).toMatchObject({
      ok: true,
      codeTaken: false,
    })
  })

  it('keep the code of a desktop without data of its own for when the organisation has some', async () => {
    store.data.enrolments.set('one', { scope: FULL_SCOPE })
    const device = { id: 'N', name: 'N', code: '7Q', publicKey: 'k' }
    const enrol = () =>
      enrolStep(store, { code: 'one', device, schema: 1, holdsDemo: false, needsData: true }, options)
    expect(await enrol()).toEqual({ ok: false, refusal: 'empty' })
    expect(store.data.devices.size).toBe(0)
    store.data.stream.seq = 1
    expect(await enrol()).toMatchObject({ ok: true })
  })

  it('refuse made-up data', async () => {
    const device = { id: 'N', name: 'N', code: '7Q', publicKey: 'k' }
    expect(await enrolStep(store, { code: 'x', device, schema: 1, holdsDemo: true }, options)).toEqual({
      ok: false,
      refusal: 'demo',
    })
  })
})
