import { expect, it } from 'vitest'
import { simulate } from './world/simulate.ts'

const BLOCK = 25

/** Worlds from so many seeds; in several files, so that they run beside each other. `npm run simulate` runs more. */
export function holdSeeds(from: number, count: number): void {
  it.each(Array.from({ length: count / BLOCK }, (_, block) => from + block * BLOCK))(
    `keep every invariant in ${BLOCK} worlds from seed %i on`,
    async (first) => {
      for (let seed = first; seed < first + BLOCK; seed++) {
        const { violations, faults } = await simulate({ seed })
        expect(violations, `npm run simulate -- --seed=${seed}, with ${faults.join(' ')}`).toEqual([])
      }
    },
  )
}
