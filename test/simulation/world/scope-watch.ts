import { parseChangePath } from '#core/domain/change-path.ts'
import { isObject } from '#core/lib/json-value.ts'
import type { Issue } from '#core/sync/issue.ts'
import type { DeviceScope } from '#core/sync/scope.ts'
import type { FeedItem } from '#core/sync/wire.ts'

/**
 * What of an answer lies outside the scope of the device that it goes to, in words; nothing when all is well. Looks at
 * values only, and knows nothing of how the server cuts them.
 */
export function leaksOf(scope: DeviceScope, items: readonly FeedItem[]): string[] {
  return items.flatMap((item) => {
    if (item.type === 'op')
      return item.op.rows.flatMap(({ collection, id, path, from, to }) =>
        showsHidden(scope, collection, path, [from, to]) ? [`${collection}/${id} ${path}`] : [],
      )
    const { collection, id, body } = item
    if (!body) return []
    if (collection !== 'issues')
      return showsHidden(scope, collection, '', [body]) ? [`${collection}/${id}`] : []
    // Only the merger writes issues.
    const { entity, path, mine, theirs, before, rows = [] } = body as Issue
    const isShown =
      showsHidden(scope, entity, path, [mine, theirs, before]) ||
      rows.some((row) => showsHidden(scope, row.collection, row.path, [row.from, row.to]))
    return isShown ? [`issues/${id}`] : []
  })
}

/** Some value of the record is there although it lies in a collection or field outside the scope. */
function showsHidden(
  { collections, hiddenFields }: DeviceScope,
  collection: string,
  path: string,
  values: readonly unknown[],
): boolean {
  const there = values.filter((value) => value !== undefined)
  if (there.length === 0) return false
  // That somebody settled an issue says nothing of what it is about.
  if (collection === 'issues' && path === 'settled') return false
  if (collections && !collections.includes(collection)) return true
  const hidden = hiddenFields?.[collection] ?? []
  const field = parseChangePath(path)?.field
  return (
    (field !== undefined && hidden.includes(field)) ||
    there.some((value) => isObject(value) && hidden.some((name) => Object.hasOwn(value, name)))
  )
}
