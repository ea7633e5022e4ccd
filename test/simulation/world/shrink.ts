import type { Fault, Plant } from './faults.ts'
import { simulate, type SimulationResult } from './simulate.ts'

/** What went wrong, without whom it happened to. */
const kindOf = (violation: string): string =>
  violation
    .split(' ')
    .filter((word) => /^[a-z]+$/i.test(word))
    .slice(0, 4)
    .join(' ')

export interface Shrunk extends SimulationResult {
  size: number
}

/** Leaves out faults, days and desktops as long as the world still fails. */
export async function shrink(failing: SimulationResult, plant?: Plant): Promise<Shrunk> {
  let best: Shrunk = { ...failing, size: 1 }
  const wanted = new Set(failing.violations.map(kindOf))
  const attempt = async (faults: readonly Fault[], size: number): Promise<boolean> => {
    const result = await simulate({ seed: failing.seed, faults: new Set(faults), size, plant })
    if (!result.violations.some((violation) => wanted.has(kindOf(violation)))) return false
    best = { ...result, size }
    return true
  }
  for (const fault of failing.faults) {
    const without = best.faults.filter((one) => one !== fault)
    await attempt(without, best.size)
  }
  for (const size of [0.3, 0.5, 0.75]) if (await attempt(best.faults, size)) break
  return best
}
