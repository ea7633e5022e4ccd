import { isObject, jsonEqual, listElements, ownValue } from '../../lib/json-value.ts'
import { parseChangePath } from '../change-path.ts'
import { FIELD_RIGHTS, mayRun, mayWriteRecords, type FieldRight, type Role } from './roles.ts'

/** A change as an op has it. */
export interface ChangedValue {
  collection: string
  id: string
  path: string
  kind: string
  from?: unknown
  to?: unknown
}

/** Codes of what a role does not allow; the locales hold them under `conflicts.reason`. */
export type RightsRefusal = 'role' | 'field'

/**
 * Why the role may not make these changes by this command; the same rule on the server and on every desktop. `kindOf`
 * tells the kind of a catalogue record that is there.
 */
export function refusedByRole(
  role: Role,
  command: string,
  changes: Iterable<ChangedValue>,
  kindOf: (id: string) => string | undefined,
): RightsRefusal | undefined {
  if (!mayRun(role, command)) return 'role'
  if (role === 'admin' || command === 'setup.joinOffice') return undefined
  for (const change of changes) {
    // Members of a merge group are told along; they say that nothing changed.
    if (change.path !== '' && jsonEqual(change.from, change.to)) continue
    const kind = change.collection === 'catalog' ? (kindIn(change) ?? kindOf(change.id)) : undefined
    if (!mayWriteRecords(role, change.collection, kind)) return 'role'
    for (const right of FIELD_RIGHTS)
      if (right.collection === change.collection && !mayTouch(right, role, change) && touches(right, change))
        return 'field'
  }
  return undefined
}

const kindIn = ({ path, from, to }: ChangedValue): string | undefined => {
  if (path !== '') return undefined
  const kind = isObject(to) ? ownValue(to, 'kind') : isObject(from) ? ownValue(from, 'kind') : undefined
  return typeof kind === 'string' ? kind : undefined
}

/** New elements may bring what changes of old ones may not. */
const mayTouch = ({ write, create = [] }: FieldRight, role: Role, { kind }: ChangedValue): boolean =>
  write.includes(role) || (kind === 'create' && create.includes(role))

/** Whether the change says anything of the field: in a whole record, a list, an element, or by itself. */
function touches({ field, list, element }: FieldRight, { path, from, to }: ChangedValue): boolean {
  const at = parseChangePath(path)
  const inside = (value: unknown) =>
    list === undefined ? value : isObject(value) ? ownValue(value, list) : undefined
  if (!at)
    return [from, to].some((record) => isObject(record) && holds(inside(ownValue(record, field)), element))
  if (at.field !== field) return false
  if (element === undefined) return true
  // Told as one value: what it says of the list counts only where that differs.
  if (list !== undefined) return !jsonEqual(costsOf(inside(from), element), costsOf(inside(to), element))
  if (at.elementId === undefined) return [from, to].some((value) => holds(value, element))
  if (at.elementField !== undefined) return at.elementField === element
  return [from, to].some((value) => isObject(value) && ownValue(value, element) !== undefined)
}

const costsOf = (value: unknown, element: string) =>
  (listElements(value) ?? []).map((one) => [ownValue(one, 'id') ?? null, ownValue(one, element) ?? null])

/** Whether there is anything in it; an empty list is nothing. */
function holds(value: unknown, element: string | undefined): boolean {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return false
  if (element === undefined) return true
  return (listElements(value) ?? []).some((one) => ownValue(one, element) !== undefined)
}
