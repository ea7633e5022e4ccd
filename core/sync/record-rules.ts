import type { TObject } from 'typebox'
import type { FieldIssue } from '../domain/command.ts'
import type { Claim, FieldRule, StoredDocument } from '../domain/entity.ts'
import { ledgerEntrySchema } from '../domain/ledger/schema.ts'
import { entities, isCollectionName } from '../domain/registry.ts'
import { validate } from '../lib/validate.ts'

/** How records of one collection merge and what they must fulfil; read from the entities, never written twice. */
export interface RecordRules {
  fields: Readonly<Record<string, FieldRule>>
  /** Every field is immutable: the record is only ever inserted. */
  insertOnly: boolean
  /** Errors of a whole record by schema and own rules; paths start with the field. */
  faultsOf(document: StoredDocument): Fault[]
  claimsOf(document: StoredDocument): Claim[]
}

export interface Fault {
  /** The top-level field, empty when the whole record is meant. */
  field: string
  code: string
}

const known = new Map<string, RecordRules>()

/** Undefined for a collection that this version does not have. */
export function recordRulesOf(collection: string): RecordRules | undefined {
  const found = known.get(collection) ?? rulesFor(collection)
  if (found) known.set(collection, found)
  return found
}

function rulesFor(collection: string): RecordRules | undefined {
  if (collection === 'transactions')
    return { ...ofSchema(ledgerEntrySchema, immutableFields(ledgerEntrySchema)), claimsOf: () => [] }
  if (!isCollectionName(collection)) return undefined
  const { schema, fields, check, claimsOf } = entities[collection]
  return { ...ofSchema(schema, fields, check), claimsOf: (document) => claimsOf?.(document) ?? [] }
}

const immutableFields = (schema: TObject) =>
  Object.fromEntries(Object.keys(schema.properties).map((field) => [field, { merge: 'immutable' } as const]))

function ofSchema(
  schema: TObject,
  fields: RecordRules['fields'],
  check: (document: StoredDocument) => FieldIssue[] = () => [],
): Omit<RecordRules, 'claimsOf'> {
  return {
    fields: { ...fields, id: { merge: 'immutable' } },
    insertOnly: Object.keys(schema.properties).every(
      (field) => field === 'id' || fields[field]?.merge === 'immutable',
    ),
    faultsOf(document) {
      const fits = validate(schema, document)
      if (!fits.ok) return fits.error.map(({ path }) => ({ field: firstPart(path), code: 'schema' }))
      return check(document)
        .filter(({ severity }) => severity === 'error')
        .map(({ path, code }) => ({ field: firstPart(path), code }))
    },
  }
}

const firstPart = (path: string): string => path.split('/')[0] ?? ''
