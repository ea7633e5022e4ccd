import type { Role } from '#core/domain/people/roles.ts'
import { jsonEqual } from '#core/lib/json-value.ts'
import type { StoreSlot } from '../../host/store-slot.ts'
import type { KnownHere, Terms } from '../sync/leases.ts'
import { withApp, type KeptPeople, type KeptPerson } from './kept-people.ts'
import type { AccessState } from './state.ts'
import { languageOf, workAsBefore } from './worker.ts'

export interface StandingOptions {
  state: AccessState
  kept: KeptPeople
  slot: StoreSlot
  restartWindows: () => void
}

/** Follows what the organisation says of this desktop and of the people at it. */
export function createStanding({ state, kept, slot, restartWindows }: StandingOptions) {
  /** Nothing is shown until somebody signs in; where nobody must, whoever is there goes on. */
  const leave = async (): Promise<void> => {
    state.signed = undefined
    if (state.asked.signIn || state.asked.isRevoked) state.isLocked = true
    else await workAsBefore(slot)
    restartWindows()
  }

  /** Nobody must sign in any more: only a password of the desktop's own keeps it shut. */
  const letIn = async (): Promise<void> => {
    await workAsBefore(slot)
    state.isLocked = (await kept.own()) !== undefined
    restartWindows()
  }

  /** A desktop that was taken out shows nothing of the organisation's data any more. */
  const takenOut = async (): Promise<void> => {
    if (state.asked.isRevoked) return
    state.asked = { ...state.asked, isRevoked: true }
    await kept.keepAsked(state.asked)
    if (!state.asked.signIn) return
    await kept.forgetAll()
    await leave()
  }

  /** The server's word on this desktop and on people at it. */
  const heard = async (terms: Terms): Promise<void> => {
    if (terms.isRevoked) return takenOut()
    const { signIn: mustSignIn, person, known = [] } = terms
    if (known.length > 0) for (const one of await kept.everybody()) await hearOf(one, known)
    const wasAsked = state.asked
    state.asked = { signIn: mustSignIn, isRevoked: false }
    if (!jsonEqual(wasAsked, state.asked)) await kept.keepAsked(state.asked)
    if (mustSignIn && !state.signed) {
      if (!state.isLocked) await leave()
    } else if (wasAsked.signIn && !mustSignIn && !state.signed) await letIn()
    else if (state.signed && person?.id === state.signed.person.id) {
      if (!person.active) {
        await kept.forget(state.signed.person.email)
        await leave()
      } else if (person.role !== state.signed.person.role) await takeRole(person.role)
    }
  }

  /** Whoever left is let in by no desktop, and whose app was put on elsewhere comes in here with it or not at all. */
  const hearOf = async (one: KeptPerson, known: readonly KnownHere[]): Promise<void> => {
    const told = known.find(({ id }) => id === one.person.id)
    if (!told) return
    if (!told.active) return void (await kept.forget(one.person.email))
    if (told.hasTotp === one.person.hasTotp) return
    await kept.keep(withApp(one, told.hasTotp))
  }

  /** Somebody has another role since they signed in. */
  const takeRole = async (role: Role): Promise<void> => {
    if (!state.signed) return
    state.signed = { ...state.signed, person: { ...state.signed.person, role } }
    const { id, name, email } = state.signed.person
    const known = await kept.byEmail(email)
    if (known) await kept.keep({ ...known, person: { ...known.person, role } })
    await slot.current().sync.workAs({ id, role, personName: name, language: await languageOf(slot) })
    restartWindows()
  }

  return { leave, takenOut, heard }
}
