import type { RunLater } from './query/customer-list/columns/list-model.ts'

/** How long pieces rest after an answer, milliseconds: a screen asks several things one after another. */
const REST = 5
/** How far behind pieces no longer rest, and how far behind questions wait for them. Milliseconds. */
const BEHIND = 100
const FAR_BEHIND = 200
/** The most that pieces fall behind at once, milliseconds: nobody has to wait long because one answer took seconds. */
const MOST = 40

/**
 * Runs pieces of a thread's work in the order given, between its answers, until `stop`: one at a time, so that a question
 * waits for the rest of one piece at most. Somebody who asks without a pause leaves no time in between. So that pieces
 * come to their end then too, they get half of the time once they have got less for a while, by `beforeAnswer` if there
 * is no other way: it has to be called before each answer.
 */
export function createRunLater(): { runLater: RunLater; beforeAnswer: () => void; stop: () => void } {
  const waiting: (() => void)[] = []
  let isStopped = false
  let isWaiting = false
  let hasAnswered = false
  /** Until when `behind` has been counted. */
  let counted = 0
  /** Milliseconds that went by without pieces, less those that pieces took since. */
  let behind = 0

  function turn(): void {
    if (isStopped) return
    count()
    const isResting = hasAnswered && behind <= BEHIND
    hasAnswered = false
    if (isResting) return void setTimeout(turn, REST)
    runOne()
    isWaiting = waiting.length > 0
    if (isWaiting) setImmediate(turn)
  }

  function count(): void {
    const now = performance.now()
    behind += Math.min(MOST, now - counted)
    counted = now
  }

  function runOne(): void {
    waiting.shift()?.()
    const now = performance.now()
    behind = Math.max(0, behind - (now - counted))
    counted = now
  }

  return {
    runLater(work) {
      waiting.push(work)
      if (isWaiting) return
      isWaiting = true
      counted = performance.now()
      setImmediate(turn)
    },
    beforeAnswer() {
      hasAnswered = true
      if (!isWaiting) return
      count()
      while (!isStopped && waiting.length > 0 && behind > FAR_BEHIND) runOne()
    },
    stop: () => (isStopped = true),
  }
}
