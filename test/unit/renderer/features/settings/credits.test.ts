import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { LIBRARIES } from '#renderer/features/settings/credits.ts'

interface Lock {
  packages: Record<string, { license?: string }>
}

const root = resolve(import.meta.dirname, '../../../../..')
const lock = JSON.parse(readFileSync(resolve(root, 'package-lock.json'), 'utf8')) as Lock

it.each(LIBRARIES)('%s is under %s', (name, licence) => {
  expect(lock.packages[`node_modules/${name}`]?.license).toBe(licence)
})
