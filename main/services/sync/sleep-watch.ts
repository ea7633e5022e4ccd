/** How often the clock is looked at, and how much more than that must have passed for a sleep. Milliseconds. */
const LOOK_EVERY = 10_000
const GAP = 20_000

/** Calls `woke` when the computer slept or its clock jumped ahead: connections from before are dead. Answers its end. */
export function watchSleep(now: () => number, woke: () => void): () => void {
  let last = now()
  const timer = setInterval(() => {
    const at = now()
    if (at - last > LOOK_EVERY + GAP) woke()
    last = at
  }, LOOK_EVERY)
  timer.unref()
  return () => clearInterval(timer)
}
