import { randomBytes } from 'node:crypto'
import type { AccessRefused, AccessRequestOf } from '#core/contract/access-contract.ts'
import { hashPassword, passwordFits, passwordProblem } from '#core/domain/people/password.ts'
import { toBase32, totpAddress, totpStep } from '#core/domain/people/totp.ts'
import { codeHash, newEnrolmentCode } from '../crypto.ts'
import type { SqlDatabase } from '../store/sql.ts'
import type { Caller } from './devices.ts'
import { endSessions, findPerson, lockPerson, newSalt, putPerson, type PersonRecord } from './people.ts'
import { countTry, forgetTries } from './sign-in.ts'

/** Codes that a person prints and keeps for the day the telephone is lost. */
const RECOVERY_CODES = 10

const weak = (password: string, person: PersonRecord): AccessRefused | undefined => {
  const problem = passwordProblem(password, person)
  return problem && { ok: false, refusal: 'weakPassword', problem }
}

const done = { ok: true } as const

/** A person sets another password; all other sessions of theirs end. */
export async function changePassword(
  database: SqlDatabase,
  { org }: Caller,
  person: PersonRecord,
  { current, password }: AccessRequestOf<'password-change'>,
  now: number,
): Promise<typeof done | AccessRefused> {
  const wait = await countTry(database, org, person.email, now)
  if (wait > 0) return { ok: false, refusal: 'throttled', wait: Math.ceil(wait / 1000) }
  if (!(await passwordFits(current, person.verifier ?? ''))) return { ok: false, refusal: 'wrongPassword' }
  const problem = weak(password, person)
  if (problem) return problem
  const verifier = await hashPassword(password, newSalt())
  return database.write(async (sql) => {
    const now = await lockPerson(sql, org, person.id)
    if (!now) return { ok: false, refusal: 'notFound' }
    await putPerson(sql, org, { ...now, verifier })
    await endSessions(sql, org, person.id)
    await forgetTries(sql, org, person.email)
    return done
  })
}

/** A person sets a password by the one-time code of an administrator. The code is used up by it. */
export async function resetPassword(
  database: SqlDatabase,
  { org }: Caller,
  { email, code, password }: AccessRequestOf<'password-reset'>,
  now: number,
): Promise<typeof done | AccessRefused> {
  const wait = await countTry(database, org, email, now)
  if (wait > 0) return { ok: false, refusal: 'throttled', wait: Math.ceil(wait / 1000) }
  const found = await database.read((sql) => findPerson(sql, org, email))
  const fits = (person: PersonRecord | undefined): boolean =>
    person?.reset?.hash === codeHash(code) && Date.parse(person.reset.expiresAt) > now
  if (!found || !fits(found)) return { ok: false, refusal: 'wrongCode' }
  const problem = weak(password, found)
  if (problem) return problem
  const verifier = await hashPassword(password, newSalt())
  return database.write(async (sql) => {
    const person = await lockPerson(sql, org, found.id)
    if (!person || !fits(person)) return { ok: false, refusal: 'wrongCode' }
    const { reset: _reset, ...rest } = person
    await putPerson(sql, org, { ...rest, verifier })
    await endSessions(sql, org, person.id)
    await forgetTries(sql, org, email)
    return done
  })
}

/** A secret for an authenticator app; it counts once a first code was typed. */
export async function beginTotp(
  database: SqlDatabase,
  { org }: Caller,
  person: PersonRecord,
): Promise<{ ok: true; secret: string; address: string }> {
  const secret = toBase32(randomBytes(20))
  await database.write(async (sql) => {
    const now = await lockPerson(sql, org, person.id)
    if (now) await putPerson(sql, org, { ...now, totpDraft: secret })
  })
  return { ok: true, secret, address: totpAddress(secret, 'Enlace', person.email) }
}

/** Answers the recovery codes, which nobody can read again. */
export const confirmTotp = (
  database: SqlDatabase,
  { org }: Caller,
  { id }: PersonRecord,
  { code }: AccessRequestOf<'totp-confirm'>,
  now: number,
): Promise<{ ok: true; recovery: string[] } | AccessRefused> =>
  database.write(async (sql) => {
    const person = await lockPerson(sql, org, id)
    const lastStep = person?.totpDraft === undefined ? undefined : await totpStep(person.totpDraft, code, now)
    if (!person?.totpDraft || lastStep === undefined) return { ok: false, refusal: 'wrongCode' }
    const recovery = Array.from({ length: RECOVERY_CODES }, newEnrolmentCode)
    const { totpDraft: secret, ...rest } = person
    await putPerson(sql, org, { ...rest, totp: { secret, lastStep }, recovery: recovery.map(codeHash) })
    return { ok: true, recovery }
  })

export async function endTotp(
  database: SqlDatabase,
  { org }: Caller,
  person: PersonRecord,
  { password }: AccessRequestOf<'totp-off'>,
  now: number,
): Promise<typeof done | AccessRefused> {
  const wait = await countTry(database, org, person.email, now)
  if (wait > 0) return { ok: false, refusal: 'throttled', wait: Math.ceil(wait / 1000) }
  if (!(await passwordFits(password, person.verifier ?? ''))) return { ok: false, refusal: 'wrongPassword' }
  return database.write(async (sql) => {
    const {
      totp: _totp,
      totpDraft: _draft,
      recovery: _codes,
      ...rest
    } = (await lockPerson(sql, org, person.id)) ?? person
    await putPerson(sql, org, rest)
    await forgetTries(sql, org, person.email)
    return done
  })
}
