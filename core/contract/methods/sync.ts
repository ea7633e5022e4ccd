import { Type } from 'typebox'
import { id, instant, language, oneOf, text } from '../../domain/schema-kit.ts'
import { LEASE_ACTS, LEASE_KINDS } from '../../sync/lease.ts'
import { call, nothing } from '../envelope.ts'

/** Why nothing is sent or fetched until a person does something; what waits stays as it is. */
const SYNC_PAUSES = [
  /** The server does not know this desktop any more: connect again with a code. */
  'signIn',
  'forbidden',
  /** This program is too old for the server. */
  'update',
  'revoked',
  /** Two copies of this file wrote under one identity; an administrator lets them go on. */
  'quarantined',
  'closed',
  'unknownDevice',
  /** The server could not verify the file's own changes. */
  'damaged',
] as const

/** Why no call gets through. */
export const SYNC_TROUBLES = [
  /** No way to the server: no network, no such name, nobody listens there, or it stopped answering. */
  'unreachable',
  /** The proxy that the system names does not let the call through. */
  'proxy',
  /** Somebody else answered: the sign-in page of a guest network, or another program. */
  'notOurServer',
  /** What answers has not the certificate that the connection code names, or none that can be trusted. */
  'certificate',
  /** The server cannot work at the moment, or is asked too often. */
  'busy',
  /** One change is larger than the server takes. */
  'tooLarge',
  /** The server's answer does not follow the protocol. */
  'badAnswer',
  /** The own disk is full or the file damaged. */
  'disk',
] as const

const moment = () => Type.Number({ minimum: 0 })

/** How this desktop stands with the other offices. Moments are milliseconds since 1970 UTC. */
export const syncStanding = Type.Object({
  /**
   * `off`: works alone. `connecting`: nothing is known yet since the start. `firstSync`: the organisation's data arrives.
   * `pending`: own changes wait to be sent.
   */
  state: oneOf(['off', 'connecting', 'firstSync', 'inSync', 'pending', 'offline', 'paused']),
  /** Own changes that the server has not taken. */
  pending: Type.Integer({ minimum: 0 }),
  /** Address of the server. */
  server: Type.Optional(text(300)),
  connectedAt: Type.Optional(moment()),
  /** When the server last answered. */
  contactAt: Type.Optional(moment()),
  offlineSince: Type.Optional(moment()),
  trouble: Type.Optional(oneOf(SYNC_TROUBLES)),
  paused: Type.Optional(oneOf(SYNC_PAUSES)),
  /** Records and changes that arrived so far; without a total while the server has not told it. */
  firstSync: Type.Optional(
    Type.Object({
      done: Type.Integer({ minimum: 0 }),
      total: Type.Optional(Type.Integer({ minimum: 0 })),
      /** The organisation's own data is in; older activity is still arriving. */
      isUsable: Type.Boolean(),
    }),
  ),
})

export const syncMethods = {
  status: call(nothing, syncStanding),
  /** Joins an organisation with a connection code (connection-code.ts). */
  connect: call(
    Type.Object({
      code: text(4000),
      /**
       * `add-mine`: everything made here so far goes to the organisation. `set-mine-aside`: the file is kept beside and
       * this desktop begins with the organisation's data.
       */
      join: oneOf(['add-mine', 'set-mine-aside']),
      /** Who works here, on a desktop that was never set up. */
      personName: Type.Optional(text(120)),
      language: Type.Optional(language()),
    }),
    Type.Object({
      /** Where the file that was here lies now. */
      setAside: Type.Optional(text(4096)),
      /** How the desktop is listed, where another one has its name. */
      knownAs: Type.Optional(text(120)),
    }),
  ),
  /** Works alone from now on; everything that is here stays, and connecting again goes on where it ended. */
  disconnect: call(nothing, nothing),
  /** Who may do what one desktop alone does (sync.md §3), as this one last heard. */
  leases: call(
    nothing,
    Type.Object({
      /** `alone`: never joined, and holds all. `disconnected`: joined once; what it held it holds. */
      standing: oneOf(['alone', 'connected', 'disconnected']),
      leases: Type.Array(
        Type.Object({
          kind: oneOf(LEASE_KINDS),
          /** The office; any text for mail. */
          key: id(),
          /** `gone`: whoever held it was taken out or replaced. */
          holder: oneOf(['here', 'elsewhere', 'gone', 'nobody']),
          name: Type.Optional(text(120)),
          asked: Type.Optional(
            Type.Object({ deviceId: id(), name: text(120), at: instant(), isHere: Type.Boolean() }),
          ),
        }),
      ),
    }),
  ),
  /**
   * Moves a lease by hand. `sync/lease-refused` when it changed meanwhile or this desktop may not; away from the server
   * only `force` on a desktop that was disconnected does anything.
   */
  moveLease: call(
    Type.Object({ kind: oneOf(LEASE_KINDS), key: id(), act: oneOf(LEASE_ACTS), to: Type.Optional(id()) }),
    nothing,
  ),
  /** Asks the server now instead of later. */
  retry: call(nothing, nothing),
}
