import { randomBytes } from 'node:crypto'
import type { AccessRefused } from '#core/contract/access-contract.ts'
import { fail, hostError, type HostError } from '#core/contract/envelope.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import { oneTimeCode } from '#core/domain/people/one-time-code.ts'
import { hashPassword, passwordFits, passwordProblem } from '#core/domain/people/password.ts'
import type { StoreSlot } from '../../host/store-slot.ts'
import type { Settings } from '../settings/settings.ts'
import type { Terms } from '../sync/leases.ts'
import { createKeptPeople } from './kept-people.ts'
import { done, heldUp, refusedBy } from './replies.ts'
import { createRequests } from './requests.ts'
import { createSignIn } from './sign-in.ts'
import { createStanding } from './standing.ts'
import type { AccessServer, AccessState } from './state.ts'
import { createTries } from './tries.ts'

export interface AccessOptions {
  slot: StoreSlot
  settings: Settings
  /** Undefined on a desktop that works alone. */
  server: () => Promise<AccessServer | undefined>
  now: () => number
  /** Has every window begin anew: nothing it shows holds any more. */
  restartWindows: () => void
  /** Something failed that nobody waits for. */
  failed: (error: unknown) => void
}

export interface Access {
  handlers: NamespaceHandlers<'access'>
  /** While it is locked nothing but what a locked window needs is answered. `isOut`: the desktop was taken out. */
  locked(): { isOut: boolean } | undefined
  /** Of who is signed in with the server's word. */
  session(): string | undefined
  /** Looks whether the open file asks for a password or for somebody to sign in; it is locked until then. */
  start(): Promise<void>
  /** Until it is known of the open file. */
  started(): Promise<void>
  /** What the organisation asks of this desktop, as the server just said. */
  hear(terms: Terms): void
}

const LOCK_SETTING = 'access.lockMinutes'

/** The lock of this desktop, and who is signed in at it. */
export function createAccess({ slot, settings, server, now, restartWindows, failed }: AccessOptions): Access {
  const kept = createKeptPeople(() => slot.current())
  const tries = createTries(now)
  const state: AccessState = { asked: { signIn: false, isRevoked: false }, isLocked: false }
  let starting = Promise.resolve()

  // One at a time: what was said later counts, and what is kept of somebody is changed by one of them.
  let hearing: Promise<void> = Promise.resolve()
  const inTurn = (work: () => Promise<void>): Promise<void> => (hearing = hearing.then(work).catch(failed))

  const { leave, takenOut, heard } = createStanding({ state, kept, slot, restartWindows })
  const signIn = createSignIn({ state, kept, tries, slot, server, now, restartWindows, takenOut })
  const ask = createRequests({ state, kept, server, now, inTurn })

  const lockMinutes = async (): Promise<number> => {
    const value = await settings.get(LOCK_SETTING)
    return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0
  }

  /** Whether the password opens this desktop: its own, or that of who is signed in. */
  const opens = async (password: string): Promise<boolean> => {
    const verifiers = [
      await kept.own(),
      state.signed && (await kept.byEmail(state.signed.person.email))?.verifier,
    ]
    for (const verifier of verifiers)
      if (verifier !== undefined && (await passwordFits(password, verifier))) return true
    return false
  }

  /** Refuses guesses that come too fast; a right one forgets the wrong ones. */
  const guarded = async (
    fits: () => Promise<boolean>,
    wrong: 'access/wrong-password' | 'access/wrong-recovery' = 'access/wrong-password',
  ): Promise<HostError | undefined> => {
    const wait = tries.begin()
    if (wait > 0) return heldUp(wait).error
    if (!(await fits())) return hostError(wrong, 'it is not this one')
    tries.forget()
    return undefined
  }

  return {
    hear: (terms) => void inTurn(() => heard(terms)),
    started: () => starting,
    locked: () => (state.isLocked ? { isOut: state.asked.isRevoked } : undefined),
    session: () => state.signed?.session,
    start() {
      // Until it is known.
      state.isLocked = true
      state.signed = undefined
      starting = (async () => {
        state.asked = await kept.asked()
        state.isLocked = (await kept.own()) !== undefined || state.asked.signIn
      })()
      return starting
    },
    handlers: {
      async state() {
        return {
          ok: true,
          value: {
            isLocked: state.isLocked,
            mustSignIn: state.asked.signIn && !state.signed,
            isRevoked: state.asked.isRevoked,
            hasPassword: (await kept.own()) !== undefined,
            isConnected: (await server()) !== undefined,
            lockMinutes: await lockMinutes(),
            ...(state.signed && { signedIn: state.signed.person }),
          },
        }
      },
      async lock() {
        if ((await kept.own()) === undefined && !state.signed)
          return fail('access/refused', 'nothing would open it')
        state.isLocked = true
        restartWindows()
        return done
      },
      async unlock({ password }) {
        if (!state.isLocked) return done
        // The desktop's own password is nobody's name.
        if (state.asked.signIn && !state.signed) return refusedBy({ ok: false, refusal: 'signIn' })
        const problem = await guarded(() => opens(password))
        if (problem) return { ok: false, error: problem }
        state.isLocked = false
        restartWindows()
        return done
      },
      async recover({ code }) {
        if ((await kept.own()) === undefined) return done
        if (state.asked.signIn && !state.signed) return refusedBy({ ok: false, refusal: 'signIn' })
        const problem = await guarded(() => kept.isRecovery(code), 'access/wrong-recovery')
        if (problem) return { ok: false, error: problem }
        const removed = await kept.removeOwn()
        if (!removed.ok) return removed
        state.isLocked = false
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
        if (weak) return fail('access/weak-password', weak, { details: { problem: weak } })
        const recovery = oneTimeCode(randomBytes)
        const verifier = await hashPassword(password, new Uint8Array(randomBytes(16)))
        const set = await kept.setOwn(verifier, recovery)
        return set.ok ? { ok: true, value: { recovery } } : set
      },
      async removePassword({ current }) {
        const own = await kept.own()
        if (own === undefined) return done
        const problem = await guarded(() => passwordFits(current, own))
        return problem ? { ok: false, error: problem } : kept.removeOwn()
      },
      setLockMinutes: ({ minutes }) => settings.set(LOCK_SETTING, minutes),
      signIn,
      async signOut() {
        const there = await server()
        if (there && state.signed?.session !== undefined)
          // Out of reach, the session ends by itself.
          await there
            .post('sign-out', { device: there.device, session: state.signed.session })
            .catch(() => undefined)
        await leave()
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
          return fail('access/offline', 'the server cannot be reached', { retryable: true })
        }
      },
      ask,
    },
  }
}
