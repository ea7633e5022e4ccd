import { canonicalJson } from '#core/lib/canonical-json.ts'

const same = (a: unknown, b: unknown) => canonicalJson(a ?? null) === canonicalJson(b ?? null)

/** The fields of a form that a person has changed. An emptied field may be absent altogether. */
export function changedKeys<F extends object>(base: F, mine: F): (keyof F)[] {
  const keys = new Set([...Object.keys(base), ...Object.keys(mine)] as (keyof F)[])
  return [...keys].filter((key) => !same(base[key], mine[key]))
}

/**
 * Fields that mean something only together, e.g. latitude and longitude, answer one name; null for fields that follow
 * from others and are nobody's to choose. Every other field is its own.
 */
export type UnitOf<F> = (key: keyof F) => string | null

/**
 * Lays what a person typed over the newest state of the record: fields they changed stay as typed, all others follow
 * the record. Nothing typed is lost because somebody else saved, and nothing of theirs is put back by us.
 */
export function rebase<F extends object>(base: F, mine: F, current: F, unitOf: UnitOf<F> = String): F {
  const next = { ...current }
  const changed = changedKeys(base, mine)
  const units = new Set(changed.map(unitOf))
  for (const key of [...changed, ...(Object.keys(mine) as (keyof F)[])]) {
    const unit = unitOf(key)
    if (unit === null ? changed.includes(key) : units.has(unit)) next[key] = mine[key]
  }
  return next
}

/** Fields, by unit, that somebody else changed otherwise while this person typed in the same ones. */
export function contestedUnits<F extends object>(
  base: F,
  mine: F,
  current: F,
  unitOf: UnitOf<F> = String,
): string[] {
  const unitsOf = (keys: readonly (keyof F)[]) => new Set(keys.map(unitOf))
  const theirs = unitsOf(changedKeys(base, current))
  const apart = unitsOf(changedKeys(mine, current))
  return [...unitsOf(changedKeys(base, mine))].flatMap((unit) =>
    unit !== null && theirs.has(unit) && apart.has(unit) ? [unit] : [],
  )
}

/** The fields of one unit. */
export const keysOfUnit = <F extends object>(form: F, unit: string, unitOf: UnitOf<F>): (keyof F)[] =>
  (Object.keys(form) as (keyof F)[]).filter((key) => unitOf(key) === unit)

/** A deep copy of plain form values; reads through Vue's proxies, which `structuredClone` refuses. */
export function copyForm<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => copyForm(item)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, copyForm<unknown>(member)]),
  ) as T
}
