import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  enrolmentText,
  syncRequests,
  type SyncRequestName,
  type SyncRequestOf,
} from '#core/contract/sync-contract.ts'
import { chainStep } from '#core/sync/server/chain-step.ts'
import { bucketStep, digestStep } from '#core/sync/server/digest-step.ts'
import { enrolStep, replaceStep, type EnrolAnswer } from '#core/sync/server/enrol-step.ts'
import { leaseStep, termsStep } from '#core/sync/server/lease-steps.ts'
import { headsStep, pullStep } from '#core/sync/server/pull-step.ts'
import { pushStep } from '#core/sync/server/push-step.ts'
import type { ServerOptions } from '#core/sync/server/server-options.ts'
import type { SyncStore } from '#core/sync/server/sync-store.ts'
import { keepName, nameApart } from '../auth/device-names.ts'
import type { Caller, DeviceAccess } from '../auth/devices.ts'
import type { LeaseRights } from '../auth/lease-rights.ts'
import { peopleAt } from '../auth/people.ts'
import { deviceToken } from '../crypto.ts'
import { fileKeyOf } from '../files/file-key.ts'
import { createDigestShare } from '../store/digest-share.ts'
import type { SqlDatabase } from '../store/sql.ts'
import { HttpProblem, statusOf } from './answers.ts'
import type { App } from './app.ts'
import type { Metrics } from './metrics.ts'
import { createPackedPages } from './packed-pages.ts'

export interface SyncRoutesOptions {
  database: SqlDatabase
  storeOf: (org: string) => SyncStore
  access: DeviceAccess
  steps: ServerOptions
  metrics: Metrics
  /** Whether who asks may, where people sign in. */
  mayMoveLeases: LeaseRights
  /** An organisation has something new: `ORG`, or `ORG terms`. */
  poke: (topic: string) => void
}

/**
 * Introductions from one address in a minute: an office of fifty desktops behind one router is connected in one go.
 * Guessing a code is hopeless at any rate; the limit spares the server the work.
 */
const ENROL_RATE = { rateLimit: { max: 60 } }

/** Requests that name their device; the others introduce one. */
type DeviceRequestName = Exclude<SyncRequestName, 'enrol' | 'replace'>

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the token was recognised. */
    caller?: Caller
  }
}

/** The steps of the server, one path each. */
export function addSyncRoutes(
  app: App,
  { database, storeOf, access, steps, metrics, mayMoveLeases, poke }: SyncRoutesOptions,
): void {
  app.decorateRequest('caller', undefined)

  /** A request of an enrolled device; it may only speak for itself. */
  const route = <N extends DeviceRequestName>(
    name: N,
    step: (store: SyncStore, body: SyncRequestOf<N>, caller: Caller) => Promise<object>,
    send = sendAnswer,
  ) =>
    app.post(
      `/v1/${name}`,
      {
        schema: { body: syncRequests[name], tags: ['sync'], security: [{ device: [] }] },
        onRequest: authenticate(access),
      },
      async (request, reply) => {
        const caller = callerOf(request)
        // Checked by the schema of the route.
        const body = request.body as SyncRequestOf<N>
        if (body.device !== caller.device) throw new HttpProblem('sync/forbidden')
        return send(request, reply, () => step(storeOf(caller.org), body, caller))
      },
    )

  route('push', async (store, body, { org }) => {
    // The schema says what the type of core says; rows keep values of any shape.
    const pushed = await pushStep(store, body, steps)
    if (pushed.ok) {
      for (const { status } of pushed.results) metrics.ops.inc({ status })
      if (pushed.results.some(({ status }) => status === 'taken')) poke(org)
    }
    return pushed
  })
  route(
    'pull',
    async (store, body) => {
      const pulled = await pullStep(store, body, steps)
      if (pulled.ok) metrics.items.inc(pulled.items.length)
      return pulled
    },
    createPackedPages(),
  )
  route('heads', (store, body) => headsStep(store, body, steps))
  const shareDigests = createDigestShare()
  route('digests', (store, body, { org }) =>
    digestStep(store, body, { ...steps, shareDigests: shareDigests(org) }),
  )
  route('buckets', (store, body) => bucketStep(store, body, steps))
  route('terms', async (store, body, caller) => {
    const told = await termsStep(store, body, steps)
    return told.ok ? { ...told, known: await database.read((sql) => peopleAt(sql, caller)) } : told
  })
  route('lease', async (store, body, caller) => {
    if (!(await mayMoveLeases(caller, body))) return { ok: false, refusal: 'forbidden' }
    const answered = await leaseStep(store, body, steps)
    if (answered.ok) poke(`${caller.org} terms`)
    return answered
  })
  route('chain', async (store, body) => {
    const hash = await chainStep(store, body, steps)
    return { ok: true, ...(hash !== undefined && { hash }) }
  })

  /** A request that arrives once more, however late, must not take away the token of the first one's answer. */
  const withToken = async (org: string, device: string, proof: string, enrolled: EnrolAnswer) => {
    if (!enrolled.ok) return enrolled
    const store = storeOf(org)
    const token = deviceToken(await store.write((transaction) => transaction.secret()), device, proof)
    await access.setToken({ org, device }, token)
    const signIn = (await store.read((snapshot) => snapshot.author('', device))) !== undefined
    return { ...enrolled, org, server: { org, key: (await fileKeyOf(store)).publicKey }, token, signIn }
  }

  app.post(
    '/v1/enrol',
    { schema: { body: syncRequests.enrol, tags: ['sync'] }, config: ENROL_RATE },
    async ({ body }, reply) => {
      const { code, device, proof } = body
      if (!steps.verify(enrolmentText(code, device), proof, device.publicKey))
        return answer(reply, { ok: false, refusal: 'proof' })
      const org = await access.organisationOf(code, device.id)
      if (org === undefined) return answer(reply, { ok: false, refusal: 'wrongCode' })
      const name = await nameApart(database, org, device)
      const enrolled = await enrolStep(storeOf(org), { ...body, device: { ...device, name } }, steps)
      const answered = await withToken(org, device.id, proof, enrolled)
      return answer(reply, answered.ok && name !== device.name ? { ...answered, knownAs: name } : answered)
    },
  )
  app.post(
    '/v1/replace',
    {
      schema: { body: syncRequests.replace, tags: ['sync'], security: [{ device: [] }] },
      onRequest: authenticate(access),
    },
    async (request, reply) => {
      const { org, device } = callerOf(request)
      if (request.body.old !== device) throw new HttpProblem('sync/forbidden')
      const store = storeOf(org)
      const replaced = await replaceStep(store, request.body, steps)
      if (replaced.ok) await keepName(store, device, request.body.device.id)
      return answer(reply, await withToken(org, request.body.device.id, request.body.proof, replaced))
    },
  )
}

/** Lets in only who shows the token of a device. */
export const authenticate = (access: DeviceAccess) => async (request: FastifyRequest) => {
  const [kind, token] = (request.headers.authorization ?? '').split(' ')
  const caller =
    kind === 'Bearer' && token ? await access.callerOf(token, request.headers['user-agent']) : undefined
  if (!caller) throw new HttpProblem('sync/unauthorised')
  request.caller = caller
}

export function callerOf({ caller }: FastifyRequest): Caller {
  if (!caller) throw new HttpProblem('sync/unauthorised')
  return caller
}

function answer(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.code(statusOf(value)).send(value)
}

const sendAnswer = async (
  _request: FastifyRequest,
  reply: FastifyReply,
  make: () => Promise<object>,
): Promise<unknown> => answer(reply, await make())
