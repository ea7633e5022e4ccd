import { Type } from 'typebox'
import { id, instant, oneOf, text } from '../../domain/schema-kit.ts'
import { call, nothing } from '../envelope.ts'
import { incomingFile } from './transfer-kit.ts'

const file = id()
const taskId = Type.Optional(id())
const count = () => Type.Integer({ minimum: 0 })

/** What an answer in a file comes to: core/sync/files/take-answer.ts. */
const ANSWER_ENDS = [
  'taken',
  'nothingNew',
  'tooEarly',
  'otherDevice',
  'otherEpoch',
  'askAgain',
  'moved',
  'forked',
  'refused',
] as const

/** Exchange with the server without a network: signed files on a stick or by mail (docs/sync-protocol.md §9). */
export const syncFilesMethods = {
  /**
   * Writes what the server has not answered for, and the question what is new, into a file. The same again as long as no
   * answer was taken: a file that gets lost loses nothing.
   */
  make: call(
    Type.Object({
      /** Of the file, without its ending. */
      name: text(200),
      taskId,
    }),
    Type.Object({ file, name: text(210), bytes: count(), changes: count() }),
  ),
  /** Takes in an answer piece by piece. One at a time. */
  ...incomingFile,
  /** Reads an answer to its end, makes sure that the organisation wrote it, and tells what it holds. Nothing is taken. */
  read: call(
    Type.Object({ file, taskId }),
    Type.Object({
      made: instant(),
      /** What `apply` would come to as things are now; `new` for what it would take. */
      verdict: oneOf(['new', ...ANSWER_ENDS.filter((end) => end !== 'taken' && end !== 'moved')]),
      refusal: Type.Optional(text(40)),
      records: count(),
      changes: count(),
      answered: count(),
      setAside: count(),
    }),
  ),
  /** Takes what `read` told of. Whatever comes to nothing has changed nothing. */
  apply: call(
    Type.Object({ file, taskId }),
    Type.Object({ end: oneOf(ANSWER_ENDS), refusal: Type.Optional(text(40)) }),
  ),
  /** Lets go of the file. */
  close: call(Type.Object({ file }), nothing),
}
