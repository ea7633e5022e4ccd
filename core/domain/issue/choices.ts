import { jsonEqual } from '../../lib/json-value.ts'
import { entities, isCollectionName } from '../registry.ts'
import { placeOf } from './place.ts'
import type { Issue, IssueChoice } from './schema.ts'

/** Fields that only commands of their own change, with what follows from it. */
const BY_COMMAND: ReadonlySet<string> = new Set(['archived', 'mergedInto', 'customerId'])

/**
 * What a person can decide about an issue here and now. `current` is always among them: the record stays as it is. Values
 * of records that only grow, and archiving, cannot be chosen: they have commands of their own.
 */
export function choicesOf(
  issue: Pick<Issue, 'kind' | 'entity' | 'path' | 'erased' | 'mine' | 'before'>,
): IssueChoice[] {
  const { kind, entity, path } = issue
  if (issue.erased || !isCollectionName(entity)) return ['current']
  if (kind === 'gone') return path === '' ? ['mine', 'current'] : ['current']
  if (kind !== 'conflict' && kind !== 'rule') return ['current']
  const { fields } = entities[entity]
  const place = placeOf(path, fields)
  if (!place || BY_COMMAND.has(place.field) || fields[place.field]?.merge === 'immutable') return ['current']
  // What its author had seen is no third value when only an element was added or taken away.
  return place.members && !jsonEqual(issue.mine, issue.before)
    ? ['mine', 'theirs', 'before', 'current']
    : ['mine', 'theirs', 'current']
}

/** Whether what was refused can be sent again, mended or as it is. Money is entered anew: its numbers are given once. */
export const canSendAgain = ({ kind, rows, erased, settled }: Issue): boolean =>
  kind === 'rejected' &&
  !erased &&
  !settled &&
  (rows ?? []).length > 0 &&
  (rows ?? []).every(({ collection }) => isCollectionName(collection) && !SENT_ONCE.has(collection))

const SENT_ONCE: ReadonlySet<string> = new Set(['invoices', 'issues'])
