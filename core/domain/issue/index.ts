import type { EntityDefinition, FieldRule } from '../entity.ts'
import { issueSchema } from './schema.ts'

/** Only the merger writes issues; what people add is how they settled them. */
const fields: Readonly<Record<string, FieldRule>> = Object.fromEntries(
  Object.keys(issueSchema.properties)
    .filter((field) => field !== 'settled')
    .map((field) => [field, { merge: 'immutable' }]),
)

export const issueEntity: EntityDefinition = {
  collection: 'issues',
  schema: issueSchema,
  fields,
  indexes: [['entityId']],
  // Whose the record is that an issue is about is known by looking it up (main/store/projectors/issues.ts).
  customerIdOf: (issue) => (issue.entity === 'customers' ? String(issue.entityId) : undefined),
  searchTextOf: () => [],
}
