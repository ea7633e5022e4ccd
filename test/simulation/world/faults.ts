import type { SeededRandom } from '#core/lib/seeded-random.ts'

/** Everything that can go wrong here (sync.md §7). */
export const FAULTS = [
  /** Desktops without a network for minutes up to 14 days. */
  'partition',
  'lostRequest',
  'lostAnswer',
  'duplicate',
  /** A request that arrives a second time days later. */
  'lateDuplicate',
  /** Pages of one to seven items. */
  'smallPages',
  /** Ops travel in parts of one to three rows. */
  'smallParts',
  /** Clocks up to two days off, with jumps. */
  'clockSkew',
  /** A desktop's program dies at any write. */
  'crash',
  /** The server dies before or after a commit. */
  'serverKill',
  'diskFull',
  'fileLost',
  'fileRestored',
  'fileMoved',
  'fileCloned',
  'serverRestore',
  /** A desktop that never comes back after the server was restored. */
  'deadDevice',
  'scopeChange',
  /** People carry files between desktops and the server: late, twice, out of order, spoilt. */
  'byFile',
  'revocation',
  'twoSchemas',
  /** Desktops that start alone and join later. */
  'joinLater',
  /** Desktops that hold nothing begin with a file that the server has ready, of then or of long ago. */
  'snapshot',
  'erase',
  /** A person who may not change the catalogue or make customers. */
  'role',
  /** Ops whose content no program would write. */
  'badOp',
  /** A record in a desktop's file changes by itself. */
  'damage',
] as const
export type Fault = (typeof FAULTS)[number]

/** Faults planted into the program itself, to see that the checks notice. */
export const PLANTS = [
  'noApplied',
  'appliedFromPush',
  'noRowLock',
  'lastWriteWins',
  'visiblePages',
  'snapshotAhead',
] as const
export type Plant = (typeof PLANTS)[number]

/** Each seed has some of the faults, so that rare combinations come up and quiet ones too. */
export const drawFaults = (random: SeededRandom): Set<Fault> => {
  const share = random.pick([0, 0.2, 0.4, 0.6, 0.9])
  return new Set(FAULTS.filter(() => random.chance(share)))
}
