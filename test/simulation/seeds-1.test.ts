import { describe } from 'vitest'
import { holdSeeds } from './seeds.suite.ts'

describe('offices in sync, while everything breaks', () => holdSeeds(1, 100))
