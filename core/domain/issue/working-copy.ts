import { err, ok, type Result } from '../../lib/result.ts'
import { validate } from '../../lib/validate.ts'
import { changedFields, forChangedFields, hasErrors } from '../changes.ts'
import type { CommandContext, DocumentWrite, FieldIssue, Refusal } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { holderIn, takenValues, uniqueDefinitions } from '../customer/unique-values.ts'
import type { CollectionName, StoredDocument } from '../entity.ts'
import { entities } from '../registry.ts'

/** Documents as one command leaves them: what it read once, with all its changes so far on top. */
export function createWorkingCopy(context: CommandContext) {
  const touched = new Map<string, DocumentWrite>()
  let unique: ReadonlySet<string> | undefined
  const now = (collection: CollectionName, id: string): StoredDocument | undefined => {
    const known = touched.get(`${collection}/${id}`)
    return known ? known.after : context.read.get(collection, id)
  }

  /** A value of an attribute that must be unique, which somebody else has. */
  function taken(document: StoredDocument): Refusal | undefined {
    unique ??= uniqueDefinitions(context.read)
    if (unique.size === 0) return undefined
    // Only documents that passed their schema come here.
    const customer = document as unknown as Customer
    const [found] = takenValues(customer.attributes, unique, customer.id, holderIn(context.read))
    if (!found) return undefined
    const [elementId, holder] = found
    const attribute = customer.attributes.find(({ id }) => id === elementId)
    const details = { attribute: attribute?.name ?? '', value: attribute?.value ?? '', name: holder.name }
    return { code: 'customer.valueTaken', details: { ...details, number: holder.number } }
  }

  return {
    now,
    /** Keeps a new state, if the record may have it. */
    put(collection: CollectionName, id: string, after: StoredDocument): Result<null, Refusal> {
      const before = now(collection, id)
      const fields = faultsOf(collection, before, after)
      if (hasErrors(fields)) return err({ code: 'issue.breaksRule', fields, details: { collection, id } })
      const refused = collection === 'customers' ? taken(after) : undefined
      if (refused) return err(refused)
      const key = `${collection}/${id}`
      const first = touched.get(key)
      touched.set(key, { collection, id, before: first ? first.before : before, after })
      return ok(null)
    },
    writes: (): DocumentWrite[] => [...touched.values()],
  }
}

/** What is wrong with the new state, as far as it was not wrong before. */
function faultsOf(
  collection: CollectionName,
  before: StoredDocument | undefined,
  after: StoredDocument,
): FieldIssue[] {
  const { schema, check } = entities[collection]
  const fits = validate(schema, after)
  if (!fits.ok)
    return fits.error.map(({ path, message }) => ({
      path,
      code: 'catalog.form',
      severity: 'error',
      params: { detail: message },
    }))
  const issues = check?.(after) ?? []
  return before ? forChangedFields(issues, changedFields(before, after)) : issues
}
