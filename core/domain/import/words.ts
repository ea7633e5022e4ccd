import { fold } from '../../lib/fold.ts'
import type { PAYMENT_TYPES, CUSTOMER_TYPES } from '../customer/schema.ts'

type CustomerType = (typeof CUSTOMER_TYPES)[number]
type PaymentType = (typeof PAYMENT_TYPES)[number]

const table = <T>(entries: readonly (readonly [T, string])[]): ReadonlyMap<string, T> =>
  new Map(entries.flatMap(([value, words]) => words.split(',').map((word) => [word.trim(), value] as const)))

const TYPES = table<CustomerType>([
  [
    'individual',
    'individual, particular, persona, persona fisica, fisica, residential, residencial, private, private person, person, home, hogar, domestico, 1',
  ],
  [
    'business',
    'business, empresa, company, persona juridica, juridica, commercial, comercial, negocio, corporate, organizacion, organization, enterprise, pyme, 2',
  ],
])

const PAYMENT = table<PaymentType>([
  ['prepaid', 'prepaid, prepago, prepagado, prepaid daily, prepaid custom, prepaid monthly'],
  ['postpaid', 'postpaid, pospago, postpago, recurring, recurring payments, recurrente, mensual, monthly'],
])

const BOOLEANS = table<boolean>([
  [true, 'true, verdadero, si, s, yes, y, 1, x, on, activo, v, cierto'],
  [false, 'false, falso, no, n, 0, off, f, -'],
])

const LANGUAGES = table<'es' | 'en'>([
  ['es', 'es, esp, espanol, spanish, castellano, es-es, es-mx, es-ar'],
  ['en', 'en, eng, ingles, english, en-us, en-gb'],
])

/** The words of other programs for our four seeded statuses, by the status's key. */
export const STATUS_WORDS = table<string>([
  ['active', 'active, activo, activa, alta, open, online, en servicio'],
  ['pending', 'pending, pendiente, new, nuevo, nueva, lead, potencial, prospect'],
  ['suspended', 'suspended, suspendido, suspendida, blocked, bloqueado, cortado, moroso'],
  ['inactive', 'inactive, inactivo, inactiva, baja, disabled, closed, cancelado, deshabilitado'],
])

const plain = (text: string): string =>
  fold(text)
    .replace(/[()._]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const wordOf =
  <T>(words: ReadonlyMap<string, T>) =>
  (text: string): T | undefined =>
    words.get(plain(text)) ?? words.get(fold(text))

export const customerTypeOf = wordOf(TYPES)
export const paymentTypeOf = wordOf(PAYMENT)
export const booleanOf = wordOf(BOOLEANS)
export const languageOf = wordOf(LANGUAGES)
export const statusKeyOf = wordOf(STATUS_WORDS)

/** Several values in one cell: parted by semicolons, bars, line ends or, where no value holds one, commas. */
export const partsOf = (text: string, separators = /[;|\n,]+/): string[] =>
  text
    .split(separators)
    .map((part) => part.trim())
    .filter(Boolean)
