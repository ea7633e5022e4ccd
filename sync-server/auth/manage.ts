import type { AccessPerson, AccessRefused, AccessRequestOf } from '#core/contract/access-contract.ts'
import { releaseStep, revokeStep } from '#core/sync/server/device-steps.ts'
import type { DeviceRecord, SyncStore } from '#core/sync/server/sync-store.ts'
import type { OpHeader } from '#core/sync/op.ts'
import type { Sql, SqlDatabase } from '../store/sql.ts'
import { listDevices } from './devices.ts'
import {
  endSessions,
  findPerson,
  isLastAdmin,
  listPeople,
  lockPerson,
  putPerson,
  toAccessPerson,
  withReset,
  type PersonRecord,
} from './people.ts'

/** Enters or changes a person. A new one gets a code with which they set their password. */
export const savePerson = (
  database: SqlDatabase,
  org: string,
  { person }: AccessRequestOf<'person-save'>,
  now: number,
): Promise<{ ok: true; person: AccessPerson; code?: string } | AccessRefused> =>
  database.write(async (sql) => {
    const before = await lockPerson(sql, org, person.id)
    const other = await findPerson(sql, org, person.email)
    if (other && other.id !== person.id) return { ok: false, refusal: 'emailTaken' }
    const leaves = person.role !== 'admin' || !person.active
    if (leaves && isLastAdmin(await listPeople(sql, org), person.id))
      return { ok: false, refusal: 'lastAdmin' }
    const after: PersonRecord = { ...before, ...person, email: person.email.trim() }
    const made = before ? { person: after } : withReset(after, now)
    await putPerson(sql, org, made.person)
    if (!after.active) await endSessions(sql, org, person.id)
    return { ok: true, person: toAccessPerson(made.person), ...('code' in made && { code: made.code }) }
  })

/** A one-time code for somebody who forgot the password or lost the telephone; what they had counts no more. */
export const resetPerson = (
  database: SqlDatabase,
  org: string,
  id: string,
  now: number,
): Promise<{ ok: true; code: string } | AccessRefused> =>
  database.write(async (sql) => {
    const person = await lockPerson(sql, org, id)
    if (!person) return { ok: false, refusal: 'notFound' }
    const { verifier: _verifier, totp: _totp, totpDraft: _draft, recovery: _codes, ...rest } = person
    const made = withReset(rest, now)
    await putPerson(sql, org, made.person)
    await endSessions(sql, org, id)
    return { ok: true, code: made.code }
  })

export interface DeviceSummary {
  id: string
  name: string
  code: string
  state: DeviceRecord['state']
  seenAt?: string
  /** Of the program that it last came with. */
  version?: string
  /** The office under which it last wrote. */
  office?: string
  /** Who has signed in there. */
  people: string[]
}

export async function describeDevices(database: SqlDatabase, org: string): Promise<DeviceSummary[]> {
  const devices = await listDevices(database, org)
  const rows = await database.read((sql) =>
    sql.all('SELECT person, device FROM person_devices WHERE org = ? ORDER BY since', [org]),
  )
  const offices = await database.read((sql) => officesOf(sql, org))
  return devices.map(({ id, name, code, state, seenAt, version }) => ({
    id,
    name,
    code,
    state,
    ...(seenAt !== undefined && { seenAt }),
    ...(version !== undefined && { version }),
    ...(offices.has(id) && { office: offices.get(id) }),
    people: rows.filter(({ device }) => device === id).map(({ person }) => String(person)),
  }))
}

/** Under which office each device wrote its last op. */
async function officesOf(sql: Sql, org: string): Promise<Map<string, string>> {
  const rows = await sql.all(
    `SELECT ops.device, ops.header FROM heads JOIN ops ON ops.org = heads.org AND ops.device = heads.device
       AND ops.n = heads.n WHERE heads.org = ?`,
    [org],
  )
  return new Map(
    rows.map(({ device, header }) => [String(device), (JSON.parse(String(header)) as OpHeader).office]),
  )
}

export const renameDevice = (
  store: SyncStore,
  of: string,
  name: string,
): Promise<{ ok: true } | AccessRefused> =>
  store.write(async (transaction): Promise<{ ok: true } | AccessRefused> => {
    await transaction.lock()
    const device = await transaction.device(of)
    if (!device) return { ok: false, refusal: 'notFound' }
    await transaction.putDevice({ ...device, name: name.trim() })
    return { ok: true }
  })

/** Takes a desktop out: it is not heard any more. */
export async function revokeDevice(store: SyncStore, of: string): Promise<{ ok: true } | AccessRefused> {
  if (!(await store.read((snapshot) => snapshot.device(of)))) return { ok: false, refusal: 'notFound' }
  await revokeStep(store, of)
  return { ok: true }
}

/** Lets the copies of a cloned desktop go on under new identities. */
export async function releaseDevice(store: SyncStore, of: string): Promise<{ ok: true } | AccessRefused> {
  if (!(await store.read((snapshot) => snapshot.device(of)))) return { ok: false, refusal: 'notFound' }
  await releaseStep(store, of)
  return { ok: true }
}
