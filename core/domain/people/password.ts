import { argon2id, argon2Verify } from 'hash-wasm'
import { fold } from '../../lib/fold.ts'

/*
 * Passwords are kept as argon2id verifiers (RFC 9106) with what OWASP asks for at least: 19 MiB, two passes, one lane.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
const MEMORY_KIB = 19 * 1024
const PASSES = 2

/** Characters of a password at the least: NIST SP 800-63B-4 asks for 15 where a password stands alone; two factors need 8. */
export const MIN_PASSWORD = 10
/** So that nobody keeps the processor busy with a book. */
export const MAX_PASSWORD = 200

/** Why a password is too weak; the locales hold what to do about each under `access.password`. */
export type PasswordProblem = 'tooShort' | 'tooLong' | 'namesPerson' | 'tooSimple' | 'common'

/** Starts of what is tried first by everybody; whole lists would only add length. */
const COMMON = [
  'password',
  'contrasena',
  'qwertyuiop',
  '1234567890',
  'administrador',
  'bienvenido',
  'welcome',
]

/** What is wrong with a password for this person; length counts, kinds of characters do not. */
export function passwordProblem(
  password: string,
  person: { name: string; email: string },
): PasswordProblem | undefined {
  if ([...password].length < MIN_PASSWORD) return 'tooShort'
  if (password.length > MAX_PASSWORD) return 'tooLong'
  const folded = fold(password)
  if (new Set(folded).size < 5) return 'tooSimple'
  if (COMMON.some((word) => folded.startsWith(word) && folded.length < word.length + 5)) return 'common'
  const own = [...fold(person.name).split(/\s+/), fold(person.email).split('@')[0] ?? '']
  const named = own.find((word) => word.length >= 4 && folded.includes(word))
  return named !== undefined && folded.length - named.length < 6 ? 'namesPerson' : undefined
}

/** The verifier of a password as text in the PHC form, `$argon2id$v=19$…`. `salt`: 16 random bytes. */
export const hashPassword = (password: string, salt: Uint8Array): Promise<string> =>
  argon2id({
    password: password.normalize('NFKC'),
    salt,
    memorySize: MEMORY_KIB,
    iterations: PASSES,
    parallelism: 1,
    hashLength: 32,
    outputType: 'encoded',
  })

/** False also for a verifier that is none. */
export async function passwordFits(password: string, verifier: string): Promise<boolean> {
  if (!verifier.startsWith('$argon2id$') || password.length > MAX_PASSWORD || password === '') return false
  try {
    return await argon2Verify({ password: password.normalize('NFKC'), hash: verifier })
  } catch {
    return false
  }
}
