import { err, ok, type Result } from '../../lib/result.ts'
import { visibleLine } from './visible-text.ts'

export type EmailError = 'empty' | 'noAt' | 'localPart' | 'domain' | 'tooLong'

/** Lengths of RFC 5321 §4.5.3.1: local part 64, whole path 256 with its brackets. */
const MAX_LOCAL = 64
const MAX_ADDRESS = 254
const MAX_LABEL = 63

/** Dot-atom of RFC 5322 §3.2.3 with the letters beyond ASCII that RFC 6531 adds. Quoted local parts are refused: nobody has one. */
const LOCAL_ATOM = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+$/u
const DOMAIN_LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u
const TOP_LABEL = /\p{L}/u

/**
 * Reads an email address as people write or paste it (`mailto:`, angle brackets, blanks around, invisible characters within). The domain comes back
 * in lower case and internationalised domains stay readable; the local part keeps its case, which belongs to its host.
 * Works in one pass over the text.
 */
export function parseEmail(text: string): Result<string, EmailError> {
  const address = visibleLine(text)
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/^<([^<>]*)>$/, '$1')
    .trim()
    .normalize('NFC')
  if (address === '') return err('empty')
  if (address.length > MAX_ADDRESS) return err('tooLong')
  const at = address.lastIndexOf('@')
  if (at < 0) return err('noAt')
  const local = address.slice(0, at)
  const domain = address.slice(at + 1).toLowerCase()
  if (local.length > MAX_LOCAL || !local.split('.').every((atom) => LOCAL_ATOM.test(atom))) {
    return err('localPart')
  }
  const labels = domain.split('.')
  const fits = labels.every((label) => label.length <= MAX_LABEL && DOMAIN_LABEL.test(label))
  if (labels.length < 2 || !fits || !TOP_LABEL.test(labels.at(-1) ?? '')) return err('domain')
  return ok(`${local}@${domain}`)
}

/** What makes two addresses the same mailbox in practice: hosts that tell letter case apart are not met. */
export const emailKey = (address: string): string => address.trim().normalize('NFC').toLowerCase()

/** Domains in which a slip of one letter is far likelier than a real namesake. */
const COMMON_DOMAINS = [
  'gmail.com',
  'hotmail.com',
  'hotmail.es',
  'outlook.com',
  'outlook.es',
  'yahoo.com',
  'yahoo.es',
  'icloud.com',
  'telefonica.net',
]

/** Real mail hosts that look like a slip of the above. */
const REAL_NEIGHBOURS = ['mail.com', 'ymail.com']

/** The address that was probably meant when its domain is one slip away from a common one; otherwise undefined. */
export function suggestEmail(address: string): string | undefined {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1).toLowerCase()
  if (at < 1 || COMMON_DOMAINS.includes(domain) || REAL_NEIGHBOURS.includes(domain)) return undefined
  const meant = COMMON_DOMAINS.find((common) => isOneSlipAway(domain, common))
  return meant && `${address.slice(0, at)}@${meant}`
}

/** One letter missing, added, changed, or two neighbours swapped. */
function isOneSlipAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const restA = a.slice(start, a.length - end)
  const restB = b.slice(start, b.length - end)
  if (restA.length <= 1 && restB.length <= 1) return true
  return restA.length === 2 && restB.length === 2 && restA[0] === restB[1] && restA[1] === restB[0]
}
