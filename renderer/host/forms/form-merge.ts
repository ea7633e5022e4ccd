import { canonicalJson } from '#core/lib/canonical-json.ts'

const same = (a: unknown, b: unknown) => canonicalJson(a ?? null) === canonicalJson(b ?? null)

/** The fields of a form that a person has changed. An emptied field may be absent altogether. */
export function changedKeys<F extends object>(base: F, mine: F): (keyof F)[] {
  const keys = new Set([...Object.keys(base), ...Object.keys(mine)] as (keyof F)[])
  return [...keys].filter((key) => !same(base[key], mine[key]))
}

/**
 * Lays what a person typed over the newest state of the record: fields they changed stay as typed, all others follow
 * the record. Nothing typed is lost because somebody else saved, and nothing of theirs is put back by us.
 */
export function rebase<F extends object>(base: F, mine: F, current: F): F {
  const next = { ...current }
  for (const key of changedKeys(base, mine)) next[key] = mine[key]
  return next
}

/** Fields that somebody else changed while this person typed in the same ones. */
export function contestedKeys<F extends object>(base: F, mine: F, current: F): (keyof F)[] {
  return changedKeys(base, mine).filter(
    (key) => !same(base[key], current[key]) && !same(mine[key], current[key]),
  )
}

/** A deep copy of plain form values; reads through Vue's proxies, which `structuredClone` refuses. */
export function copyForm<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => copyForm(item)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, copyForm<unknown>(member)]),
  ) as T
}
