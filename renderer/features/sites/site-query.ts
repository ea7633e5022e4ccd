import type { LiveQuery } from '#renderer/data/index.ts'
import type { Site } from '#core/domain/site/schema.ts'

type Selector = NonNullable<LiveQuery<Site>['selector']>

/** Precisions that leave a crew searching: the quick list of sites to put right. */
export const INEXACT = ['street', 'place', 'none'] as const

/** Sites in use; optionally only those without an exact position. */
export const sitesInUse = (onlyInexact: boolean): Selector => ({
  archived: { $exists: false },
  ...(onlyInexact && { 'origin.precision': { $in: [...INEXACT] } }),
})
