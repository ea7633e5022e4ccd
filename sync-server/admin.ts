import { existsSync } from 'node:fs'
import { connectionCode } from '#core/contract/connection-code.ts'
import { systemClock, type Clock } from '#core/lib/clock.ts'
import type { FileProblem } from '#core/sync/files/sync-file.ts'
import { releaseStep, revokeStep } from '#core/sync/server/device-steps.ts'
import { FULL_SCOPE, type DeviceScope } from '#core/sync/scope.ts'
import { peopleTasks, roleOf } from './admin-people.ts'
import { seriesTasks } from './admin-series.ts'
import type { Task } from './admin-task.ts'
import { LONGEST_NAME } from './auth/device-names.ts'
import { listDevices } from './auth/devices.ts'
import { renameDevice } from './auth/manage.ts'
import {
  createEnrolmentCode,
  createOrganisation,
  knownOrganisation,
  listOrganisations,
} from './auth/organisations.ts'
import { readConfig } from './config.ts'
import { codeHash } from './crypto.ts'
import { exchangeFile } from './files/exchange.ts'
import { openDatabase } from './index.ts'
import { stepOptions } from './server.ts'
import { backUp, restore } from './store/backup.ts'
import { ANYTHING, type SqlDatabase } from './store/sql.ts'
import { createSyncStore } from './store/sync-store.ts'
import { fingerprintFor, isLoopback } from './tls/certificates.ts'

const HELP = `npm run sync-server -- TASK [ARGUMENTS] [SETTINGS]

  org-create NAME            makes an organisation
  org-list                   lists them
  code ORG URL [ROLE]        a code with which one desktop joins, good for a day; URL is how desktops reach the server
                             (with a ROLE: what people may do there who are not entered)
  person-add ORG EMAIL ROLE NAME [ID|new]
                             enters a person; prints the code with which they set their password. Whoever works there
                             already is entered by their ID; new is for somebody else of the same name
  person-list ORG            lists people, their roles, and what they sign in with
  person-role ORG EMAIL ROLE changes what a person may do
  person-off ORG EMAIL       lets a person in no more; what they did stays
  person-on ORG EMAIL        lets them in again
  person-reset ORG EMAIL     a code for a new password; takes an authenticator app off
  sign-in ORG on|off         whether people must sign in, so that their roles count for what they send
  device-list ORG            lists the desktops of an organisation
  device-rename ORG DEVICE NAME   gives a desktop the name by which it is listed
  device-revoke ORG DEVICE   takes a desktop out: nothing that it sends counts any more
  device-release ORG DEVICE  lets the copies of a cloned desktop go on under new identities
  series-list ORG            lists the series of invoice numbers desktop by desktop: how far each is, what is missing, and
                             which are closed because their desktop is gone
  files ORG FILE ANSWER      takes what a desktop sent in FILE, and writes the answer to be carried back to it
  backup FILE [--force]      writes everything to a new file, while the server runs; --force overwrites one
  restore FILE               replaces an empty server's content by a backup; desktops then offer what it lacks

ROLE is admin, manager, billing, agent, technician or auditor.
Settings are those of the server, such as --data=FOLDER, or DATABASE_URL.`

/** Milliseconds for which a code can be used. */
const CODE_LIFETIME = 24 * 60 * 60 * 1000

const TASKS: Readonly<Record<string, Task>> = {
  'org-create': {
    arguments: 1,
    run: async ({ database, clock }, name = '') => [(await createOrganisation(database, name, clock.now)).id],
  },
  'org-list': {
    arguments: 0,
    run: async ({ database }) =>
      (await listOrganisations(database)).map(({ id, name, createdAt }) => `${id}  ${createdAt}  ${name}`),
  },
  code: {
    arguments: 2,
    optional: 1,
    run: async ({ database, config, clock }, org = '', url = '', role = '') => {
      await knownOrganisation(database, org)
      const scope: DeviceScope = { ...FULL_SCOPE, ...(role !== '' && { grant: roleOf(role) }) }
      if (!/^https?:\/\/[^\s/]+\/?$/.test(url))
        throw new Error(`${url}: an address such as https://enlace.example:8420 is needed`)
      const { protocol, hostname } = new URL(url)
      const isSecure = protocol === 'https:'
      if (!isSecure && !isLoopback(hostname.replace(/^\[|\]$/g, '')))
        throw new Error(`${url}: desktops on other computers need https: the server speaks TLS there`)
      const code = await createEnrolmentCode(database, { org, lifetime: CODE_LIFETIME, scope }, clock.now)
      const fingerprint = isSecure ? await fingerprintFor(config, clock.now()) : undefined
      return [connectionCode({ url: url.replace(/\/$/, ''), code, ...(fingerprint && { fingerprint }) })]
    },
  },
  ...peopleTasks,
  ...seriesTasks,
  'device-list': {
    arguments: 1,
    run: async ({ database }, org = '') => {
      await knownOrganisation(database, org)
      return (await listDevices(database, org)).map(
        ({ id, code, state, name, seenAt }) => `${id}  ${code}  ${state}  ${seenAt ?? 'never'}  ${name}`,
      )
    },
  },
  'device-rename': {
    arguments: 3,
    run: async (context, org = '', device = '', name = '') => {
      if (name.trim() === '' || name.length > LONGEST_NAME)
        throw new Error(`a name of 1 to ${LONGEST_NAME} characters is needed`)
      await renameDevice(await storeWith(context, org, device), device, name)
      return [`${device} is called ${name.trim()}`]
    },
  },
  'device-revoke': {
    arguments: 2,
    run: async (context, org = '', device = '') => {
      await revokeStep(await storeWith(context, org, device), device)
      return [`${device} revoked`]
    },
  },
  'device-release': {
    arguments: 2,
    run: async (context, org = '', device = '') => {
      await releaseStep(await storeWith(context, org, device), device)
      return [`${device} released`]
    },
  },
  files: {
    arguments: 3,
    run: async (context, org = '', file = '', answer = '') => {
      await knownOrganisation(context.database, org)
      const { clock } = context
      const steps = { ...stepOptions, clock }
      const done = await exchangeFile({ store: storeOf(context, org), org, steps }, file, answer)
      if (!done.ok) throw new Error(`${file}: ${FILE_PROBLEMS[done.error]}`)
      const { device, taken, told, refused } = done.value
      return [
        `${device}: ${taken} ops taken, ${told} items told${refused === undefined ? '' : `, refused (${refused})`}`,
        `answer written to ${answer}`,
      ]
    },
  },
  backup: {
    arguments: 1,
    forces: true,
    run: async ({ database, isForced }, file = '') => {
      if (!isForced && existsSync(file))
        throw new Error(`${file} is there already: choose another name, or overwrite it with --force`)
      return [`${await backUp(database, file)} rows written to ${file}`]
    },
  },
  restore: {
    arguments: 1,
    async run({ database }, file = '') {
      if (!existsSync(file)) throw new Error(`${file}: there is no such file`)
      return [
        `${await restore(database, file)} rows read from ${file}`,
        'What was taken out after the backup was made is in again: look at device-list and person-list, and take desktops',
        'and people out anew (device-revoke, person-off) before the server starts.',
      ]
    },
  },
}

/** Tasks of which desktops hear at once, not with their next look. */
const TOLD: ReadonlySet<string> = new Set([
  'person-role',
  'person-off',
  'person-on',
  'person-reset',
  'sign-in',
  'device-rename',
  'device-revoke',
  'device-release',
  'files',
])

/** Does one task on the configured database; answers the exit code. */
export async function runAdmin(
  name: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  print: (line: string) => void,
  clock: Clock = systemClock,
): Promise<number> {
  const task = Object.hasOwn(TASKS, name) ? TASKS[name] : undefined
  const texts = parameters.filter((parameter) => !parameter.startsWith('--'))
  if (!task || texts.length < task.arguments || texts.length > task.arguments + (task.optional ?? 0)) {
    print(HELP)
    return name === 'help' ? 0 : 2
  }
  const isForced = task.forces === true && parameters.includes('--force')
  const config = readConfig(
    parameters.filter((parameter) => parameter.startsWith('--') && !(isForced && parameter === '--force')),
    environment,
  )
  if (!config.ok) {
    for (const { source, problem } of config.error) print(`${source}: ${problem}`)
    return 2
  }
  const database = await openDatabase(config.value)
  try {
    for (const line of await task.run({ database, config: config.value, clock, isForced }, ...texts))
      print(line)
    if (TOLD.has(name)) await database.poke(ANYTHING)
    return 0
  } catch (error) {
    print(error instanceof Error ? error.message : String(error))
    return 1
  } finally {
    await database.close()
  }
}

const FILE_PROBLEMS: Readonly<Record<FileProblem, string>> = {
  notAFile: 'this is no file of a desktop; nothing was taken',
  newer: 'a later version of the program wrote it: update the server; nothing was taken',
  otherKind: 'this is an answer, not what a desktop sent; nothing was taken',
  foreign: 'it is of another organisation, or of a desktop that is not known in this one; nothing was taken',
  truncated: 'its end is missing: copy it again; nothing was taken',
  altered: 'it is not what the desktop wrote: copy it again; nothing was taken',
}

interface StoreContext {
  database: SqlDatabase
  clock: Clock
}

async function storeWith(context: StoreContext, org: string, device: string) {
  await knownOrganisation(context.database, org)
  if (!(await listDevices(context.database, org)).some(({ id }) => id === device))
    throw new Error(`${device}: there is no such desktop (device-list names them)`)
  return storeOf(context, org)
}

const storeOf = ({ database, clock }: StoreContext, org: string) =>
  createSyncStore({ database, org, codeHash, now: () => new Date(clock.now()).toISOString() })
