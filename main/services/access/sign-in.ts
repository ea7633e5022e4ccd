import type { AccessRefused, SignedIn } from '#core/contract/access-contract.ts'
import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { worksAt } from '#core/domain/people/offices.ts'
import type { StoreSlot } from '../../host/store-slot.ts'
import type { KeptPeople } from './kept-people.ts'
import { done, heldUp, refusedBy } from './replies.ts'
import type { AccessServer, AccessState, SignedPerson } from './state.ts'
import type { Tries } from './tries.ts'
import { languageOf } from './worker.ts'

export interface SignInOptions {
  state: AccessState
  kept: KeptPeople
  tries: Tries
  slot: StoreSlot
  server: () => Promise<AccessServer | undefined>
  now: () => number
  restartWindows: () => void
  /** The server said that the desktop was taken out. */
  takenOut: () => Promise<void>
}

/** Lets somebody in by the server's word, or by what this desktop keeps of them while none answers. */
export function createSignIn({
  state,
  kept,
  tries,
  slot,
  server,
  now,
  restartWindows,
  takenOut,
}: SignInOptions) {
  const letIn = async (
    { offices = [], ...person }: SignedPerson & { offices?: readonly string[] },
    session: string | undefined,
  ): Promise<HostReply<object>> => {
    const store = slot.current()
    const isElsewhere = !worksAt({ offices }, store.device()?.officeId ?? '')
    // A desktop on which nobody has worked yet takes the office of the first who does.
    if (isElsewhere && (await store.sync.standing()).ops > 0)
      return refusedBy({ ok: false, refusal: 'otherOffice' })
    const [officeId] = isElsewhere ? offices : []
    state.signed = { person, ...(session !== undefined && { session }) }
    const language = await languageOf(slot)
    const { id, name, role } = person
    const worker = { id, role, personName: name, language, ...(officeId !== undefined && { officeId }) }
    const worked = await store.sync.workAs(worker)
    state.isLocked = false
    restartWindows()
    return worked ? done : fail('host/internal', 'the person could not be entered')
  }

  const signInHere = async (
    input: MethodInput<'access', 'signIn'>,
    refused: HostReply<object>,
  ): Promise<HostReply<object>> => {
    const known = await kept.byEmail(input.email)
    if (!known) return refused
    const wait = tries.begin()
    if (wait > 0) return heldUp(wait)
    const refusal = await kept.refusal(known, input, now())
    // A right password without the second step is half a sign-in and no failed try.
    if (refusal !== 'wrongPassword' && refusal !== 'wrongCode') tries.forget()
    if (refusal === 'wrongPassword') return fail('access/wrong-password', 'wrong password')
    if (refusal !== undefined) return fail('access/refused', refusal, { details: { reason: refusal } })
    return letIn({ ...known.person, isOffline: true, verifiedAt: known.verifiedAt }, undefined)
  }

  return async (input: MethodInput<'access', 'signIn'>): Promise<HostReply<object>> => {
    if (state.asked.isRevoked) return refusedBy({ ok: false, refusal: 'revoked' })
    const there = await server()
    if (!there) return signInHere(input, fail('access/offline', 'this desktop works alone'))
    let answer: SignedIn | AccessRefused
    try {
      answer = (await there.post('sign-in', { device: there.device, ...input })) as typeof answer
    } catch {
      return signInHere(input, fail('access/offline', 'the server cannot be reached', { retryable: true }))
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
}
