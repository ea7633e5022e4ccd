import { randomBytes, randomUUID } from 'node:crypto'
import type { AccessPerson } from '#core/contract/access-contract.ts'
import type { Role } from '#core/domain/people/roles.ts'
import { emailKey } from '#core/domain/values/email.ts'
import { fold } from '#core/lib/fold.ts'
import { codeHash, newEnrolmentCode } from '../crypto.ts'
import { recordOf } from '../store/records.ts'
import type { Sql, SqlDatabase } from '../store/sql.ts'

/** A person who may sign in, as the server keeps them. Secrets never leave it but to the person's own desktops. */
export interface PersonRecord {
  id: string
  name: string
  email: string
  role: Role
  /** Office ids; empty means all. */
  offices: string[]
  active: boolean
  /** argon2id, in the PHC form. */
  verifier?: string
  /** Of the authenticator app: base32, and the last step of which a code was taken. */
  totp?: { secret: string; lastStep: number }
  /** A secret that waits for its first code. */
  totpDraft?: string
  /** SHA-256 of the recovery codes that are left. */
  recovery?: string[]
  /** A one-time code to set a password. */
  reset?: { hash: string; expiresAt: string }
}

/** Milliseconds for which a code to set a password can be used. */
const RESET_LIFETIME = 72 * 60 * 60 * 1000

export const toAccessPerson = (person: PersonRecord): AccessPerson => {
  const { id, name, email, role, offices, active, verifier, totp } = person
  return {
    id,
    name,
    email,
    role,
    offices,
    active,
    hasPassword: verifier !== undefined,
    hasTotp: totp !== undefined,
  }
}

const parse = (record: unknown): PersonRecord =>
  // Only `putPerson` writes them.
  JSON.parse(String(record)) as PersonRecord

export async function readPerson(sql: Sql, org: string, id: string): Promise<PersonRecord | undefined> {
  const [row] = await sql.all('SELECT record FROM people WHERE org = ? AND id = ?', [org, id])
  return row && parse(row.record)
}

export async function findPerson(sql: Sql, org: string, email: string): Promise<PersonRecord | undefined> {
  const [row] = await sql.all('SELECT record FROM people WHERE org = ? AND email = ?', [org, emailKey(email)])
  return row && parse(row.record)
}

export async function listPeople(sql: Sql, org: string): Promise<PersonRecord[]> {
  const rows = await sql.all('SELECT record FROM people WHERE org = ? ORDER BY email', [org])
  return rows.map(({ record }) => parse(record))
}

/** Everybody who has signed in at a device, as they stand now. */
export async function peopleAt(
  sql: Sql,
  { org, device }: { org: string; device: string },
): Promise<{ id: string; active: boolean; hasTotp: boolean }[]> {
  const rows = await sql.all(
    `SELECT people.record FROM person_devices JOIN people
       ON people.org = person_devices.org AND people.id = person_devices.person
     WHERE person_devices.org = ? AND person_devices.device = ?`,
    [org, device],
  )
  return rows
    .map(({ record }) => parse(record))
    .map(({ id, active, totp }) => ({ id, active, hasTotp: totp !== undefined }))
}

/** Somebody of a name: one who works there, by the catalogue, and is entered when there is an address. */
export interface Namesake {
  id: string
  email?: string
}

/** Whoever has the name, entered or not; case, accents and blanks do not matter. */
export async function findNamesakes(sql: Sql, org: string, name: string): Promise<Namesake[]> {
  const key = fold(name)
  const entered = await listPeople(sql, org)
  const found = new Map<string, Namesake>(
    entered.filter((one) => fold(one.name) === key).map(({ id, email }) => [id, { id, email }]),
  )
  const isEntered = new Set(entered.map(({ id }) => id))
  const catalog = await sql.all(
    `SELECT collection, id, record, seq FROM documents WHERE org = ? AND collection = 'catalog'`,
    [org],
  )
  for (const { id, record } of catalog.map(recordOf)) {
    const { body } = record
    if (body?.kind !== 'person' || body.archived !== undefined || isEntered.has(id)) continue
    const { name: own } = body.data as { name?: unknown }
    if (typeof own === 'string' && fold(own) === key) found.set(id, { id })
  }
  return [...found.values()]
}

/** The person, locked until the transaction ends: a code that counts once must not be taken by two calls. */
export async function lockPerson(sql: Sql, org: string, id: string): Promise<PersonRecord | undefined> {
  const [row] = await sql.all('UPDATE people SET email = email WHERE org = ? AND id = ? RETURNING record', [
    org,
    id,
  ])
  return row && parse(row.record)
}

export async function putPerson(sql: Sql, org: string, person: PersonRecord): Promise<void> {
  await sql.run(
    `INSERT INTO people (org, id, email, record) VALUES (?, ?, ?, ?)
     ON CONFLICT (org, id) DO UPDATE SET email = excluded.email, record = excluded.record`,
    [org, person.id, emailKey(person.email), JSON.stringify(person)],
  )
}

/** Sixteen characters that nobody guesses, and the person with their hash. */
export function withReset(person: PersonRecord, now: number): { person: PersonRecord; code: string } {
  const code = newEnrolmentCode()
  const expiresAt = new Date(now + RESET_LIFETIME).toISOString()
  return { code, person: { ...person, reset: { hash: codeHash(code), expiresAt } } }
}

export const newSalt = (): Uint8Array => new Uint8Array(randomBytes(16))

export interface NewPerson {
  name: string
  email: string
  role: Role
  id?: string
}

/** Enters a person; answers the code with which they set their password. @throws Error when the address is taken. */
export const addPerson = (
  database: SqlDatabase,
  org: string,
  { id = randomUUID(), name, email, role }: NewPerson,
  now: () => number,
): Promise<{ id: string; code: string }> =>
  database.write(async (sql) => {
    if (await findPerson(sql, org, email)) throw new Error(`${email}: somebody has this address already`)
    const made = withReset({ id, name, email: email.trim(), role, offices: [], active: true }, now())
    await putPerson(sql, org, made.person)
    return { id, code: made.code }
  })

/** Whether somebody else could still manage people. */
export const isLastAdmin = (people: readonly PersonRecord[], id: string): boolean =>
  people.some((one) => one.id === id && one.active && one.role === 'admin') &&
  !people.some((one) => one.id !== id && one.active && one.role === 'admin')

/** Ends what a person may do without signing in anew. */
export async function endSessions(sql: Sql, org: string, person: string): Promise<void> {
  await sql.run('DELETE FROM sessions WHERE org = ? AND person = ?', [org, person])
}

/** Whether the organisation asks people to sign in, so that roles count for what they send. */
export async function asksSignIn(sql: Sql, org: string): Promise<boolean> {
  const [row] = await sql.all('SELECT sign_in FROM organisations WHERE org = ?', [org])
  return Number(row?.sign_in ?? 0) === 1
}

/** @throws Error when nobody could let the others in any more. */
export const setSignIn = (database: SqlDatabase, org: string, on: boolean): Promise<void> =>
  database.write(async (sql) => {
    const people = await listPeople(sql, org)
    if (on && !people.some(({ role, active }) => role === 'admin' && active))
      throw new Error('enter a person with the role admin first (person-add)')
    await sql.run('UPDATE organisations SET sign_in = ? WHERE org = ?', [on ? 1 : 0, org])
  })
