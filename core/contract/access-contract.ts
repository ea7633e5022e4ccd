import Type, { type Static } from 'typebox'
import { ROLES } from '../domain/people/roles.ts'
import { id, nameText, oneOf, text } from '../domain/schema-kit.ts'

/*
 * What a device may ask of the server about people and devices: one `POST /v1/<name>` each, with the device's token. What
 * only a signed-in person may do names the session that signing in gave. docs/sync-protocol.md describes them.
 */

const password = () => Type.String({ minLength: 1, maxLength: 1000 })
const session = () => text(100)
const email = () => Type.String({ minLength: 3, maxLength: 254 })
const asking = { device: id() }
const signed = { device: id(), session: session() }

export const accessRequests = {
  'sign-in': Type.Object({
    ...asking,
    email: email(),
    password: password(),
    /** Six digits of the authenticator app. */
    code: Type.Optional(text(20)),
    /** One of the recovery codes instead. */
    recovery: Type.Optional(text(40)),
  }),
  'sign-out': Type.Object(signed),
  /** Sets a password by the present one, or by a code that an administrator gave. */
  'password-change': Type.Object({ ...signed, current: password(), password: password() }),
  'password-reset': Type.Object({ ...asking, email: email(), code: text(40), password: password() }),
  'totp-begin': Type.Object(signed),
  'totp-confirm': Type.Object({ ...signed, code: text(20) }),
  'totp-off': Type.Object({ ...signed, password: password() }),
  people: Type.Object(signed),
  'person-save': Type.Object({
    ...signed,
    person: Type.Object({
      id: id(),
      name: nameText(120),
      email: email(),
      role: oneOf(ROLES),
      offices: Type.Array(id(), { maxItems: 200 }),
      active: Type.Boolean(),
    }),
  }),
  /** A one-time code with which the person sets a new password; an authenticator app is taken off as well. */
  'person-reset': Type.Object({ ...signed, person: id() }),
  devices: Type.Object(signed),
  'device-rename': Type.Object({ ...signed, of: id(), name: nameText(120) }),
  'device-revoke': Type.Object({ ...signed, of: id() }),
  /** Lets the copies of a desktop whose file was cloned go on under identities of their own. */
  'device-release': Type.Object({ ...signed, of: id() }),
} as const

export type AccessRequestName = keyof typeof accessRequests
export type AccessRequestOf<N extends AccessRequestName> = Static<(typeof accessRequests)[N]>

/** Why a request about people or devices was refused. */
export const ACCESS_REFUSALS = [
  /** Nobody is signed in, or the session ended. */
  'signIn',
  /** The person's role does not allow it. */
  'forbidden',
  'wrongPassword',
  /** The password was right; the code of the app is missing. */
  'codeNeeded',
  'wrongCode',
  'inactive',
  /** Too many failed tries; `wait` says for how many seconds. */
  'throttled',
  'weakPassword',
  'emailTaken',
  'lastAdmin',
  'notFound',
  /** The person works at other offices than the desktop's. */
  'otherOffice',
  /** The desktop was taken out. */
  'revoked',
] as const
export type AccessRefusal = (typeof ACCESS_REFUSALS)[number]

export interface AccessPerson {
  id: string
  name: string
  email: string
  role: (typeof ROLES)[number]
  offices: string[]
  active: boolean
  hasPassword: boolean
  hasTotp: boolean
}

/** What signing in gives: the person, a session, and what the desktop needs to let them in while it is offline. */
export interface SignedIn {
  ok: true
  person: AccessPerson
  session: string
  /** ISO instant. */
  expiresAt: string
  offline: { verifier: string; totp?: string }
  /** Recovery codes left; absent without an authenticator app. */
  recoveryLeft?: number
}

export type AccessRefused = { ok: false; refusal: AccessRefusal; wait?: number; problem?: string }
