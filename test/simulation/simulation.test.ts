import { describe, expect, it } from 'vitest'
import { simulate } from './world/simulate.ts'

/** Seeds of every run of the tests; `npm run simulate -- --seeds=5000` runs more. */
const SEEDS = 300
const BLOCK = 50

describe('offices in sync, while everything breaks', () => {
  it.each(Array.from({ length: SEEDS / BLOCK }, (_, block) => 1 + block * BLOCK))(
    'keep every invariant from seed %i on',
    async (first) => {
      for (let seed = first; seed < first + BLOCK; seed++) {
        const { violations, faults } = await simulate({ seed })
        expect(
          violations,
          `seed ${seed} (npm run simulate -- --seed=${seed}) with ${faults.join(' ')}`,
        ).toEqual([])
      }
    },
  )

  it('end the same way from the same seed, and another way from another', async () => {
    const first = await simulate({ seed: 7 })
    expect((await simulate({ seed: 7 })).hash).toBe(first.hash)
    expect((await simulate({ seed: 8 })).hash).not.toBe(first.hash)
  })
})
