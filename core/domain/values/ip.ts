import { err, ok, type Result } from '../../lib/result.ts'

export type IpFamily = 4 | 6

/** An address as a whole number: 32 bits for IPv4, 128 for IPv6. */
export interface IpAddress {
  family: IpFamily
  value: bigint
}

/** All addresses with the same first `prefix` bits. */
export interface IpBlock {
  family: IpFamily
  /** Bits that all have in common: 0-32 or 0-128. */
  prefix: number
  first: bigint
  last: bigint
}

export type IpError = 'form' | 'prefix'

const BITS: Readonly<Record<IpFamily, number>> = { 4: 32, 6: 128 }

/** Reads an IPv4 or IPv6 address; zones (`%eth0`) are none of an address that is kept. */
export function parseIp(text: string): Result<IpAddress, IpError> {
  const trimmed = text.trim()
  const value = trimmed.includes(':') ? readIpv6(trimmed) : readIpv4(trimmed)
  if (value === undefined) return err('form')
  return ok({ family: trimmed.includes(':') ? 6 : 4, value })
}

/** No leading zeros: some programs take them for octal numbers (RFC 6943 §3.1.1). */
function readIpv4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return undefined
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n)
}

function readIpv6(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map(readGroups)
  if (!head || (halves.length === 2 && !tail)) return undefined
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  const zeros: bigint[] = Array.from({ length: missing }, () => 0n)
  return [...head, ...zeros, ...(tail ?? [])].reduce((value, group) => value * 0x10000n + group, 0n)
}

/** Groups of four hex digits; the last one may be an IPv4 address (RFC 4291 §2.2). */
function readGroups(text: string): bigint[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const groups: bigint[] = []
  for (const [index, part] of parts.entries()) {
    if (part.includes('.') && index === parts.length - 1) {
      const value = readIpv4(part)
      if (value === undefined) return undefined
      groups.push(value >> 16n, value & 0xffffn)
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`))
    else return undefined
  }
  return groups
}

/** The canonical text: dotted, or RFC 5952 (lower case, the longest run of zero groups as `::`). */
export function formatIp({ family, value }: IpAddress): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
  const groups = Array.from({ length: 8 }, (_, i) => (value >> BigInt(112 - 16 * i)) & 0xffffn)
  let start = -1
  let length = 1
  for (let i = 0; i < 8; i++) {
    let end = i
    while (end < 8 && groups[end] === 0n) end++
    if (end - i > length) {
      start = i
      length = end - i
    }
  }
  const hex = groups.map((group) => group.toString(16))
  if (start < 0) return hex.join(':')
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`
}

/** Reads `address/prefix`, or a single address as a block of one. Bits behind the prefix are dropped. */
export function parseIpBlock(text: string): Result<IpBlock, IpError> {
  const [address = '', prefixText, ...rest] = text.trim().split('/')
  const parsed = parseIp(address)
  if (!parsed.ok || rest.length > 0) return err('form')
  const { family, value } = parsed.value
  const bits = BITS[family]
  if (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText)) return err('form')
  const prefix = prefixText === undefined ? bits : Number(prefixText)
  if (prefix > bits) return err('prefix')
  const size = 1n << BigInt(bits - prefix)
  const first = value - (value % size)
  return ok({ family, prefix, first, last: first + size - 1n })
}

export const formatIpBlock = ({ family, prefix, first }: IpBlock): string =>
  `${formatIp({ family, value: first })}/${prefix}`

/** Whether the bits behind the prefix of a typed block are zero, as they are in the canonical form. */
export function isCanonicalBlock(text: string): boolean {
  const block = parseIpBlock(text)
  const address = parseIp(text.trim().split('/')[0] ?? '')
  return block.ok && address.ok && block.value.first === address.value.value
}

/** Text whose order is that of the addresses, IPv4 first. */
export const ipKey = ({ family, value }: IpAddress): string =>
  `${family}${value.toString(16).padStart(BITS[family] / 4, '0')}`

/** The address of a key that `ipKey` made. */
export const ipOfKey = (key: string): IpAddress => ({
  family: key.startsWith('4') ? 4 : 6,
  value: BigInt(`0x${key.slice(1)}`),
})
