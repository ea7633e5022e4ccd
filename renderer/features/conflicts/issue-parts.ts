import { changePath } from '#core/domain/change-path.ts'
import type { FieldRule } from '#core/domain/entity.ts'
import { isShown } from '#core/domain/activity/field-text.ts'
import { placeOf } from '#core/domain/issue/place.ts'
import { entities, isCollectionName } from '#core/domain/registry.ts'
import { isObject, jsonEqual, ownValue } from '#core/lib/json-value.ts'

/** The values of an issue, of which each may be absent. */
export interface Sides {
  mine?: unknown
  theirs?: unknown
  before?: unknown
  current?: unknown
}
export type Side = keyof Sides

/** One field of what an issue is about, on all sides. */
export interface IssuePart extends Sides {
  path: string
}

const SIDES = ['mine', 'theirs', 'before', 'current'] as const

/** The fields that differ on any side: of a merge group, of a list element, or of a whole record. */
export function partsOf(entity: string, path: string, sides: Sides): IssuePart[] {
  const rules: Readonly<Record<string, FieldRule>> = isCollectionName(entity) ? entities[entity].fields : {}
  const place = placeOf(path, rules)
  if (place?.members && !place.isGroup) return [{ path, ...sides }]
  const within = (name: string): string =>
    place?.elementId === undefined ? changePath(name) : changePath(place.field, place.elementId, name)
  const names = new Set(SIDES.flatMap((side) => (isObject(sides[side]) ? Object.keys(sides[side]) : [])))
  const parts = [...names].map((name): IssuePart => {
    const part: IssuePart = { path: within(name) }
    for (const side of SIDES) {
      const value = sides[side]
      if (isObject(value)) part[side] = ownValue(value, name)
    }
    return part
  })
  const shown = parts.filter((part) => isShown({ path: part.path, collection: entity }))
  const differing = shown.filter(
    ({ mine, theirs, before }) => !jsonEqual(mine, theirs) || !jsonEqual(mine, before),
  )
  return differing.length > 0 ? differing : shown
}
