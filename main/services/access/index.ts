import { randomBytes } from 'node:crypto'
import { accessRequests, type AccessRefused, type SignedIn } from '#core/contract/access-contract.ts'
import type { HostError, HostReply } from '#core/contract/envelope.ts'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { NamespaceHandlers } from '#core/contract/host-handlers.ts'
import { isAsked } from '#core/contract/methods/access.ts'
import { worksAt } from '#core/domain/people/offices.ts'
import type { Role } from '#core/domain/people/roles.ts'
import { oneTimeCode } from '#core/domain/people/one-time-code.ts'
import { hashPassword, passwordFits, passwordProblem } from '#core/domain/people/password.ts'
import { totpStep } from '#core/domain/people/totp.ts'
import { jsonEqual } from '#core/lib/json-value.ts'
import { validate } from '#core/lib/validate.ts'
import type { StoreSlot } from '../../host/store-slot.ts'
import type { Settings } from '../settings/settings.ts'
import type { KnownHere, Terms } from '../sync/leases.ts'
import { createKeptPeople, type KeptPerson } from './kept-people.ts'
import { done, error, fail, refusedBy } from './replies.ts'
import { createTries } from './tries.ts'
import { languageOf, workAsBefore } from './worker.ts'

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

type Signed = NonNullable<MethodOutput<'access', 'state'>['signedIn']>

/** The lock of this desktop, and who is signed in at it. */
export function createAccess({ slot, settings, server, now, restartWindows, failed }: AccessOptions): Access {
  const kept = createKeptPeople(() => slot.current())
  let asked = { signIn: false, isRevoked: false }
  const tries = createTries(now)
  let isLocked = false
  let starting = Promise.resolve()
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
  const guarded = async (
    fits: () => Promise<boolean>,
    wrong: 'access/wrong-password' | 'access/wrong-recovery' = 'access/wrong-password',
  ): Promise<HostError | undefined> => {
    const wait = tries.wait()
    if (wait > 0) return error('access/wait', 'too many tries', { seconds: wait })
    tries.count()
    if (!(await fits())) return error(wrong, 'it is not this one')
    tries.forget()
    return undefined
  }

  const letIn = async (
    { offices = [], ...person }: Signed & { offices?: readonly string[] },
    session: string | undefined,
  ): Promise<HostReply<object>> => {
    const store = slot.current()
    const isElsewhere = !worksAt({ offices }, store.device()?.officeId ?? '')
    // A desktop on which nobody has worked yet takes the office of the first who does.
    if (isElsewhere && (await store.sync.standing()).ops > 0)
      return refusedBy({ ok: false, refusal: 'otherOffice' })
    const [officeId] = isElsewhere ? offices : []
    signed = { person, ...(session !== undefined && { session }) }
    const language = await languageOf(slot)
    const { id, name, role } = person
    const worker = { id, role, personName: name, language, ...(officeId !== undefined && { officeId }) }
    const worked = await store.sync.workAs(worker)
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
    const wait = tries.wait()
    if (wait > 0) return { ok: false, error: error('access/wait', 'too many tries', { seconds: wait }) }
    tries.count()
    const refusal = await kept.refusal(known, input, now())
    // A right password without the second step is half a sign-in and no failed try.
    if (refusal !== 'wrongPassword' && refusal !== 'wrongCode') tries.forget()
    if (refusal === 'wrongPassword') return fail('access/wrong-password', 'wrong password')
    if (refusal !== undefined)
      return { ok: false, error: error('access/refused', refusal, { reason: refusal }) }
    return letIn({ ...known.person, isOffline: true, verifiedAt: known.verifiedAt }, undefined)
  }

  const signIn = async (input: MethodInput<'access', 'signIn'>): Promise<HostReply<object>> => {
    if (asked.isRevoked) return refusedBy({ ok: false, refusal: 'revoked' })
    const there = await server()
    if (!there) return signInHere(input, fail('access/offline', 'this desktop works alone'))
    let answer: SignedIn | AccessRefused
    try {
      answer = (await there.post('sign-in', { device: there.device, ...input })) as typeof answer
    } catch {
      return signInHere(input, fail('access/offline', 'the server cannot be reached', true))
    }
    if (!answer.ok) {
      if (answer.refusal === 'revoked') await takenOut()
      // Who may not come in any more is let in by no desktop.
      if (answer.refusal === 'inactive' || answer.refusal === 'wrongPassword') await kept.forget(input.email)
      return refusedBy(answer)
    }
    const { person, session, offline, recoveryLeft } = answer
    const { id, name, email, role, hasTotp, offices } = person
    const verifiedAt = new Date(now()).toISOString()
    const shown = { id, name, email, role, hasTotp }
    await kept.keep({ person: { ...shown, offices }, verifiedAt, ...offline })
    return letIn(
      {
        ...shown,
        offices,
        isOffline: false,
        verifiedAt,
        ...(recoveryLeft !== undefined && { recoveryLeft }),
      },
      session,
    )
  }

  /** The secret that the server drew last for who is signed in, until its first code confirms it. */
  let draftSecret: string | undefined

  /**
   * The authenticator app of who is signed in was put on, with its secret, or taken off: from now on it counts here without
   * the server, too.
   */
  const noteApp = async (
    app: { secret: string; code: string } | undefined,
    recoveryLeft: number | undefined,
  ): Promise<void> => {
    if (!signed) return
    const { recoveryLeft: _before, ...person } = signed.person
    const hasTotp = app !== undefined
    const known = await kept.byEmail(person.email)
    if (known) {
      const { totp: _secret, lastStep: _step, ...rest } = known
      const step = app && (await totpStep(app.secret, app.code, now()))
      await kept.keep({
        ...{ ...rest, person: { ...rest.person, hasTotp } },
        ...(app && { totp: app.secret }),
        ...(step !== undefined && { lastStep: step }),
      })
    }
    signed = {
      ...signed,
      person: { ...person, hasTotp, ...(recoveryLeft !== undefined && { recoveryLeft }) },
    }
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
      const answer = (await there.post(request, checked.value)) as {
        ok?: boolean
        recovery?: unknown[]
        secret?: string
      }
      if (answer.ok !== true) return refusedBy(answer as AccessRefused)
      if (request === 'totp-begin') draftSecret = answer.secret
      if (request === 'totp-confirm' && draftSecret !== undefined) {
        const app = { secret: draftSecret, code: codeIn(checked.value) }
        await inTurn(() => noteApp(app, answer.recovery?.length))
      }
      if (request === 'totp-off') await inTurn(() => noteApp(undefined, undefined))
      return { ok: true, value: { answer } }
    } catch {
      return fail('access/offline', 'the server cannot be reached', true)
    }
  }

  /** Nothing is shown until somebody signs in; where nobody must, whoever is there goes on. */
  const leave = async (): Promise<void> => {
    signed = undefined
    if (asked.signIn || asked.isRevoked) isLocked = true
    else await workAsBefore(slot)
    restartWindows()
  }

  /** A desktop that was taken out shows nothing of the organisation's data any more. */
  const takenOut = async (): Promise<void> => {
    if (asked.isRevoked) return
    asked = { ...asked, isRevoked: true }
    await kept.keepAsked(asked)
    if (!asked.signIn) return
    await kept.forgetAll()
    await leave()
  }

  const heard = async (terms: Terms): Promise<void> => {
    if (terms.isRevoked) return takenOut()
    const { signIn: mustSignIn, person, known = [] } = terms
    for (const one of await kept.everybody()) await hearOf(one, known)
    const wasAsked = asked
    asked = { signIn: mustSignIn, isRevoked: false }
    if (!jsonEqual(wasAsked, asked)) await kept.keepAsked(asked)
    if (mustSignIn && !signed) {
      if (!isLocked) await leave()
    } else if (signed && person?.id === signed.person.id) {
      if (!person.active) {
        await kept.forget(signed.person.email)
        await leave()
      } else if (person.role !== signed.person.role) await takeRole(person.role)
    }
  }

  /** Whoever left is let in by no desktop, and whose app was put on elsewhere comes in here with it or not at all. */
  const hearOf = async (one: KeptPerson, known: readonly KnownHere[]): Promise<void> => {
    const told = known.find(({ id }) => id === one.person.id)
    if (!told) return
    if (!told.active) return void (await kept.forget(one.person.email))
    if (told.hasTotp === one.person.hasTotp) return
    const { totp: _secret, lastStep: _step, ...rest } = one
    await kept.keep({ ...rest, person: { ...rest.person, hasTotp: told.hasTotp } })
  }

  /** Somebody has another role since they signed in. */
  const takeRole = async (role: Role): Promise<void> => {
    if (!signed) return
    signed = { ...signed, person: { ...signed.person, role } }
    const { id, name, email } = signed.person
    const known = await kept.byEmail(email)
    if (known) await kept.keep({ ...known, person: { ...known.person, role } })
    await slot.current().sync.workAs({ id, role, personName: name, language: await languageOf(slot) })
    restartWindows()
  }

  // One at a time: what was said later counts, and what is kept of somebody is changed by one of them.
  let hearing: Promise<void> = Promise.resolve()
  function inTurn(work: () => Promise<void>): Promise<void> {
    const done = hearing.then(work)
    hearing = done.catch((error: unknown) => failed(error))
    return done
  }

  return {
    hear(terms) {
      inTurn(() => heard(terms)).catch(() => undefined)
    },
    started: () => starting,
    locked: () => (isLocked ? { isOut: asked.isRevoked } : undefined),
    session: () => signed?.session,
    start() {
      // Until it is known.
      isLocked = true
      signed = undefined
      starting = (async () => {
        asked = await kept.asked()
        isLocked = (await kept.own()) !== undefined || asked.signIn
      })()
      return starting
    },
    handlers: {
      async state() {
        return {
          ok: true,
          value: {
            isLocked,
            mustSignIn: asked.signIn && !signed,
            isRevoked: asked.isRevoked,
            hasPassword: (await kept.own()) !== undefined,
            isConnected: (await server()) !== undefined,
            lockMinutes: await lockMinutes(),
            ...(signed && { signedIn: signed.person }),
          },
        }
      },
      async lock() {
        if ((await kept.own()) === undefined && !signed)
          return fail('access/refused', 'nothing would open it')
        isLocked = true
        restartWindows()
        return done
      },
      async unlock({ password }) {
        if (!isLocked) return done
        // The desktop's own password is nobody's name.
        if (asked.signIn && !signed) return refusedBy({ ok: false, refusal: 'signIn' })
        const problem = await guarded(() => opens(password))
        if (problem) return { ok: false, error: problem }
        isLocked = false
        restartWindows()
        return done
      },
      async recover({ code }) {
        if ((await kept.own()) === undefined) return done
        if (asked.signIn && !signed) return refusedBy({ ok: false, refusal: 'signIn' })
        const problem = await guarded(() => kept.isRecovery(code), 'access/wrong-recovery')
        if (problem) return { ok: false, error: problem }
        const removed = await kept.removeOwn()
        if (!removed.ok) return removed
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
        if (there && signed?.session !== undefined)
          // Out of reach, the session ends by itself.
          await there
            .post('sign-out', { device: there.device, session: signed.session })
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
          return fail('access/offline', 'the server cannot be reached', true)
        }
      },
      ask,
    },
  }
}

/** The code of a request that has one. */
const codeIn = (request: object): string => ('code' in request ? String(request.code) : '')
