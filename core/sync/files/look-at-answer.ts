import type { ClientState } from '../client/ports.ts'
import type { SyncRefusal } from '../wire.ts'
import type { AnswerHeader, AnswerLine } from './answer-request.ts'
import { compareCursors, placeOf } from './take-answer.ts'

/** What a file holds for a desktop, told before anything of it is taken. */
export interface AnswerContents {
  /** What taking it would come to, as far as can be said before (take-answer.ts). */
  verdict:
    'new' | 'nothingNew' | 'tooEarly' | 'otherDevice' | 'otherEpoch' | 'askAgain' | 'forked' | 'refused'
  refusal?: SyncRefusal | 'damaged'
  /** Customers, sites and all else that is new or changed. */
  records: number
  /** Changes of others that are not here yet. */
  changes: number
  /** Own changes that the server has answered for. */
  answered: number
  /** Of those: with something that waits for a decision, or taken not at all. */
  setAside: number
}

/** Looks at the lines of an answer one after another, in the state in which the desktop is. */
export function createAnswerLook(state: ClientState, header: AnswerHeader) {
  const contents: AnswerContents = {
    verdict: 'nothingNew',
    records: 0,
    changes: 0,
    answered: 0,
    setAside: 0,
  }
  let from = header.after
  let isDecided = false

  const decide = (verdict: AnswerContents['verdict'], refusal?: AnswerContents['refusal']): void => {
    isDecided = true
    contents.verdict = verdict
    if (refusal !== undefined) contents.refusal = refusal
  }

  const lookAtPush = ({ push }: Extract<AnswerLine, { push: unknown }>): void => {
    if (!push.ok) {
      // Another epoch: the heads follow.
      if (push.refusal !== 'epoch') decide('refused', push.refusal)
      return
    }
    if (header.epoch !== state.epoch) return decide('otherEpoch')
    for (const result of push.results) {
      if (result.status === 'taken') {
        contents.answered++
        if (result.outcome.result !== 'applied') contents.setAside++
      } else if (result.device === state.device) {
        if (result.status === 'forked') return decide('forked')
        if (result.status === 'tampered') return decide('refused', 'damaged')
        if (result.status === 'refused') return decide('refused', result.reason)
      }
    }
  }

  const lookAtPage = ({ pull }: Extract<AnswerLine, { pull: unknown }>): void => {
    if (!pull.ok) return pull.refusal === 'epoch' ? decide('otherEpoch') : decide('refused', pull.refusal)
    if (pull.epoch !== state.epoch) return decide('otherEpoch')
    if (pull.scope) {
      if (pull.scope.version === state.scopeVersion) return decide('nothingNew')
      return decide(pull.scope.version > state.scopeVersion ? 'askAgain' : 'otherEpoch')
    }
    if (header.scopeVersion !== state.scopeVersion) return decide('otherEpoch')
    if (compareCursors(from, state.after) > 0) return decide('tooEarly')
    from = pull.next
    for (const item of pull.items) {
      if (compareCursors(placeOf(item), state.after) <= 0) continue
      if (item.type === 'record') contents.records++
      else if (item.op.header.device !== state.device && (item.op.part?.index ?? 0) === 0) contents.changes++
    }
    if (compareCursors(from, state.after) > 0) contents.verdict = 'new'
  }

  const lookAtHeads = ({ heads }: Extract<AnswerLine, { heads: unknown }>): void => {
    if (!heads.ok) return decide('otherEpoch')
    if (heads.epoch === state.epoch) return decide('nothingNew')
    decide(header.epoch === state.epoch ? 'askAgain' : 'otherEpoch')
  }

  if (header.device !== state.device) decide('otherDevice')
  return {
    look(line: AnswerLine): void {
      if (isDecided) return
      if ('push' in line) lookAtPush(line)
      else if ('heads' in line) lookAtHeads(line)
      else lookAtPage(line)
    },
    contents: (): AnswerContents => contents,
  }
}
