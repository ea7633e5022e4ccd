/** Wrong tries that cost nothing; each further one doubles the wait. */
const FREE = 5
const FIRST = 5
const LONGEST = 300

/** Holds up guesses at this desktop. The memory of them ends with the program: starting it takes longer than a wait. */
export function createTries(now: () => number) {
  let tries = 0
  let until = 0
  return {
    /** Counts a try before it is looked at, and answers 0; or the whole seconds until it may be made. */
    begin(): number {
      const wait = Math.max(0, Math.ceil((until - now()) / 1000))
      if (wait > 0) return wait
      tries++
      if (tries >= FREE) until = now() + Math.min(LONGEST, FIRST * 2 ** (tries - FREE)) * 1000
      return 0
    },
    forget(): void {
      tries = 0
      until = 0
    },
  }
}

export type Tries = ReturnType<typeof createTries>
