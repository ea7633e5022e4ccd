import { randomBytes } from 'node:crypto'
import { accessRequests, type AccessRefused, type SignedIn } from '#core/contract/access-contract.ts'
import type { HostErrorCode } from '#core/contract/error-codes.ts'
import type { HostError, HostReply } from '#core/contract/envelope.ts'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import { isAsked } from '#core/contract/methods/access.ts'
import { hashPassword, passwordFits, passwordProblem } from '#core/domain/people/password.ts'
import { validate } from '#core/lib/validate.ts'
import type { StoreSlot } from '../../host/store-slot.ts'
import type { Settings } from '../settings/settings.ts'
import { createKeptPeople } from './kept-people.ts'
import { createTries } from './tries.ts'

/** How the server is asked; undefined on a desktop that works alone. */
export interface AccessServer {
  device: string
  /** @throws when no server answered. */
  post(path: string, body: unknown): Promise<unknown>
}

export interface AccessOptions {
  slot: StoreSlot
  settings: Settings
  server: () => Promise<AccessServer | undefined>
  now: () => number
  /** Has every window begin anew: nothing it shows holds any more. */
  restartWindows: () => void
}

export interface Access {
  handlers: NamespaceHandlers<'access'>
  /** Nothing but `access.*` and what a locked window needs is answered. */
  isLocked(): boolean
  /** Looks whether the open file asks for a password; it is locked until it was given. */
  start(): Promise<void>
}

const LOCK_SETTING = 'access.lockMinutes'

type Signed = NonNullable<MethodOutput<'access', 'state'>['signedIn']>

/** The lock of this desktop, and who is signed in at it. */
export function createAccess({ slot, settings, server, now, restartWindows }: AccessOptions): Access {
  const kept = createKeptPeople(() => slot.current())
  const tries = createTries(now)
  let isLocked = false
  let signed: { person: Signed; session?: string } | undefined

  const lockMinutes = async (): Promise<number> => {
    const value = await settings.get(LOCK_SETTING)
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0
  }

  /** Whether the password opens this desktop: its own, or that of who is signed in. */
  const opens = async (password: string): Promise<boolean> => {
    const verifiers = [await kept.own(), signed && (await kept.byEmail(signed.person.email))?.verifier]
    for (const verifier of verifiers)
      if (verifier !== undefined && (await passwordFits(password, verifier))) return true
    return false
  }

  /** Refuses guesses that come too fast; a right one forgets the wrong ones. */
  const guarded = async (fits: () => Promise<boolean>): Promise<HostError | undefined> => {
    const wait = tries.wait()
    if (wait > 0) return error('access/wait', 'too many tries', { seconds: wait })
    tries.count()
    if (!(await fits())) return error('access/wrong-password', 'wrong password')
    tries.forget()
    return undefined
  }

  const letIn = async (person: Signed, session: string | undefined): Promise<HostReply<object>> => {
    signed = { person, ...(session !== undefined && { session }) }
    const language = await languageOf(slot)
    const { id, name, role } = person
    const worked = await slot.current().sync.workAs({ id, role, personName: name, language })
    isLocked = false
    restartWindows()
    return worked ? done : fail('host/internal', 'the person could not be entered')
  }

  const signInHere = async (
    input: MethodInput<'access', 'signIn'>,
    refused: HostReply<object>,
  ): Promise<HostReply<object>> => {
    const known = await kept.byEmail(input.email)
    if (!known) return refused
    const problem = await guarded(() => kept.fits(known, input, now()))
    if (problem) return { ok: false, error: problem }
    return letIn({ ...known.person, isOffline: true, verifiedAt: known.verifiedAt }, undefined)
  }

  const signIn = async (input: MethodInput<'access', 'signIn'>): Promise<HostReply<object>> => {
    const there = await server()
    if (!there) return fail('access/offline', 'this desktop works alone')
    let answer: SignedIn | AccessRefused
    try {
      answer = (await there.post('sign-in', { device: there.device, ...input })) as typeof answer
    } catch {
      return signInHere(input, fail('access/offline', 'the server cannot be reached', true))
    }
    if (!answer.ok) {
      // Who may not come in any more is let in by no desktop.
      if (answer.refusal === 'inactive' || answer.refusal === 'wrongPassword') await kept.forget(input.email)
      return refusedBy(answer)
    }
    const { person, session, offline, recoveryLeft } = answer
    const { id, name, email, role, hasTotp } = person
    const verifiedAt = new Date(now()).toISOString()
    const shown = { id, name, email, role, hasTotp }
    await kept.keep({ person: shown, verifiedAt, ...offline })
    return letIn(
      { ...shown, isOffline: false, verifiedAt, ...(recoveryLeft !== undefined && { recoveryLeft }) },
      session,
    )
  }

  const ask = async ({
    request,
    input,
  }: MethodInput<'access', 'ask'>): Promise<HostReply<{ answer: unknown }>> => {
    if (!isAsked(request)) return fail('host/invalid-input', 'no such request')
    const there = await server()
    if (!there) return fail('access/offline', 'this desktop works alone')
    if (signed?.session === undefined) return refusedBy({ ok: false, refusal: 'signIn' })
    const checked = validate(accessRequests[request], {
      ...input,
      device: there.device,
      session: signed.session,
    })
    if (!checked.ok)
      return {
        ok: false,
        error: error('host/invalid-input', 'the request does not fit', { issues: checked.error }),
      }
    try {
      const answer = (await there.post(request, checked.value)) as { ok?: boolean }
      return answer.ok === true ? { ok: true, value: { answer } } : refusedBy(answer as AccessRefused)
    } catch {
      return fail('access/offline', 'the server cannot be reached', true)
    }
  }

  return {
    isLocked: () => isLocked,
    async start() {
      isLocked = (await kept.own()) !== undefined
      signed = undefined
    },
    handlers: {
      state: async () => ({
        ok: true,
        value: {
          isLocked,
          hasPassword: (await kept.own()) !== undefined,
          isConnected: (await server()) !== undefined,
          lockMinutes: await lockMinutes(),
          ...(signed && { signedIn: signed.person }),
        },
      }),
      async lock() {
        if ((await kept.own()) === undefined && !signed)
          return fail('access/refused', 'nothing would open it')
        isLocked = true
        restartWindows()
        return done
      },
      async unlock({ password }) {
        if (!isLocked) return done
        const problem = await guarded(() => opens(password))
        if (problem) return { ok: false, error: problem }
        isLocked = false
        restartWindows()
        return done
      },
      async setPassword({ current, password }) {
        const own = await kept.own()
        if (own !== undefined) {
          const problem = await guarded(() => passwordFits(current ?? '', own))
          if (problem) return { ok: false, error: problem }
        }
        const weak = passwordProblem(password, { name: '', email: '' })
        if (weak) return { ok: false, error: error('access/weak-password', weak, { problem: weak }) }
        return kept.setOwn(await hashPassword(password, new Uint8Array(randomBytes(16))))
      },
      async removePassword({ current }) {
        const own = await kept.own()
        if (own === undefined) return done
        const problem = await guarded(() => passwordFits(current, own))
        return problem ? { ok: false, error: problem } : kept.setOwn(undefined)
      },
      setLockMinutes: ({ minutes }) => settings.set(LOCK_SETTING, minutes),
      signIn,
      async signOut() {
        const there = await server()
        if (there && signed?.session !== undefined)
          // Out of reach, the session ends by itself.
          await there
            .post('sign-out', { device: there.device, session: signed.session })
            .catch(() => undefined)
        signed = undefined
        restartWindows()
        return done
      },
      async resetPassword(input) {
        const there = await server()
        if (!there) return fail('access/offline', 'this desktop works alone')
        try {
          const answer = (await there.post('password-reset', { device: there.device, ...input })) as
            { ok: true } | AccessRefused
          return answer.ok ? done : refusedBy(answer)
        } catch {
          return fail('access/offline', 'the server cannot be reached', true)
        }
      },
      ask,
    },
  }
}

async function languageOf(slot: StoreSlot): Promise<string> {
  const ids = [slot.current().device()?.personId ?? '']
  const reply = await slot
    .current()
    .read('store', 'byIds', { collection: 'catalog', ids, withDeleted: false })
  const data = (reply.ok ? reply.value.rows[0]?.document.data : undefined) as
    { language?: string } | undefined
  return data?.language ?? 'es'
}

const done: { ok: true; value: object } = { ok: true, value: {} }

const error = (code: HostErrorCode, message: string, details?: HostError['details']): HostError => ({
  code,
  message,
  retryable: false,
  ...(details && { details }),
})

const fail = (code: HostErrorCode, message: string, retryable = false): { ok: false; error: HostError } => ({
  ok: false,
  error: { ...error(code, message), retryable },
})

/** The server's refusal; `reason` picks the text. */
const refusedBy = ({ refusal, wait, problem }: AccessRefused): { ok: false; error: HostError } => ({
  ok: false,
  error: error('access/refused', refusal, {
    reason: refusal,
    ...(wait !== undefined && { seconds: wait }),
    ...(problem !== undefined && { problem }),
  }),
})
