/** Wrong tries that cost nothing; each further one doubles the wait. */
const FREE = 5
const FIRST = 5
const LONGEST = 300

/** Holds up guesses at this desktop. The memory of them ends with the program: starting it takes longer than a wait. */
export function createTries(now: () => number) {
  let tries = 0
  let until = 0
  return {
    /** Whole seconds until the next try; 0 when it may be made now. */
    wait: (): number => Math.max(0, Math.ceil((until - now()) / 1000)),
    /** Counts a try before it is looked at. */
    count(): void {
      tries++
      if (tries >= FREE) until = now() + Math.min(LONGEST, FIRST * 2 ** (tries - FREE)) * 1000
    },
    forget(): void {
      tries = 0
      until = 0
    },
  }
}
