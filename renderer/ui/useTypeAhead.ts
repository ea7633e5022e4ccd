import { fold } from '#core/lib/fold.ts'
import type { UiOption } from './options.ts'

/** Letters typed within this time of each other make one text, milliseconds. */
const TOGETHER = 700

/** Finds an option by its first letters; the same letter again goes to the next one. */
export function useTypeAhead(options: () => readonly UiOption[]) {
  let text = ''
  let last = Number.NEGATIVE_INFINITY

  /** The index of the option meant, -1 without one. */
  return function find(letter: string, from: number, now: number): number {
    text = now - last < TOGETHER ? text + fold(letter) : fold(letter)
    last = now
    const isRepeated = [...text].every((one) => one === text[0])
    const wanted = isRepeated ? (text[0] ?? '') : text
    const start = isRepeated ? from + 1 : Math.max(0, from)
    const all = options()
    for (let step = 0; step < all.length; step++) {
      const index = (start + step) % all.length
      const option = all[index]
      if (option && !option.disabled && fold(option.label).startsWith(wanted)) return index
    }
    return -1
  }
}
