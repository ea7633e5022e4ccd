import type { RxJsonSchema } from 'rxdb/plugins/core'
import type { EntityDefinition, StoredDocument } from '#core/domain/entity.ts'

/**
 * The entity's schema as RxDB takes it. Always version 0: schemas only grow, so RxDB never has to compare or migrate
 * them (architecture.md §4). No indexes: queries run in the host, RxDB itself looks nothing up.
 */
export function rxSchemaOf(entity: EntityDefinition): RxJsonSchema<StoredDocument> {
  const { required, properties } = cloneJson(entity.schema)
  return { version: 0, primaryKey: 'id', type: 'object', required: [...required], properties }
}

/** A plain copy without what TypeBox keeps hidden on its schemas. RxDB freezes and clones what it is given. */
function cloneJson(schema: EntityDefinition['schema']): PlainSchema {
  return JSON.parse(JSON.stringify(schema)) as PlainSchema
}

interface PlainSchema {
  required: string[]
  properties: RxJsonSchema<StoredDocument>['properties']
}
