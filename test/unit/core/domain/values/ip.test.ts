import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatIp,
  formatIpBlock,
  ipKey,
  ipOfKey,
  isCanonicalBlock,
  parseIp,
  parseIpBlock,
  type IpAddress,
} from '#core/domain/values/ip.ts'

const address: fc.Arbitrary<IpAddress> = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }).map((value) => ({ family: 4 as const, value })),
  fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }).map((value) => ({ family: 6 as const, value })),
  // Long runs of zeros are where RFC 5952 has its rules.
  fc.array(fc.constantFrom(0n, 0n, 1n, 0xffffn), { minLength: 8, maxLength: 8 }).map((groups) => ({
    family: 6 as const,
    value: groups.reduce<bigint>((sum, group) => sum * 65536n + group, 0n),
  })),
)

describe('IP addresses', () => {
  it('are read as they are written, and sort by their key', () => {
    fc.assert(
      fc.property(address, address, (a, b) => {
        expect(parseIp(formatIp(a))).toEqual({ ok: true, value: a })
        expect(ipOfKey(ipKey(a))).toEqual(a)
        if (a.family === b.family) expect(ipKey(a) < ipKey(b)).toBe(a.value < b.value)
        else expect(ipKey(a) < ipKey(b)).toBe(a.family === 4)
      }),
    )
  })

  it.each([
    ['2001:0DB8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['::ffff:10.0.0.1', '::ffff:a00:1'],
    ['192.168.1.1', '192.168.1.1'],
  ])('%s is %s (RFC 5952)', (typed, canonical) => {
    const parsed = parseIp(typed)
    expect(parsed.ok && formatIp(parsed.value)).toBe(canonical)
  })

  it.each([
    '',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4.5',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '12345::',
    '::g',
    '1:2:3:4:5:6:7::8',
    'fe80::1%eth0',
  ])('%s is no address', (text) => expect(parseIp(text).ok).toBe(false))

  it('keeps to the block of the prefix', () => {
    const block = parseIpBlock('10.0.0.77/24')
    expect(block.ok && formatIpBlock(block.value)).toBe('10.0.0.0/24')
    expect(isCanonicalBlock('10.0.0.77/24')).toBe(false)
    expect(isCanonicalBlock('10.0.0.0/24')).toBe(true)
    expect(parseIpBlock('2001:db8::/32')).toMatchObject({ ok: true, value: { prefix: 32, family: 6 } })
    expect(parseIpBlock('10.0.0.1')).toMatchObject({ ok: true, value: { prefix: 32 } })
    for (const text of ['10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/a', '10.0.0.0/8/8'])
      expect(parseIpBlock(text).ok, text).toBe(false)
  })
})
