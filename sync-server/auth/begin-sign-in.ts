import type { AccessRefused } from '#core/contract/access-contract.ts'
import { hashPassword, passwordProblem } from '#core/domain/people/password.ts'
import type { SqlDatabase } from '../store/sql.ts'
import { asksSignIn, findPerson, listPeople, lockPerson, newSalt, putPerson, setSignIn } from './people.ts'

export interface FirstAdmin {
  /** Of somebody who works there already: one person stays one person. */
  id: string
  name: string
  email: string
  password: string
}

/** Whether people sign in, and who could manage them. */
export const describeSignIn = (
  database: SqlDatabase,
  org: string,
): Promise<{ isAsked: boolean; admins: { name: string; email: string }[] }> =>
  database.read(async (sql) => {
    const people = await listPeople(sql, org)
    const admins = people.filter(({ role, active, verifier }) => role === 'admin' && active && verifier)
    return {
      isAsked: await asksSignIn(sql, org),
      admins: admins.map(({ name, email }) => ({ name, email })),
    }
  })

/**
 * Has people sign in from now on. `first` becomes an administrator with that password: asked for by whoever sits at the
 * server itself, and only while nobody has to sign in.
 */
export async function beginSignIn(
  database: SqlDatabase,
  org: string,
  first?: FirstAdmin,
): Promise<{ ok: true } | AccessRefused> {
  if (first) {
    const problem = passwordProblem(first.password, first)
    if (problem) return { ok: false, refusal: 'weakPassword', problem }
    const verifier = await hashPassword(first.password, newSalt())
    const refusal = await database.write(async (sql) => {
      if (await asksSignIn(sql, org)) return 'forbidden' as const
      const { id, name, email } = first
      const other = await findPerson(sql, org, email)
      if (other && other.id !== id) return 'emailTaken' as const
      const known = await lockPerson(sql, org, id)
      const person = { id, name, email: email.trim(), role: 'admin' as const, active: true, verifier }
      await putPerson(sql, org, { offices: [], ...known, ...person })
      return undefined
    })
    if (refusal) return { ok: false, refusal }
  } else if ((await describeSignIn(database, org)).admins.length === 0)
    return { ok: false, refusal: 'lastAdmin' }
  await setSignIn(database, org, true)
  return { ok: true }
}
