/** A JSON schema, as far as the compiler reads it. */
export interface FieldSchema {
  type?: unknown
  properties?: Readonly<Record<string, FieldSchema>>
}

export type ScalarType = 'string' | 'number' | 'boolean'

/** What SQL knows of one path of a document. */
export interface Field {
  /** The SQL expression of its value; NULL when missing. */
  sql: string
  /** Undefined for lists and objects: SQL can only tell whether they are there. */
  type?: ScalarType
}

/** Paths that SQL can read, by their dotted name. Nothing else ever becomes part of an SQL text. */
export type Fields = ReadonlyMap<string, Field>

export interface FieldSources {
  /** SQL expression of the column that holds the document as JSON. */
  body: string
  /** Paths with a column of their own, by path. */
  columns: Readonly<Record<string, Field>>
}

const SAFE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * The paths of a schema that do not lead through lists. A path counts as scalar only when the schema gives it one
 * plain type, since SQL compares values without regard to their JSON type.
 */
export function fieldsOf(schema: FieldSchema, sources: FieldSources): Fields {
  const fields = new Map<string, Field>()
  const add = (part: FieldSchema, path: readonly string[]): void => {
    for (const [name, child] of Object.entries(part.properties ?? {})) {
      if (!SAFE_NAME.test(name)) continue
      const childPath = [...path, name]
      const dotted = childPath.join('.')
      const json = `'$${childPath.map((step) => `."${step}"`).join('')}'`
      const type = scalarType(child.type)
      const own = sources.columns[dotted]
      if (own) fields.set(dotted, own)
      else if (type) fields.set(dotted, { sql: `json_extract(${sources.body},${json})`, type })
      else fields.set(dotted, { sql: `json_type(${sources.body},${json})` })
      if (child.type === 'object') add(child, childPath)
    }
  }
  add(schema, [])
  for (const [path, field] of Object.entries(sources.columns)) fields.set(path, field)
  return fields
}

/** Whether an SQL condition of such fields has to look into the documents: one of them has no column. */
export const readsDocuments = (sql: string): boolean => /\bjson_(extract|type)\(/.test(sql)

function scalarType(type: unknown): ScalarType | undefined {
  switch (type) {
    case 'string':
    case 'boolean':
      return type
    case 'number':
    case 'integer':
      return 'number'
    default:
      return undefined
  }
}
