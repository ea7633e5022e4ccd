import type { RunLater } from './query/customer-list/columns/list-model.ts'

/**
 * How long pieces of work go on between two answers, milliseconds. One piece alone would be too little: until the list is
 * in memory each answer takes some 100, and somebody who asks without a pause would wait so long for each of them.
 */
const TURN = 40

/** Runs pieces of a thread's work in the order given, between its answers, until `stop`. */
export function createRunLater(): { runLater: RunLater; stop: () => void } {
  const waiting: (() => void)[] = []
  let isStopped = false
  let isWaiting = false

  function wait(): void {
    isWaiting = true
    setImmediate(turn)
  }

  function turn(): void {
    const end = performance.now() + TURN
    while (!isStopped && waiting.length > 0 && performance.now() < end) waiting.shift()?.()
    isWaiting = false
    if (!isStopped && waiting.length > 0) wait()
  }

  return {
    runLater(work) {
      waiting.push(work)
      if (!isWaiting) wait()
    },
    stop: () => (isStopped = true),
  }
}
