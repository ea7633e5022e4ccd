import { FULL_SCOPE, type DeviceScope } from '#core/sync/scope.ts'
import { randomUUID } from 'node:crypto'
import { codeHash, newEnrolmentCode } from '../crypto.ts'
import type { SqlDatabase } from '../store/sql.ts'

export interface Organisation {
  id: string
  name: string
  createdAt: string
}

export async function createOrganisation(
  database: SqlDatabase,
  name: string,
  now: () => number,
): Promise<Organisation> {
  const organisation = { id: randomUUID(), name, createdAt: new Date(now()).toISOString() }
  await database.write(async (sql) => {
    await sql.run('INSERT INTO organisations (org, name, created_at) VALUES (?, ?, ?)', [
      organisation.id,
      name,
      organisation.createdAt,
    ])
    await sql.run('INSERT INTO streams (org, epoch, seq) VALUES (?, ?, 0)', [organisation.id, randomUUID()])
  })
  return organisation
}

export async function listOrganisations(database: SqlDatabase): Promise<Organisation[]> {
  const rows = await database.read((sql) =>
    sql.all('SELECT org, name, created_at FROM organisations ORDER BY name, org'),
  )
  return rows.map((row) => ({
    id: String(row.org),
    name: String(row.name),
    createdAt: String(row.created_at),
  }))
}

export interface NewCode {
  org: string
  /** Milliseconds for which the code can be used. */
  lifetime: number
  scope?: DeviceScope
}

/** A one-time code with which one desktop joins. Only its hash is kept. */
export async function createEnrolmentCode(
  database: SqlDatabase,
  { org, lifetime, scope = FULL_SCOPE }: NewCode,
  now: () => number,
): Promise<string> {
  const code = newEnrolmentCode()
  await database.write((sql) =>
    sql.run('INSERT INTO enrolments (code, org, scope, expires_at) VALUES (?, ?, ?, ?)', [
      codeHash(code),
      org,
      JSON.stringify(scope),
      new Date(now() + lifetime).toISOString(),
    ]),
  )
  return code
}

/** @throws Error when there is none. */
export async function knownOrganisation(database: SqlDatabase, org: string): Promise<void> {
  if (!(await listOrganisations(database)).some(({ id }) => id === org))
    throw new Error(`${org}: there is no such organisation (org-list names them)`)
}
