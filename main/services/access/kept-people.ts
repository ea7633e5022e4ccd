import Type, { type Static } from 'typebox'
import type { HostReply } from '#core/contract/envelope.ts'
import { emailKey } from '#core/domain/values/email.ts'
import { plainCode } from '#core/domain/people/one-time-code.ts'
import { passwordFits } from '#core/domain/people/password.ts'
import { ROLES } from '#core/domain/people/roles.ts'
import { totpStep } from '#core/domain/people/totp.ts'
import { oneOf } from '#core/domain/schema-kit.ts'
import { validate } from '#core/lib/validate.ts'
import { sha256 } from '../../store/sha256.ts'
import type { Store } from '../../store/store.ts'

const keptPerson = Type.Object({
  person: Type.Object({
    id: Type.String(),
    name: Type.String(),
    email: Type.String(),
    role: oneOf(ROLES),
    hasTotp: Type.Boolean(),
    /** Where they work; everywhere when absent or empty. */
    offices: Type.Optional(Type.Array(Type.String())),
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
export type KeptPerson = Static<typeof keptPerson>

/**
 * The same person once they have put their authenticator app on, or taken it off. Without `app` this desktop does not know
 * its secret.
 */
export const withApp = (
  { totp: _secret, lastStep: _step, ...kept }: KeptPerson,
  hasTotp: boolean,
  app?: Pick<KeptPerson, 'totp' | 'lastStep'>,
): KeptPerson => ({ ...kept, person: { ...kept.person, hasTotp }, ...app })

/**
 * Why a desktop lets somebody in only with the server. `appUnknown`: they have an authenticator app whose secret was never
 * given to this desktop; it is given with a whole sign-in alone, because whoever has it can make every code.
 */
export type KeptRefusal = 'wrongPassword' | 'wrongCode' | 'codeNeeded' | 'appUnknown' | 'recoveryOnline'

/** Whether the organisation asks people to sign in, and whether it has taken this desktop out. */
const askedOfUs = Type.Object({ signIn: Type.Boolean(), isRevoked: Type.Boolean() })
export type Asked = Static<typeof askedOfUs>

/** What the organisation of a file asks of its desktop. */
export const keepAsked = (store: Store, asked: Asked): Promise<HostReply<object>> =>
  store.local.put('access', 'asked', asked)

/** What this desktop keeps to let people in without the server, and its own password. */
export function createKeptPeople(store: () => Store) {
  const read = async (key: string): Promise<unknown> => (await store().local.get('access', key))?.value
  const keyOf = (email: string): string => `person/${emailKey(email)}`
  const keys = async (): Promise<string[]> =>
    (await store().local.list('access')).map(({ key }) => key).filter((key) => key.startsWith('person/'))
  return {
    async own(): Promise<string | undefined> {
      const value = await read('own')
      return typeof value === 'string' ? value : undefined
    },
    /** @param recovery the code for when the password is forgotten; only its hash is kept. */
    async setOwn(verifier: string, recovery: string): Promise<HostReply<object>> {
      const kept = await store().local.put('access', 'recovery', sha256(plainCode(recovery)))
      return kept.ok ? store().local.put('access', 'own', verifier) : kept
    },
    async removeOwn(): Promise<HostReply<object>> {
      const removed = await store().local.remove('access', 'own')
      return removed.ok ? store().local.remove('access', 'recovery') : removed
    },
    isRecovery: async (code: string): Promise<boolean> =>
      (await read('recovery')) === sha256(plainCode(code)),
    async byEmail(email: string): Promise<KeptPerson | undefined> {
      const checked = validate(keptPerson, await read(keyOf(email)))
      return checked.ok ? checked.value : undefined
    },
    keep: (kept: KeptPerson) => store().local.put('access', keyOf(kept.person.email), kept),
    forget: (email: string) => store().local.remove('access', keyOf(email)),
    /** Nobody gets in without the server any more. */
    async forgetAll(): Promise<void> {
      for (const key of await keys()) await store().local.remove('access', key)
    },
    async asked(): Promise<Asked> {
      const checked = validate(askedOfUs, await read('asked'))
      return checked.ok ? checked.value : { signIn: false, isRevoked: false }
    },
    keepAsked: (asked: Asked) => keepAsked(store(), asked),
    /** Everybody who may come in here without the server. */
    async everybody(): Promise<KeptPerson[]> {
      const kept = await Promise.all((await keys()).map(read))
      return kept.flatMap((one) => {
        const checked = validate(keptPerson, one)
        return checked.ok ? [checked.value] : []
      })
    },
    /** Undefined when it lets them in; else why not. */
    async refusal(
      kept: KeptPerson,
      given: { password: string; code?: string; recovery?: string },
      now: number,
    ): Promise<KeptRefusal | undefined> {
      if (!(await passwordFits(given.password, kept.verifier))) return 'wrongPassword'
      if (kept.totp === undefined) return kept.person.hasTotp ? 'appUnknown' : undefined
      // The server alone can cross one off for every desktop.
      if (given.recovery !== undefined) return 'recoveryOnline'
      if (given.code === undefined) return 'codeNeeded'
      const step = await totpStep(kept.totp, given.code, now, kept.lastStep)
      if (step === undefined) return 'wrongCode'
      await store().local.put('access', keyOf(kept.person.email), { ...kept, lastStep: step })
      return undefined
    },
  }
}

export type KeptPeople = ReturnType<typeof createKeptPeople>
