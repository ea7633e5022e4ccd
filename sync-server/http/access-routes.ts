import {
  accessRequests,
  type AccessRefused,
  type AccessRequestName,
  type AccessRequestOf,
} from '#core/contract/access-contract.ts'
import type { Clock } from '#core/lib/clock.ts'
import type { SyncStore } from '#core/sync/server/sync-store.ts'
import type { Caller, DeviceAccess } from '../auth/devices.ts'
import {
  describeDevices,
  releaseDevice,
  renameDevice,
  resetPerson,
  revokeDevice,
  savePerson,
} from '../auth/manage.ts'
import { beginTotp, changePassword, confirmTotp, endTotp, resetPassword } from '../auth/own-access.ts'
import { listPeople, toAccessPerson, type PersonRecord } from '../auth/people.ts'
import { personOfSession, signIn } from '../auth/sign-in.ts'
import type { SqlDatabase } from '../store/sql.ts'
import { HttpProblem } from './answers.ts'
import type { App } from './app.ts'
import { authenticate, callerOf } from './sync-routes.ts'

export interface AccessRoutesOptions {
  database: SqlDatabase
  access: DeviceAccess
  storeOf: (org: string) => SyncStore
  clock: Clock
  /** What desktops are told beside their data has changed: `ORG terms`. */
  poke: (topic: string) => void
}

/** Answers to a signed-in person; `who` is that person. */
type Signed<N extends AccessRequestName> = (
  body: AccessRequestOf<N>,
  caller: Caller,
  who: PersonRecord,
) => Promise<unknown>

/** HTTP status of a refusal: a right request may still be refused, which is an answer like others. */
const STATUS: Readonly<Partial<Record<AccessRefused['refusal'], number>>> = {
  signIn: 401,
  forbidden: 403,
  throttled: 429,
  wrongPassword: 403,
  wrongCode: 403,
  codeNeeded: 403,
  inactive: 403,
}

/** What changes how somebody, or a desktop, stands: desktops hear of it at once, not with their next look. */
const TOLD: ReadonlySet<AccessRequestName> = new Set([
  'totp-confirm',
  'totp-off',
  'person-save',
  'person-reset',
  'device-rename',
  'device-revoke',
  'device-release',
])

/** Requests in a minute by one device at the most; each password costs the server a tenth of a second. */
const RATE = { rateLimit: { max: 30 } }

/** Signing in, and what administrators do with people and devices. */
export function addAccessRoutes(
  app: App,
  { database, access, storeOf, clock, poke }: AccessRoutesOptions,
): void {
  const route = <N extends AccessRequestName>(
    name: N,
    work: (body: AccessRequestOf<N>, caller: Caller) => Promise<unknown>,
  ) =>
    app.post(
      `/v1/${name}`,
      {
        schema: { body: accessRequests[name], tags: ['people'], security: [{ device: [] }] },
        onRequest: authenticate(access),
        config: RATE,
      },
      async (request, reply) => {
        const caller = callerOf(request)
        // Checked by the schema of the route.
        const body = request.body as AccessRequestOf<N>
        if (body.device !== caller.device) throw new HttpProblem('sync/forbidden')
        const device = await storeOf(caller.org).read((snapshot) => snapshot.device(caller.device))
        if (device?.state !== 'active') return reply.code(403).send({ ok: false, refusal: device?.state })
        const answer = await work(body, caller)
        const refusal = (answer as Partial<AccessRefused>).refusal
        if (refusal === undefined && TOLD.has(name)) poke(`${caller.org} terms`)
        return reply.code(refusal === undefined ? 200 : (STATUS[refusal] ?? 409)).send(answer)
      },
    )

  const signed = <N extends Exclude<AccessRequestName, 'sign-in' | 'password-reset'>>(
    name: N,
    work: Signed<N>,
    roles?: readonly PersonRecord['role'][],
  ) =>
    route(name, async (body, caller) => {
      const who = await database.read((sql) => personOfSession(sql, caller, body.session, clock.now()))
      if (!who) return { ok: false, refusal: 'signIn' }
      if (roles && !roles.includes(who.role)) return { ok: false, refusal: 'forbidden' }
      return work(body, caller, who)
    })

  route('sign-in', (body, caller) => signIn(database, caller, body, clock.now()))
  route('password-reset', (body, caller) => resetPassword(database, caller, body, clock.now()))
  signed('sign-out', async (_body, { org, device }, { id }) => {
    await database.write((sql) =>
      sql.run('DELETE FROM sessions WHERE org = ? AND device = ? AND person = ?', [org, device, id]),
    )
    return { ok: true }
  })
  signed('password-change', (body, caller, who) => changePassword(database, caller, who, body, clock.now()))
  signed('totp-begin', (_body, caller, who) => beginTotp(database, caller, who))
  signed('totp-confirm', (body, caller, who) => confirmTotp(database, caller, who, body, clock.now()))
  signed('totp-off', (body, caller, who) => endTotp(database, caller, who, body, clock.now()))

  const ADMIN = ['admin'] as const
  const LEADS = ['admin', 'manager', 'auditor'] as const
  const people = async (org: string) =>
    (await database.read((sql) => listPeople(sql, org))).map(toAccessPerson)
  signed('people', async (_body, { org }) => ({ ok: true, people: await people(org) }), LEADS)
  signed('person-save', (body, { org }) => savePerson(database, org, body, clock.now()), ADMIN)
  signed('person-reset', (body, { org }) => resetPerson(database, org, body.person, clock.now()), ADMIN)
  signed(
    'devices',
    async (_body, { org }) => ({ ok: true, devices: await describeDevices(database, org) }),
    LEADS,
  )
  signed('device-rename', (body, { org }) => renameDevice(storeOf(org), body.of, body.name), ADMIN)
  signed('device-revoke', (body, { org }) => revokeDevice(storeOf(org), body.of), ADMIN)
  signed('device-release', (body, { org }) => releaseDevice(storeOf(org), body.of), ADMIN)
}
