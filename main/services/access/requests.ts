import { accessRequests, type AccessRefused } from '#core/contract/access-contract.ts'
import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { isAsked } from '#core/contract/methods/access.ts'
import { totpStep } from '#core/domain/people/totp.ts'
import { validate } from '#core/lib/validate.ts'
import { withApp, type KeptPeople } from './kept-people.ts'
import { refusedBy } from './replies.ts'
import type { AccessServer, AccessState } from './state.ts'

export interface RequestsOptions {
  state: AccessState
  kept: KeptPeople
  server: () => Promise<AccessServer | undefined>
  now: () => number
  /** Runs what changes what is kept of somebody, one after another; what fails of it takes no answer away. */
  inTurn: (work: () => Promise<void>) => Promise<void>
}

/** What who is signed in asks of the server, about themselves or as an administrator. */
export function createRequests({ state, kept, server, now, inTurn }: RequestsOptions) {
  /** The secret that the server drew last, and for whom, until its first code confirms it. */
  let draft: { personId: string; secret: string } | undefined

  /**
   * The authenticator app of who is signed in was put on or taken off: from now on it counts here without the server, too;
   * with its secret when it was drawn here.
   */
  const noteApp = async (
    personId: string,
    hasTotp: boolean,
    { code = '', recoveryLeft }: { code?: string; recoveryLeft?: number } = {},
  ): Promise<void> => {
    if (state.signed?.person.id !== personId) return
    const { recoveryLeft: _before, ...person } = state.signed.person
    const totp = hasTotp && draft?.personId === personId ? draft.secret : undefined
    draft = undefined
    const known = await kept.byEmail(person.email)
    if (known) {
      const lastStep = totp === undefined ? undefined : await totpStep(totp, code, now())
      await kept.keep(
        withApp(known, hasTotp, {
          ...(totp !== undefined && { totp }),
          ...(lastStep !== undefined && { lastStep }),
        }),
      )
    }
    state.signed = {
      ...state.signed,
      person: { ...person, hasTotp, ...(recoveryLeft !== undefined && { recoveryLeft }) },
    }
  }

  return async ({
    request,
    input,
  }: MethodInput<'access', 'ask'>): Promise<HostReply<{ answer: unknown }>> => {
    if (!isAsked(request)) return fail('host/invalid-input', 'no such request')
    const there = await server()
    if (!there) return fail('access/offline', 'this desktop works alone')
    const who = state.signed
    if (who?.session === undefined) return refusedBy({ ok: false, refusal: 'signIn' })
    const checked = validate(accessRequests[request], {
      ...input,
      device: there.device,
      session: who.session,
    })
    if (!checked.ok)
      return fail('host/invalid-input', 'the request does not fit', { details: { issues: checked.error } })
    let answer: Answer
    try {
      answer = (await there.post(request, checked.value)) as Answer
    } catch {
      return fail('access/offline', 'the server cannot be reached', { retryable: true })
    }
    if (answer.ok !== true) return refusedBy(answer as AccessRefused)
    if (request === 'totp-begin' && answer.secret !== undefined)
      draft = { personId: who.person.id, secret: answer.secret }
    if (request === 'totp-confirm') {
      const given = { code: codeIn(checked.value), recoveryLeft: answer.recovery?.length }
      await inTurn(() => noteApp(who.person.id, true, given))
    }
    if (request === 'totp-off') await inTurn(() => noteApp(who.person.id, false))
    return { ok: true, value: { answer } }
  }
}

/** What of an answer is looked at here; the window gets it whole. */
interface Answer {
  ok?: boolean
  recovery?: unknown[]
  secret?: string
}

/** The code of a request that has one. */
const codeIn = (request: object): string => ('code' in request ? String(request.code) : '')
