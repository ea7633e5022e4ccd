import { expect, it } from 'vitest'
import { PLANTS, type Fault, type Plant } from './world/faults.ts'
import { shrink } from './world/shrink.ts'
import { simulate, type SimulationResult } from './world/simulate.ts'

/** Seeds within which a planted fault must be found. */
const WITHIN = 40

/** Where a planted fault shows in few worlds: what makes it likely. Pulls of many pages, pushes in between. */
const LIKELY: Partial<Record<Plant, readonly Fault[]>> = {
  appliedFromPush: ['smallPages', 'partition', 'serverKill'],
  // Desktops that begin with a file twice, the second time with the same one.
  snapshotAhead: ['snapshot', 'fileLost', 'joinLater'],
}

it.each(PLANTS)('notices a program with the fault %s, and shortens the seed that shows it', async (plant) => {
  let found: SimulationResult | undefined
  for (let seed = 1; seed <= WITHIN && !found; seed++) {
    const faults = LIKELY[plant]
    const result = await simulate({ seed, plant, ...(faults && { faults: new Set(faults) }) })
    if (result.violations.length > 0) found = result
  }
  expect(found, `${plant} went unnoticed in ${WITHIN} seeds`).toBeDefined()
  if (!found) return
  const shrunk = await shrink(found, plant)
  expect(shrunk.violations).not.toEqual([])
  expect(shrunk.faults.length).toBeLessThanOrEqual(found.faults.length)
})
