import type { RunLater } from './query/customer-list/columns/list-model.ts'

/** The most that one answer counts for, milliseconds: nobody has to wait long because one question took seconds. */
const MOST = 40
/** How far pieces fall behind before a question waits for them, milliseconds. */
const BEHIND = 100

/**
 * Runs pieces of a thread's work in the order given, between its answers, until `stop`: one at a time, so that a question
 * waits for the rest of one piece. Somebody who asks without a pause leaves no time in between. So that pieces come to
 * their end then too, `catchUp` before each answer gives them as much time as answers take, once they have got less for a
 * while.
 */
export function createRunLater(): { runLater: RunLater; catchUp: () => void; stop: () => void } {
  const waiting: (() => void)[] = []
  let isStopped = false
  let isWaiting = false
  /** When pieces had their last turn. The loop does not rest while some wait: what goes by is time of answers. */
  let since = 0
  /** Milliseconds that answers have taken more than pieces. */
  let owed = 0

  function wait(): void {
    isWaiting = true
    setImmediate(turn)
  }

  function turn(): void {
    catchUp()
    if (!isStopped) runOne()
    isWaiting = false
    if (!isStopped && waiting.length > 0) wait()
  }

  function catchUp(): void {
    const now = performance.now()
    if (waiting.length > 0) owed += Math.min(MOST, now - since)
    since = now
    while (!isStopped && waiting.length > 0 && owed > BEHIND) runOne()
  }

  function runOne(): void {
    waiting.shift()?.()
    const now = performance.now()
    owed = Math.max(0, owed - (now - since))
    since = now
  }

  return {
    runLater(work) {
      waiting.push(work)
      if (isWaiting) return
      since = performance.now()
      wait()
    },
    catchUp,
    stop: () => (isStopped = true),
  }
}
