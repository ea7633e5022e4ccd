import { fold } from '../../lib/fold.ts'
import { emailKey } from '../values/email.ts'
import { readTaxId } from '../values/tax-id.ts'

/** What the keys of a customer and its records are made from. Numbers once given stay: read models hold the position. */
export const MATCH_KINDS = ['number', 'taxId', 'email', 'phone', 'name', 'address'] as const
export type MatchKind = (typeof MATCH_KINDS)[number]

/** A piece of a record in the one form that all ways of writing it share: equal keys mean the same thing. */
export interface MatchKey {
  kind: MatchKind
  key: string
}

const lettersAndDigits = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]/gu, '')

const keyOf = (kind: MatchKind, key: string): MatchKey[] => (key === '' ? [] : [{ kind, key }])

/** Leading zeros count: `MAD-7Q-000123` is another number than `MAD-7Q-123`. */
export const numberKeys = (number: string | undefined): MatchKey[] =>
  keyOf('number', lettersAndDigits(number ?? ''))

export const taxIdKeys = (taxId: string | undefined): MatchKey[] =>
  keyOf('taxId', lettersAndDigits(readTaxId(taxId ?? '').normalised))

export const emailKeys = (address: string | undefined): MatchKey[] =>
  keyOf('email', address?.includes('@') ? emailKey(address) : '')

/** Shorter numbers are extensions and short codes, which many have. */
const SHORTEST_PHONE = 6

/** By the E.164 form where it is known, else by the digits as typed. */
export function phoneKeys(phone: { typed: string; e164?: string } | undefined): MatchKey[] {
  const digits = (phone?.e164 ?? phone?.typed ?? '').replace(/\D/g, '')
  return keyOf('phone', digits.length < SHORTEST_PHONE ? '' : digits)
}

/** A name without case, accents and punctuation; "Núñez Gil, Ana" is "Ana Núñez Gil", "S.L." is "SL". */
export function nameKeys(name: string | undefined): MatchKey[] {
  const folded = fold(name ?? '').replace(/[.'’´`]/g, '')
  const [family = '', given, ...more] = folded.split(',').map((part) => part.trim())
  // More than two parts are a list, a legal form ("Fibra, SL") is no first name.
  const isTurned = given !== undefined && more.length === 0 && !LEGAL_FORM.test(given)
  const turned = isTurned ? `${given} ${family}` : folded
  return keyOf('name', turned.replace(/[^\p{L}\p{N}]+/gu, ' ').trim())
}

const LEGAL_FORM = /^(s ?l ?u?|s ?a ?u?|s ?l ?l|s ?c|c ?b|s ?coop|srl|sas|ltd|llc|inc|plc|gmbh)$/

/** The ways in which the same kind of street is written, at the beginning of an address. */
const STREET_KINDS: readonly (readonly [RegExp, string])[] = [
  [/^(calle|c\/|c\.|cl\.?|cll\.?)\s*/, 'c '],
  [/^(avenida|avda\.?|avd\.?|av\.?)\s+/, 'av '],
  [/^(plaza|pza\.?|plza\.?|pl\.?)\s+/, 'pl '],
  [/^(paseo|p[ºo]\.?)\s+/, 'po '],
  [/^(carretera|ctra\.?|crta\.?)\s+/, 'ctra '],
  [/^(camino|cmno\.?|cno\.?)\s+/, 'cno '],
  [/^(ronda|rda\.?)\s+/, 'rda '],
]

export interface MatchAddress {
  addressLine1?: string | undefined
  postcode?: string | undefined
  city?: string | undefined
}

/** A street with its number, once with the postcode and once with the town: either is enough to be the same. */
export function addressKeys({ addressLine1 = '', postcode = '', city = '' }: MatchAddress): MatchKey[] {
  let street = fold(addressLine1)
  for (const [pattern, short] of STREET_KINDS) street = street.replace(pattern, short)
  street = street
    .replace(/\b(numero|num\.?|nº|n°|no\.)\s*(?=\d)/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  // Without a number a street says too little.
  if (street.length < 4 || !/\d|s n$/.test(street)) return []
  const places = [postcode, city].map(lettersAndDigits)
  return places.flatMap((place, i) => (place === '' ? [] : keyOf('address', `${i}/${street}/${place}`)))
}
