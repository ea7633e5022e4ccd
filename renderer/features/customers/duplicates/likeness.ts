import type { Colour } from '#renderer/ui/index.ts'

/** How sure two customers are the same, in the three steps that a person can act on. */
export type Likeness = 'high' | 'middle' | 'low'

/** `strength` from 0 to 1, see `core/domain/matching/groups.ts`. */
export const likenessOf = (strength: number): Likeness =>
  strength >= 0.9 ? 'high' : strength >= 0.7 ? 'middle' : 'low'

export const LIKENESS_COLOURS: Readonly<Record<Likeness, Colour>> = {
  high: 'green',
  middle: 'amber',
  low: 'slate',
}
