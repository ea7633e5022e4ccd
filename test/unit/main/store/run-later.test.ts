import { describe, expect, it } from 'vitest'
import { createRunLater } from '#main/store/run-later.ts'

const turn = (): Promise<void> => new Promise((done) => void setImmediate(done))

/** Keeps the thread for so long, milliseconds. */
function busy(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}

describe('work between the answers of a thread', () => {
  it('is done in the order given, many short pieces in one turn', async () => {
    const { runLater } = createRunLater()
    const done: number[] = []
    const piece = (number: number) => () => {
      done.push(number)
      if (number < 100) runLater(piece(number + 1))
    }
    runLater(piece(0))
    expect(done).toEqual([])
    await turn()
    expect(done).toEqual(Array.from({ length: 101 }, (_, i) => i))
  })

  it('lets others have their turn after a while', async () => {
    const { runLater } = createRunLater()
    let pieces = 0
    const piece = () => {
      busy(17)
      if (++pieces < 10) runLater(piece)
    }
    runLater(piece)
    await turn()
    expect(pieces).toBeGreaterThan(0)
    expect(pieces).toBeLessThan(10)
    while (pieces < 10) await turn()
  })

  it('ends when it is stopped, also in the middle of a turn', async () => {
    const { runLater, stop } = createRunLater()
    const done: string[] = []
    runLater(() => done.push('first'))
    runLater(stop)
    runLater(() => done.push('never'))
    await turn()
    await turn()
    expect(done).toEqual(['first'])
  })
})
