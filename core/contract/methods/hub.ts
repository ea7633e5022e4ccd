import { Type } from 'typebox'
import { id, instant, nameText, oneOf, text } from '../../domain/schema-kit.ts'
import { call, nothing } from '../envelope.ts'
import { HOST_ERROR_CODES } from '../error-codes.ts'
import { incomingFile } from './transfer-kit.ts'

const file = id()
const taskId = Type.Optional(id())
const count = () => Type.Integer({ minimum: 0 })
/** Below 1024 the system lets only administrators listen. */
const port = () => Type.Integer({ minimum: 1024, maximum: 65_535 })

/** The server that this desktop runs for the others, if it does. */
export const hubStatus = Type.Object({
  /** `none`: this desktop never was the hub. `failed`: it should run and does not, `problem` says why. */
  state: oneOf(['none', 'stopped', 'starting', 'running', 'failed']),
  problem: Type.Optional(oneOf(HOST_ERROR_CODES)),
  port: Type.Optional(Type.Integer()),
  /** It runs whenever the program does. */
  startsWithProgram: Type.Boolean(),
  /** How other desktops on the same network may reach it, the likeliest first. */
  addresses: Type.Array(text(300), { maxItems: 50 }),
  /** This desktop itself is connected with it. */
  isConnected: Type.Boolean(),
})

/** A desktop as the server of its office's network (docs/sync-protocol.md §6). */
export const hubMethods = {
  status: call(nothing, hubStatus),
  /**
   * Makes this desktop the hub: an organisation with its name, a server at the port, and this desktop's own data in it.
   * Again after something failed half way, it goes on from there.
   */
  create: call(Type.Object({ name: nameText(200), port: port() }), hubStatus),
  /** Runs it, at another port when one is given; desktops then need a new code. */
  start: call(Type.Object({ port: Type.Optional(port()) }), hubStatus),
  stop: call(nothing, hubStatus),
  configure: call(Type.Object({ startsWithProgram: Type.Boolean() }), hubStatus),
  /** Connects this desktop's own data, where that did not happen by itself. */
  connect: call(Type.Object({ join: oneOf(['add-mine', 'set-mine-aside']) }), hubStatus),
  /** A code with which one desktop joins by the address. */
  code: call(
    Type.Object({ address: Type.String({ pattern: '^https://[^\\s/]+$', maxLength: 300 }) }),
    Type.Object({ text: text(4000), expiresAt: instant() }),
  ),
  desktops: call(
    nothing,
    Type.Object({
      desktops: Type.Array(
        Type.Object({
          id: id(),
          name: text(120),
          code: text(2),
          state: text(40),
          seenAt: Type.Optional(instant()),
          /** The office under which it last wrote. */
          office: Type.Optional(id()),
        }),
      ),
    }),
  ),
  /** Gives a desktop another name. */
  rename: call(Type.Object({ id: id(), name: nameText(120) }), nothing),
  /** Takes a desktop out: the hub hears it no more. Never the desktop that runs the hub. */
  revoke: call(Type.Object({ id: id() }), nothing),
  /** Lets the copies of a desktop whose file was cloned go on, each under an identity of its own. */
  release: call(Type.Object({ id: id() }), nothing),
  /** Whether people sign in, and who could manage them then. */
  signIn: call(
    nothing,
    Type.Object({
      isAsked: Type.Boolean(),
      admins: Type.Array(Type.Object({ name: text(120), email: text(254) })),
    }),
  ),
  /**
   * Has people sign in from now on, at every desktop. Who works here becomes the administrator with this address and
   * password, unless there is one already; `access/refused` with `details.reason` of core/contract/access-contract.ts.
   */
  beginSignIn: call(
    Type.Object({
      first: Type.Optional(
        Type.Object({
          name: nameText(120),
          email: Type.String({ minLength: 3, maxLength: 254 }),
          password: Type.String({ minLength: 1, maxLength: 1000 }),
        }),
      ),
    }),
    nothing,
  ),
  /** Nobody has to sign in any more; addresses, passwords and roles are kept. */
  endSignIn: call(nothing, nothing),
  /** Writes all that the hub has into a file, while it runs. A server, or another desktop, can go on from it. */
  backup: call(
    Type.Object({
      /** Of the file, without its ending. */
      name: text(200),
      taskId,
    }),
    Type.Object({ file, name: text(220), bytes: count() }),
  ),
  /** Takes in a file piece by piece: what a desktop sent, or a backup. One at a time. */
  ...incomingFile,
  /** Reads what another desktop sent, makes sure that it wrote it, and tells what it holds. Nothing is taken. */
  readFile: call(
    Type.Object({ file, taskId }),
    Type.Object({
      /** The desktop's. */
      name: text(120),
      made: instant(),
      changes: count(),
    }),
  ),
  /** Takes it, and writes the answer to be carried back. A file that comes again is answered again. */
  answerFile: call(
    Type.Object({
      file,
      /** Of the answer, without its ending. */
      name: text(200),
      taskId,
    }),
    Type.Object({ file, name: text(220), taken: count(), refused: Type.Optional(text(40)) }),
  ),
  /** Makes this desktop the hub from a backup of another hub or of a server, with the same organisation and desktops. */
  restore: call(Type.Object({ file, port: port(), taskId }), hubStatus),
  close: call(Type.Object({ file }), nothing),
}
