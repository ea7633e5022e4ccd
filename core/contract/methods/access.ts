import { Type } from 'typebox'
import { ROLES } from '../../domain/people/roles.ts'
import { id, oneOf, text } from '../../domain/schema-kit.ts'
import { accessRequests, type AccessRequestName } from '../access-contract.ts'
import { call, nothing } from '../envelope.ts'

const password = () => Type.String({ minLength: 1, maxLength: 1000 })

/** Requests that the window may make of the server through the host, which adds device and session. */
export const ASKED: readonly AccessRequestName[] = [
  'people',
  'person-save',
  'person-reset',
  'devices',
  'device-rename',
  'device-revoke',
  'device-release',
  'password-change',
  'totp-begin',
  'totp-confirm',
  'totp-off',
]
export const isAsked = (name: string): name is AccessRequestName =>
  Object.hasOwn(accessRequests, name) && ASKED.some((one) => one === name)

const signedIn = Type.Object({
  id: id(),
  name: text(120),
  email: text(254),
  role: oneOf(ROLES),
  hasTotp: Type.Boolean(),
  /** Let in by what this desktop keeps, because the server was out of reach. */
  isOffline: Type.Boolean(),
  /** When the server last confirmed the password. ISO moment. */
  verifiedAt: text(32),
  /** Recovery codes left. */
  recoveryLeft: Type.Optional(Type.Integer()),
})

export const accessMethods = {
  /** Whether this desktop is locked, and who is signed in. Answered also while it is locked. */
  state: call(
    nothing,
    Type.Object({
      isLocked: Type.Boolean(),
      /** The organisation asks people to sign in, and nobody has. */
      mustSignIn: Type.Boolean(),
      /** The server does not hear this desktop any more. */
      isRevoked: Type.Boolean(),
      /** This desktop has a password of its own. */
      hasPassword: Type.Boolean(),
      isConnected: Type.Boolean(),
      signedIn: Type.Optional(signedIn),
      /** Minutes without a key or a press after which windows lock; 0 never. */
      lockMinutes: Type.Integer(),
    }),
  ),
  lock: call(nothing, nothing),
  /** By the password of the desktop, or of who is signed in. */
  unlock: call(Type.Object({ password: password() }), nothing),
  /** Takes the desktop's own password off by the code that setting it gave, and unlocks. */
  recover: call(Type.Object({ code: text(40) }), nothing),
  /**
   * Sets or changes the desktop's own password; `access/wrong-password` without the present one. Answers a code, told this
   * once, for when it is forgotten.
   */
  setPassword: call(
    Type.Object({ current: Type.Optional(password()), password: password() }),
    Type.Object({ recovery: text(40) }),
  ),
  removePassword: call(Type.Object({ current: password() }), nothing),
  setLockMinutes: call(Type.Object({ minutes: Type.Integer({ minimum: 0, maximum: 600 }) }), nothing),
  /** `access/refused` with `details.refusal` of core/contract/access-contract.ts. */
  signIn: call(
    Type.Object({
      email: text(254),
      password: password(),
      code: Type.Optional(text(20)),
      recovery: Type.Optional(text(40)),
    }),
    nothing,
  ),
  signOut: call(nothing, nothing),
  /** Sets a password by an administrator's one-time code. */
  resetPassword: call(Type.Object({ email: text(254), code: text(40), password: password() }), nothing),
  /** One of `ASKED`; the answer is the server's. */
  ask: call(
    Type.Object({ request: text(40), input: Type.Object({}, { additionalProperties: true }) }),
    Type.Object({ answer: Type.Unknown() }),
  ),
}
