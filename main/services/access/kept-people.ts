import Type, { type Static } from 'typebox'
import type { HostReply } from '#core/contract/envelope.ts'
import { emailKey } from '#core/domain/values/email.ts'
import { passwordFits } from '#core/domain/people/password.ts'
import { ROLES } from '#core/domain/people/roles.ts'
import { totpStep } from '#core/domain/people/totp.ts'
import { oneOf } from '#core/domain/schema-kit.ts'
import { validate } from '#core/lib/validate.ts'
import type { Store } from '../../store/store.ts'

const keptPerson = Type.Object({
  person: Type.Object({
    id: Type.String(),
    name: Type.String(),
    email: Type.String(),
    role: oneOf(ROLES),
    hasTotp: Type.Boolean(),
  }),
  /** argon2id, given by the server for this desktop. */
  verifier: Type.String(),
  /** Secret of the authenticator app. */
  totp: Type.Optional(Type.String()),
  /** The last step of which a code was taken here. */
  lastStep: Type.Optional(Type.Integer()),
  /** When the server last confirmed it. ISO moment. */
  verifiedAt: Type.String(),
})
type KeptPerson = Static<typeof keptPerson>

/** What this desktop keeps to let people in without the server, and its own password. */
export function createKeptPeople(store: () => Store) {
  const read = async (key: string): Promise<unknown> => (await store().local.get('access', key))?.value
  const keyOf = (email: string): string => `person/${emailKey(email)}`
  return {
    async own(): Promise<string | undefined> {
      const value = await read('own')
      return typeof value === 'string' ? value : undefined
    },
    setOwn: (verifier: string | undefined): Promise<HostReply<object>> =>
      verifier === undefined
        ? store().local.remove('access', 'own')
        : store().local.put('access', 'own', verifier),
    async byEmail(email: string): Promise<KeptPerson | undefined> {
      const checked = validate(keptPerson, await read(keyOf(email)))
      return checked.ok ? checked.value : undefined
    },
    keep: (kept: KeptPerson) => store().local.put('access', keyOf(kept.person.email), kept),
    forget: (email: string) => store().local.remove('access', keyOf(email)),
    /** Recovery codes only count with the server, which crosses them off. */
    async fits(kept: KeptPerson, given: { password: string; code?: string }, now: number): Promise<boolean> {
      if (!(await passwordFits(given.password, kept.verifier))) return false
      if (kept.totp === undefined) return true
      const step = await totpStep(kept.totp, given.code ?? '', now, kept.lastStep)
      if (step === undefined) return false
      await store().local.put('access', keyOf(kept.person.email), { ...kept, lastStep: step })
      return true
    },
  }
}
