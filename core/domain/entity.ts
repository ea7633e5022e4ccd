import type { TObject } from 'typebox'
import type { FieldIssue } from './command.ts'

/** Names of the RxDB collections (domain.md §1). */
export type CollectionName =
  'customers' | 'contacts' | 'sites' | 'services' | 'inventory' | 'invoices' | 'catalog' | 'issues'

/** What change rows of an op may name: documents, and entries of the ledger, which is no collection. */
export type RecordKind = CollectionName | 'transactions'

/** What every stored document has. */
export interface StoredDocument {
  id: string
  [field: string]: unknown
}

/**
 * How a field merges when two desktops changed it (sync.md §3). It also decides how a change is written in an op:
 * `set` fields as adds and removes, `list` fields by element id, all others as the whole value.
 */
export type MergeClass = 'plain' | 'guarded' | 'set' | 'list' | 'longText' | 'immutable'

export interface FieldRule {
  merge: MergeClass
  /**
   * Fields of one group merge, lose and are restored as one value; they have one class. After a release no field may
   * join a group that is there: older versions would leave it out of the value.
   */
  group?: string
  /** Of a `list`: rules of the fields inside its elements; fields not named are `plain`. */
  elements?: Readonly<Record<string, FieldRule>>
}

/** Something that only one record may have, such as a number. The server notes who came first. */
export interface Claim {
  kind: 'number' | 'billed'
  value: string
}

/** One piece of text by which a document can be found, and what it is (shown as the reason for a hit). */
export interface SearchText {
  kind:
    | 'name'
    | 'number'
    /** Of a customer that was merged into this one. */
    | 'formerNumber'
    | 'taxId'
    | 'email'
    | 'phone'
    | 'address'
    | 'plusCode'
    | 'tag'
    | 'attribute'
    | 'note'
    | 'serial'
    | 'model'
    | 'ip'
    | 'mac'
    | 'circuit'
  text: string
}

/** Everything the layers need to know of one kind of document; see `registry.ts`. */
export interface EntityDefinition {
  collection: CollectionName
  schema: TObject
  /** Field rules by top-level field; fields not named here are `plain`. */
  fields: Readonly<Record<string, FieldRule>>
  /** SQL indexes, each a list of top-level scalar fields; `id` is always appended. */
  indexes: readonly (readonly string[])[]
  /** The customer a document belongs to, for the activity log; undefined for catalogue records. */
  customerIdOf(document: StoredDocument): string | undefined
  searchTextOf(document: StoredDocument): SearchText[]
  /** What is wrong with a document that fits its schema by its own rules, without looking at others. Asked after every merge. */
  check?(document: StoredDocument): FieldIssue[]
  /** What a new document claims for itself alone. */
  claimsOf?(document: StoredDocument): Claim[]
  /** What a list or the log calls the record, when that is not its `name`. */
  titleOf?(document: StoredDocument): string
}
