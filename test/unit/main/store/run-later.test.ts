import { once } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createRunLater } from '#main/store/run-later.ts'

const turn = (): Promise<void> => new Promise((done) => void setImmediate(done))

/** Keeps the thread for so long, milliseconds. */
function busy(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

describe('work between the answers of a thread', () => {
  it('is done in the order given, and all of it', async () => {
    const { runLater } = createRunLater()
    const done: number[] = []
    const piece = (number: number) => () => {
      done.push(number)
      if (number < 100) runLater(piece(number + 1))
    }
    runLater(piece(0))
    expect(done).toEqual([])
    while (done.length <= 100) await turn()
    expect(done).toEqual(Array.from({ length: 101 }, (_, i) => i))
  })

  it('keeps a question waiting for one piece, not for more', async () => {
    const { runLater } = createRunLater()
    const { port1: asker, port2: thread } = new MessageChannel()
    onTestFinished(() => asker.close())
    let pieces = 0
    const piece = () => {
      busy(3)
      if (++pieces === 5) asker.postMessage('question')
      if (pieces < 20) runLater(piece)
    }
    const heard = once(thread, 'message')
    runLater(piece)
    await heard
    expect(pieces).toBeGreaterThanOrEqual(5)
    expect(pieces).toBeLessThanOrEqual(6)
  })

  it('comes to its end also when questions leave the thread no time in between', () => {
    const { runLater, beforeAnswer } = createRunLater()
    let pieces = 0
    const piece = () => {
      busy(2)
      if (++pieces < 30) runLater(piece)
    }
    runLater(piece)
    let answers = 0
    for (; answers < 60 && pieces < 30; answers++) {
      beforeAnswer()
      busy(20)
    }
    expect(pieces).toBe(30)
    // The first ones need not wait for it.
    expect(answers).toBeGreaterThan(4)
  })

  it('does not hold up the question after one that took long', () => {
    const { runLater, beforeAnswer } = createRunLater()
    let pieces = 0
    runLater(() => pieces++)
    busy(300)
    beforeAnswer()
    expect(pieces).toBe(0)
  })

  it('rests a moment after an answer, but only until it has fallen behind', async () => {
    const { runLater, beforeAnswer } = createRunLater()
    let pieces = 0
    const piece = () => {
      pieces++
      runLater(piece)
    }
    runLater(piece)
    const start = performance.now()
    while (pieces === 0) {
      beforeAnswer()
      await turn()
    }
    // As far as it may be behind.
    expect(performance.now() - start).toBeGreaterThanOrEqual(100)
  })

  it('ends when it is stopped', async () => {
    const { runLater, stop } = createRunLater()
    const done: string[] = []
    runLater(() => done.push('first'))
    runLater(stop)
    runLater(() => done.push('never'))
    for (let i = 0; i < 5; i++) await turn()
    expect(done).toEqual(['first'])
  })
})
