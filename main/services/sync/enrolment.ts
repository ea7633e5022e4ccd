import { hostname } from 'node:os'
import { hostError, type HostReply } from '#core/contract/envelope.ts'
import type { HostErrorCode } from '#core/contract/error-codes.ts'
import type { Connection as ConnectionCode } from '#core/contract/connection-code.ts'
import { enrolmentText } from '#core/contract/sync-contract.ts'
import { SCHEMA_VERSION } from '#core/sync/schema-version.ts'
import type { DeviceScope } from '#core/sync/scope.ts'
import type { ServerIdentity } from '#core/sync/wire.ts'
import type { SyncCalls } from '../../store/store.ts'
import { callServer } from './server-calls.ts'
import type { ServerHttp } from './server-http.ts'
import { problemError, SyncProblem } from './sync-problem.ts'

export interface Enrolled {
  device: string
  epoch: string
  scope: DeviceScope
  token: string
  org?: string
  server?: ServerIdentity
  /** People must sign in before they see anything. */
  signIn: boolean
  /** How the desktop is listed, where another one has its name. */
  knownAs?: string
}

/** What the desktop is called in the organisation's list of desktops. */
export const deviceName = (): string => hostname().slice(0, 120) || 'PC'

/** Introduces the file's identity with a one-time code; nothing in the file changes but, on a clash, its own code. */
export async function enrol(
  http: Pick<ServerHttp, 'post'>,
  file: Pick<SyncCalls, 'introduction' | 'sign' | 'redrawCode' | 'standing'>,
  { code }: Pick<ConnectionCode, 'code'>,
  needsData: boolean,
): Promise<HostReply<Enrolled>> {
  try {
    let own = await file.introduction()
    const { marks } = await file.standing()
    for (;;) {
      const device = { ...own, name: deviceName() }
      const proof = await file.sign(enrolmentText(code, device))
      const answer = await callServer(http, 'enrol', {
        code,
        device,
        schema: SCHEMA_VERSION,
        holdsDemo: false,
        rejoins: marks !== undefined,
        needsData,
        proof,
      })
      if (!answer.ok) return { ok: false, error: refused(answer.refusal) }
      if (!answer.codeTaken) {
        const { epoch, scope, token, org, server, knownAs, signIn = false } = answer
        const known = {
          ...(org !== undefined && { org }),
          ...(server && { server }),
          ...(knownAs !== undefined && { knownAs }),
        }
        return { ok: true, value: { device: own.id, epoch, scope, token, signIn, ...known } }
      }
      own = await file.redrawCode()
    }
  } catch (error) {
    if (error instanceof SyncProblem) return { ok: false, error: problemError(error) }
    throw error
  }
}

const REFUSED: Readonly<Record<string, HostErrorCode>> = {
  wrongCode: 'sync/wrong-code',
  demo: 'sync/demo',
  empty: 'sync/empty-organisation',
  update: 'sync/update',
}

const refused = (refusal: string) =>
  hostError(REFUSED[refusal] ?? 'sync/refused', refusal, { details: { refusal: { code: refusal } } })
