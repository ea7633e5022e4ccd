import { isRole, ROLES, type Role } from '#core/domain/people/roles.ts'
import { parseEmail } from '#core/domain/values/email.ts'
import type { Task } from './admin-task.ts'
import { resetPerson, savePerson } from './auth/manage.ts'
import {
  addPerson,
  findNamesakes,
  findPerson,
  listPeople,
  setSignIn,
  type Namesake,
  type PersonRecord,
} from './auth/people.ts'
import { knownOrganisation } from './auth/organisations.ts'
import type { SqlDatabase } from './store/sql.ts'

/** @throws Error naming the roles that there are. */
export function roleOf(text: string): Role {
  if (!isRole(text)) throw new Error(`${text}: the roles are ${ROLES.join(', ')}`)
  return text
}

async function known(database: SqlDatabase, org: string, email: string): Promise<PersonRecord> {
  await knownOrganisation(database, org)
  const person = await database.read((sql) => findPerson(sql, org, email))
  if (!person) throw new Error(`${email}: there is nobody with this address (person-list names them)`)
  return person
}

async function change(
  { database, now }: { database: SqlDatabase; now: number },
  org: string,
  email: string,
  changes: Partial<Pick<PersonRecord, 'role' | 'active'>>,
): Promise<string[]> {
  const { id, name, role, offices, active, email: written } = await known(database, org, email)
  const person = { id, name, email: written, role, offices, active, ...changes }
  const saved = await savePerson(database, org, { device: '', session: '', person }, now)
  if (!saved.ok)
    throw new Error(
      saved.refusal === 'lastAdmin' ? `${email} is the last one who can manage people` : saved.refusal,
    )
  return [`${written}  ${saved.person.role}  ${saved.person.active ? 'active' : 'off'}`]
}

/** Tasks with people and their roles. */
export const peopleTasks: Readonly<Record<string, Task>> = {
  'person-add': {
    arguments: 4,
    optional: 1,
    run: async ({ database, clock }, org = '', email = '', role = '', name = '', as = '') => {
      await knownOrganisation(database, org)
      if (!parseEmail(email).ok) throw new Error(`${email}: an e-mail address is needed`)
      const person = { email, role: roleOf(role), name: name.trim() }
      const namesakes = await database.read((sql) => findNamesakes(sql, org, name))
      const known = namesakes.find(({ id }) => id === as)
      if (as !== '' && as !== 'new' && !known) throw new Error(`${as}: nobody called ${name} has this id`)
      if (known?.email !== undefined)
        throw new Error(
          `${name} is entered already as ${known.email}: person-role and person-reset change that`,
        )
      if (as === '' && namesakes.length > 0) throw new Error(namesakesText(name, namesakes))
      const { code, id } = await addPerson(
        database,
        org,
        { ...person, ...(known && { id: known.id }) },
        clock.now,
      )
      return [`${id}  ${code}`]
    },
  },
  'person-list': {
    arguments: 1,
    run: async ({ database }, org = '') => {
      await knownOrganisation(database, org)
      const people = await database.read((sql) => listPeople(sql, org))
      return people.map(({ id, email, role, active, verifier, totp, name }) =>
        [id, email, role, active ? 'active' : 'off', signsInWith(verifier, totp), name].join('  '),
      )
    },
  },
  'person-role': {
    arguments: 3,
    run: ({ database, clock }, org = '', email = '', role = '') =>
      change({ database, now: clock.now() }, org, email, { role: roleOf(role) }),
  },
  'person-off': {
    arguments: 2,
    run: ({ database, clock }, org = '', email = '') =>
      change({ database, now: clock.now() }, org, email, { active: false }),
  },
  'person-on': {
    arguments: 2,
    run: ({ database, clock }, org = '', email = '') =>
      change({ database, now: clock.now() }, org, email, { active: true }),
  },
  'person-reset': {
    arguments: 2,
    run: async ({ database, clock }, org = '', email = '') => {
      const { id } = await known(database, org, email)
      const reset = await resetPerson(database, org, id, clock.now())
      if (!reset.ok) throw new Error(reset.refusal)
      return [reset.code]
    },
  },
  'sign-in': {
    arguments: 2,
    run: async ({ database }, org = '', state = '') => {
      await knownOrganisation(database, org)
      if (state !== 'on' && state !== 'off') throw new Error(`${state}: on or off`)
      await setSignIn(database, org, state === 'on')
      return [`people ${state === 'on' ? 'must sign in' : 'need not sign in'}`]
    },
  },
}

/** One person stays one person: whoever has the name is named, with what to do. */
const namesakesText = (name: string, namesakes: readonly Namesake[]): string =>
  [
    `There is somebody called ${name} already:`,
    ...namesakes.map(({ id, email }) =>
      email === undefined ? `  ${id}  works there, not entered yet` : `  ${id}  entered as ${email}`,
    ),
    'Give the id behind the name to enter whoever works there, or new for somebody else.',
  ].join('\n')

const signsInWith = (verifier: unknown, totp: unknown): string =>
  verifier === undefined ? 'no password yet' : totp === undefined ? 'password' : 'password and app'
