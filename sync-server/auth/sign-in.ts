import type { AccessRefused, AccessRequestOf, SignedIn } from '#core/contract/access-contract.ts'
import { hashPassword, passwordFits } from '#core/domain/people/password.ts'
import { emailKey } from '#core/domain/values/email.ts'
import { totpStep } from '#core/domain/people/totp.ts'
import { codeHash, newSecret, sha256 } from '../crypto.ts'
import type { Sql, SqlDatabase } from '../store/sql.ts'
import type { Caller } from './devices.ts'
import {
  findPerson,
  lockPerson,
  newSalt,
  putPerson,
  readPerson,
  toAccessPerson,
  type PersonRecord,
} from './people.ts'

/** Failed tries that cost nothing; each further one doubles the wait. */
const FREE_TRIES = 5
const FIRST_WAIT = 30_000
const LONGEST_WAIT = 15 * 60_000
/** Milliseconds for which a person stays signed in. */
const SESSION_LIFETIME = 12 * 60 * 60 * 1000

/** As slow to check as any other: who tries an unknown address learns nothing by the time it takes. */
const NOBODYS = hashPassword('nobody has this password', new Uint8Array(16))

const throttled = (wait: number): AccessRefused => ({
  ok: false,
  refusal: 'throttled',
  wait: Math.ceil(wait / 1000),
})

/**
 * Counts a try before it is looked at, so that many at once are counted too. Answers how long to wait, in milliseconds;
 * 0 when the try may go on.
 */
export const countTry = (database: SqlDatabase, org: string, email: string, now: number): Promise<number> =>
  database.write(async (sql) => {
    const key = emailKey(email)
    await sql.run(
      `INSERT INTO sign_in_tries (org, email, tries, wait_until) VALUES (?, ?, 0, '') ON CONFLICT DO NOTHING`,
      [org, key],
    )
    const [row] = await sql.all(
      'UPDATE sign_in_tries SET tries = tries WHERE org = ? AND email = ? RETURNING tries, wait_until',
      [org, key],
    )
    const until = Date.parse(String(row?.wait_until ?? '')) || 0
    if (until > now) return until - now
    const tries = Number(row?.tries ?? 0) + 1
    const wait = tries < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - FREE_TRIES))
    await sql.run('UPDATE sign_in_tries SET tries = ?, wait_until = ? WHERE org = ? AND email = ?', [
      tries,
      wait === 0 ? '' : new Date(now + wait).toISOString(),
      org,
      key,
    ])
    return 0
  })

export const forgetTries = (sql: Sql, org: string, email: string): Promise<number> =>
  sql.run('DELETE FROM sign_in_tries WHERE org = ? AND email = ?', [org, emailKey(email)])

/** Lets a person in at a device, by password and, where they have one, by the app or a recovery code. */
export async function signIn(
  database: SqlDatabase,
  { org, device }: Caller,
  { email, password, code, recovery }: AccessRequestOf<'sign-in'>,
  now: number,
): Promise<SignedIn | AccessRefused> {
  const wait = await countTry(database, org, email, now)
  if (wait > 0) return throttled(wait)
  const found = await database.read((sql) => findPerson(sql, org, email))
  const fits = await passwordFits(password, found?.verifier ?? (await NOBODYS))
  if (!found?.verifier || !fits) return { ok: false, refusal: 'wrongPassword' }
  if (!found.active) return { ok: false, refusal: 'inactive' }
  // With a salt of its own: what a desktop keeps says nothing of what the server keeps.
  const verifier = await hashPassword(password, newSalt())
  return database.write(async (sql): Promise<SignedIn | AccessRefused> => {
    const person = await lockPerson(sql, org, found.id)
    if (!person?.active || person.verifier !== found.verifier) return { ok: false, refusal: 'wrongPassword' }
    const second = await secondFactor(person, { code, recovery }, now)
    if (!second.ok) {
      // A right password without a code is half a sign-in and no failed try.
      if (second.refusal === 'codeNeeded') await forgetTries(sql, org, email)
      return second
    }
    if (second.person !== person) await putPerson(sql, org, second.person)
    await forgetTries(sql, org, email)
    await sql.run(
      `INSERT INTO person_devices (org, person, device, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      [org, person.id, device, new Date(now).toISOString()],
    )
    const session = newSecret()
    const expiresAt = new Date(now + SESSION_LIFETIME).toISOString()
    await sql.run('DELETE FROM sessions WHERE expires_at < ?', [new Date(now).toISOString()])
    await sql.run('INSERT INTO sessions (token, org, person, device, expires_at) VALUES (?, ?, ?, ?, ?)', [
      sha256(session),
      org,
      person.id,
      device,
      expiresAt,
    ])
    const { totp, recovery: left = [] } = second.person
    return {
      ok: true,
      person: toAccessPerson(second.person),
      session,
      expiresAt,
      offline: { verifier, ...(totp && { totp: totp.secret }) },
      ...(totp && { recoveryLeft: left.length }),
    }
  })
}

type Second = { ok: true; person: PersonRecord } | AccessRefused

/** The person with what was used up: a code of the app counts once, a recovery code too. */
async function secondFactor(
  person: PersonRecord,
  { code, recovery }: { code?: string; recovery?: string },
  now: number,
): Promise<Second> {
  if (!person.totp) return { ok: true, person }
  if (recovery !== undefined) {
    const key = codeHash(recovery)
    const codes = person.recovery ?? []
    return codes.includes(key)
      ? { ok: true, person: { ...person, recovery: codes.filter((one) => one !== key) } }
      : { ok: false, refusal: 'wrongCode' }
  }
  if (code === undefined) return { ok: false, refusal: 'codeNeeded' }
  const step = await totpStep(person.totp.secret, code, now, person.totp.lastStep)
  return step === undefined
    ? { ok: false, refusal: 'wrongCode' }
    : { ok: true, person: { ...person, totp: { ...person.totp, lastStep: step } } }
}

/** Who a session belongs to, at the device that got it; undefined when it ended or the person left. */
export async function personOfSession(
  sql: Sql,
  { org, device }: Caller,
  session: string,
  now: number,
): Promise<PersonRecord | undefined> {
  const [row] = await sql.all(
    'SELECT person FROM sessions WHERE token = ? AND org = ? AND device = ? AND expires_at > ?',
    [sha256(session), org, device, new Date(now).toISOString()],
  )
  const person = row && (await readPerson(sql, org, String(row.person)))
  return person?.active ? person : undefined
}
