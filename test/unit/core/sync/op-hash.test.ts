import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  changesHash,
  createChangesHash,
  headerHash,
  NO_PREVIOUS_HASH,
  rowDigest,
  valueHash,
  type RowDigest,
} from '#core/sync/op-hash.ts'
import type { ChangeRow, OpHeader } from '#core/sync/op.ts'
import { sha256 } from '#main/store/sha256.ts'

const seed = Number(process.env.SEED ?? 20_260_303)

/*
 * The op format can never change: these rows, texts and hashes are written out and were computed by another program
 * (Python's hashlib over the texts below). Whoever has to edit a hash here breaks every chain that exists.
 */
const rows: Omit<ChangeRow, 'i'>[] = [
  {
    collection: 'customers',
    id: 'c1',
    path: '',
    kind: 'create',
    to: { name: 'Ñandú "Sur" S.A.', id: 'c1', tags: ['b', 'a'], rate: 0.1, archived: null },
    salt: 'AAECAwQFBgcICQoLDA0ODw',
  },
  {
    collection: 'contacts',
    id: 'p1',
    path: 'phones/a~1b/typed',
    kind: 'set',
    from: '600 123',
    to: '+34600123',
    salt: 'EBESExQVFhcYGRobHB0eHw',
  },
  {
    collection: 'sites',
    id: 's1',
    path: 'addressNote',
    kind: 'set',
    from: null,
    salt: 'ICEiIyQlJicoKSorLC0uLw',
  },
]

const digests: RowDigest[] = [
  {
    collection: 'customers',
    id: 'c1',
    path: '',
    kind: 'create',
    to: '9df2cdb021c4bf9874ae98c3554c2bf167c89119e9b13adfc5a10c6de4473fce',
  },
  {
    collection: 'contacts',
    id: 'p1',
    path: 'phones/a~1b/typed',
    kind: 'set',
    from: '08bb2cadd6747c1aad2ee5d395937311bfd7128901179f766594ef1773c02011',
    to: 'a5786e0463f3618315b6d617b7ad99f417166797074ac7c009aa2c321a1598e2',
  },
  {
    collection: 'sites',
    id: 's1',
    path: 'addressNote',
    kind: 'set',
    from: '9d59426695794b40a4e9a5a9b3ad70cb3117e34202c52e8dc1b355a6c948c56b',
  },
]

const CHANGES_HASH = 'fa2caaa64f3dc7c3f32b2896c3d5c04a65a69f1ef3eaca16e2fe258dd5c69075'

const header: Omit<OpHeader, 'hash' | 'sig'> = {
  format: 1,
  id: 'op1',
  device: 'dev',
  n: 1,
  person: 'per',
  office: 'off',
  at: '2026-03-01T10:20:30.123Z-00000-dev',
  command: 'customer.create',
  schema: 1,
  changesHash: CHANGES_HASH,
  prevHash: '0000000000000000000000000000000000000000000000000000000000000000',
}

describe('the hashes of an op', () => {
  it('of a value: salt, then RFC 8785 JSON', () => {
    const canonical = '{"archived":null,"id":"c1","name":"Ñandú \\"Sur\\" S.A.","rate":0.1,"tags":["b","a"]}'
    expect(valueHash('AAECAwQFBgcICQoLDA0ODw', canonical, sha256)).toBe(digests[0]?.to)
    expect(rows.map((row) => rowDigest(row, sha256))).toEqual(digests)
  })

  it('of all changes', () => {
    expect(changesHash(rows, sha256)).toBe(CHANGES_HASH)
    expect(changesHash([], sha256)).toBe('4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945')
  })

  it('of the header, with and without its optional fields', () => {
    expect(headerHash(header, sha256)).toBe(
      '5dfee3f55e8690d4584b1ce9d8e354f660e61bf0f64772e560e853da06f21ce5',
    )
    const full = { ...header, requestedBy: 'contact-9', undoes: 'op0', batch: 'b1' }
    expect(headerHash(full, sha256)).toBe('c806eaa29be44610b49a8aa43b3b63bd3ab5b58869f2d227c43f13f2c3b635d4')
  })

  it('of a header that came with hash and signature: they are not part of it', () => {
    const signed: OpHeader = { ...header, hash: 'h', sig: 's' }
    expect(headerHash(signed, sha256)).toBe(headerHash(header, sha256))
    expect(NO_PREVIOUS_HASH).toBe(header.prevHash)
  })

  it('verify when values were erased and only their hashes are left', () => {
    const hash = createChangesHash(sha256)
    for (const [index, row] of rows.entries()) {
      const erased = digests[index]
      hash.add(index === 1 && erased ? erased : rowDigest(row, sha256))
    }
    expect(hash.digest()).toBe(CHANGES_HASH)
  })

  it('change with every part of a row and with the order of rows', () => {
    const [first, second, third] = rows as [ChangeRow, ChangeRow, ChangeRow]
    const { from: _from, ...withoutFrom } = third
    const others: Omit<ChangeRow, 'i'>[][] = [
      [second, first, third],
      [first, second],
      [first, second, withoutFrom],
      [first, second, { ...withoutFrom, to: null }],
      [first, { ...second, salt: 'EBESExQVFhcYGRobHB0eHg' }, third],
      [first, { ...second, path: 'phones/a/typed' }, third],
      [first, { ...second, id: 'p2' }, third],
      [first, { ...second, kind: 'add' }, third],
      [first, { ...second, collection: 'customers' }, third],
      [first, { ...second, from: second.to, to: second.from }, third],
    ]
    const hashes = [rows, ...others].map((some) => changesHash(some, sha256))
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  it('change with every field of the header, those that only some ops have and those of a later version too', () => {
    const optional = ['requestedBy', 'undoes', 'batch', 'former', 'ofALaterVersion']
    const changed = [...Object.keys(header), ...optional].map((name) =>
      headerHash(
        { ...header, [name]: name === 'n' || name === 'schema' || name === 'format' ? 2 : 'x' },
        sha256,
      ),
    )
    expect(new Set([headerHash(header, sha256), ...changed]).size).toBe(changed.length + 1)
  })

  it(`do not depend on the order of members (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 })), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse())
        const row = (to: unknown) =>
          ({ collection: 'sites', id: 's', path: 'x', kind: 'set', to, salt: 's' }) as const
        expect(rowDigest(row(turned), sha256)).toEqual(rowDigest(row(value), sha256))
      }),
      { seed },
    )
  })

  it('come out of the stream as out of one text, also for astral characters', () => {
    const stream = sha256.stream()
    for (const part of ['[', '{"a":"🛰"}', ']']) stream.update(part)
    expect(stream.digest()).toBe(createHash('sha256').update('[{"a":"🛰"}]', 'utf8').digest('hex'))
  })
})
