import { expect, it } from 'vitest'
import { simulate } from './world/simulate.ts'

it('ends the same way from the same seed, and another way from another', async () => {
  const hashes = await Promise.all([7, 7, 8].map((seed) => simulate({ seed }))).then((all) =>
    all.map(({ hash }) => hash),
  )
  expect(hashes[1]).toBe(hashes[0])
  expect(hashes[2]).not.toBe(hashes[0])
})
