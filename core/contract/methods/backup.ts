import { Type } from 'typebox'
import { id, instant, text } from '../../domain/schema-kit.ts'
import { call, nothing } from '../envelope.ts'
import { incomingFile } from './transfer-kit.ts'

const file = id()
const taskId = Type.Optional(id())
const count = () => Type.Integer({ minimum: 0 })

/** All of this desktop's data in one file, and going on from such a file here or on another computer. */
export const backupMethods = {
  /** Writes a backup while the program runs. It holds everything in readable form. */
  make: call(
    Type.Object({
      /** Of the file, without its ending. */
      name: text(200),
      taskId,
    }),
    Type.Object({ file, name: text(220), bytes: count() }),
  ),
  /** Takes in a backup piece by piece. One at a time. */
  ...incomingFile,
  /** Unpacks and checks a backup, and tells what it holds. Nothing is changed. */
  read: call(
    Type.Object({ file, taskId }),
    Type.Object({
      company: Type.Optional(text(200)),
      person: Type.Optional(text(200)),
      customers: count(),
      /** Of its last change. */
      changedAt: Type.Optional(instant()),
      /** It was connected with other offices. */
      isShared: Type.Boolean(),
    }),
  ),
  /**
   * Puts what `read` checked in the place of the data that is open, which is renamed and stays beside it. The file goes on
   * under an identity of its own (docs/sync-protocol.md §6).
   */
  restore: call(
    Type.Object({ file }),
    Type.Object({
      /** Where the data lies that was open. */
      setAside: Type.Optional(text(4096)),
    }),
  ),
  /** Lets go of the file and all that came of it. */
  close: call(Type.Object({ file }), nothing),
}
