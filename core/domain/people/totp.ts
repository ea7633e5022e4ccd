import { createHMAC, createSHA1 } from 'hash-wasm'

/*
 * Codes of an authenticator app: RFC 6238 with SHA-1, six digits and steps of thirty seconds, as all of them take.
 */
const STEP_SECONDS = 30
const DIGITS = 6
/** Steps that a clock may be off, before and after. */
const DRIFT = 1

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Base32 (RFC 4648) without padding, as people type it. */
export function toBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    for (; bits >= 5; bits -= 5) text += ALPHABET.charAt((held >>> (bits - 5)) & 31)
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET.charAt((held << (5 - bits)) & 31) : text
}

function fromBase32(text: string): Uint8Array {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const letter of text.toUpperCase().replace(/[\s=-]/g, '')) {
    held = (held << 5) | Math.max(0, ALPHABET.indexOf(letter))
    bits += 5
    if (bits >= 8) {
      bytes.push((held >>> (bits - 8)) & 255)
      bits -= 8
      held &= (1 << bits) - 1
    }
  }
  return Uint8Array.from(bytes)
}

/** The code of a step. `secret`: base32. */
async function codeAt(secret: string, step: number): Promise<string> {
  const hmac = await createHMAC(createSHA1(), fromBase32(secret))
  const counter = new Uint8Array(8)
  new DataView(counter.buffer).setBigUint64(0, BigInt(step))
  const mac = hmac.init().update(counter).digest('binary')
  // Dynamic truncation, RFC 4226 §5.3.
  const offset = (mac[19] ?? 0) & 15
  const number = new DataView(mac.buffer, mac.byteOffset).getUint32(offset) & 0x7fffffff
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** The code that an app shows at a moment. Milliseconds since 1970 UTC. */
export const totpAt = (secret: string, at: number): Promise<string> =>
  codeAt(secret, Math.floor(at / 1000 / STEP_SECONDS))

/**
 * The step to which a typed code belongs; undefined when it belongs to none near `at`, or to none after `lastStep`: each
 * code counts once.
 */
export async function totpStep(
  secret: string,
  typed: string,
  at: number,
  lastStep = -1,
): Promise<number | undefined> {
  const code = typed.replace(/\s/g, '')
  if (!/^\d{6}$/.test(code)) return undefined
  const now = Math.floor(at / 1000 / STEP_SECONDS)
  for (let step = now - DRIFT; step <= now + DRIFT; step++)
    if (step > lastStep && (await codeAt(secret, step)) === code) return step
  return undefined
}

/** What the QR code for an app says (Key URI format). */
export const totpAddress = (secret: string, issuer: string, account: string): string =>
  `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`
