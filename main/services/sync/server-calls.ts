import type { Static } from 'typebox'
import { syncAnswers, type SyncAnswerName } from '#core/contract/sync-contract.ts'
import type { EnrolAnswer } from '#core/sync/server/enrol-step.ts'
import { CallRefused, type SyncNetwork } from '#core/sync/client/ports.ts'
import type { SyncRefusal } from '#core/sync/wire.ts'
import { replacementText } from '#core/sync/server/enrol-step.ts'
import { SCHEMA_VERSION } from '#core/sync/schema-version.ts'
import { compiledValidate } from '../../store/compiled-validate.ts'
import type { SyncCalls } from '../../store/store.ts'
import type { ServerHttp } from './server-http.ts'
import { SyncProblem } from './sync-problem.ts'

type Answer<N extends SyncAnswerName> = Static<(typeof syncAnswers)[N]>

/** What the server may say instead of an answer of its steps (core/contract/sync-contract.ts). */
const REFUSAL_OF: Readonly<Record<string, SyncRefusal>> = {
  'sync/unauthorised': 'signIn',
  'sync/forbidden': 'forbidden',
}

/**
 * One call of the server, its answer checked against the protocol.
 *
 * @throws SyncProblem when there is no answer that means anything.
 */
export async function callServer<N extends SyncAnswerName>(
  http: Pick<ServerHttp, 'post'>,
  name: N,
  body: unknown,
  token?: string,
): Promise<Answer<N> | { ok: false; refusal: SyncRefusal }> {
  const { status, body: answer } = await http.post(`/v1/${name}`, body, token)
  const refused = refusalOf(status, answer)
  if (refused) return refused
  const checked = compiledValidate(syncAnswers[name], answer)
  if (!checked.ok) {
    const [issue] = checked.error
    throw new SyncProblem('badAnswer', `${name}: ${issue?.path ?? ''} ${issue?.message ?? ''}`)
  }
  return checked.value
}

/**
 * Why a server does not answer at all; undefined when it does.
 *
 * @throws SyncProblem when that is nothing that a device can wait for to change.
 */
export function refusalOf(status: number, answer: unknown): { ok: false; refusal: SyncRefusal } | undefined {
  const code = errorCodeOf(answer)
  if (code === undefined) return undefined
  const refusal = REFUSAL_OF[code]
  if (refusal) return { ok: false, refusal }
  throw problemOf(status, code)
}

function errorCodeOf(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return undefined
  const { error } = answer
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : 'unknown'
}

function problemOf(status: number, code: string): SyncProblem {
  if (status === 413) return new SyncProblem('tooLarge', code)
  if (status === 429 || status >= 500) return new SyncProblem('busy', code)
  // A server of ours knows the paths; another program that speaks JSON does not.
  if (status === 404) return new SyncProblem('notOurServer', code)
  return new SyncProblem('badAnswer', `status ${status}: ${code}`)
}

export interface DeviceTokens {
  get(device: string): Promise<string | undefined>
  /** Resolves when it is kept; a new identity is used only then. */
  put(device: string, token: string): Promise<void>
}

export interface NetworkOptions {
  http: ServerHttp
  file: Pick<SyncCalls, 'sign' | 'fresh' | 'redrawFreshCode'>
  /** What the server knows each identity of the file by. */
  tokens: DeviceTokens
  deviceName: string
}

/** The server as the sync client reaches it. */
export function createSyncNetwork({ http, file, tokens, deviceName }: NetworkOptions): SyncNetwork {
  const call = async <N extends SyncAnswerName>(name: N, device: string, body: unknown) =>
    callServer(http, name, body, await tokens.get(device))
  /** The schemas say what the types of core say; values of records and refusals of newer servers are open. */
  const step = <N extends 'push' | 'pull' | 'heads' | 'digests' | 'buckets'>(name: N): SyncNetwork[N] =>
    // Checked against the schema of the name.
    ((request: { device: string }) => call(name, request.device, request)) as unknown as SyncNetwork[N]
  return {
    push: step('push'),
    pull: step('pull'),
    heads: step('heads'),
    digests: step('digests'),
    buckets: step('buckets'),
    async hashOf(request) {
      const answer = await call('chain', request.device, request)
      // Without a word on the chain nobody may conclude that the server has nothing.
      if (!answer.ok) throw new CallRefused(answer.refusal)
      return answer.hash
    },
    async replace(old): Promise<EnrolAnswer> {
      for (;;) {
        const device = { ...(await file.fresh()), name: deviceName }
        const proof = await file.sign(replacementText(old, device))
        const answer = await call('replace', old, { old, device, schema: SCHEMA_VERSION, proof })
        if (!answer.ok) return answer as EnrolAnswer
        if (answer.codeTaken) await file.redrawFreshCode()
        else {
          await tokens.put(device.id, answer.token)
          return answer
        }
      }
    },
  }
}
