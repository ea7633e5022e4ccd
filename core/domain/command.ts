import type { Static, TSchema } from 'typebox'
import type { Result } from '../lib/result.ts'
import type { LeaseHolder } from './billing/lease.ts'
import type { CustomerFilter } from './customer/filter.ts'
import type { AttributeValue } from './customer/unique-values.ts'
import type { CollectionName, StoredDocument } from './entity.ts'
import type { IdentifierHolders, IdentifierRange, IdentifierUse } from './identifier.ts'
import type { LedgerEntry } from './ledger/schema.ts'
import type { LedgerReader } from './ledger/reader.ts'
import type { ImportedTable } from './import/imported-table.ts'
import type { MatchKey } from './matching/keys.ts'
import type { RefusalCode } from './refusal-codes.ts'

/** A rule that a field breaks (`error`) or that a person should look at (`warning`). Shown beside the field. */
export interface FieldIssue {
  /** Field name, or `list/<element id>/field`. */
  path: string
  /** Closed list in the locales under `issue.<code>`. */
  code: string
  severity: 'error' | 'warning'
  /** Values for the text: lengths, suggestions. */
  params?: Readonly<Record<string, string | number>>
}

/** Why a command was not carried out: an expected outcome. The locales hold what to do under `refusal.<code>`. */
export interface Refusal {
  code: RefusalCode
  fields?: FieldIssue[]
  details?: Readonly<Record<string, unknown>>
}

/** One document as the command leaves it. `before` is what the command read, `undefined` for a new document. */
export interface DocumentWrite {
  collection: CollectionName
  id: string
  before: StoredDocument | undefined
  /** `undefined` deletes: only undo of a create and erase do that, people archive. */
  after: StoredDocument | undefined
}

/** Reads inside a command: the last committed state, on the writer's own connection. */
export interface CommandReader {
  get(collection: CollectionName, id: string): StoredDocument | undefined
  getMany(collection: CollectionName, ids: readonly string[]): Map<string, StoredDocument>
  /**
   * Documents whose top-level scalar fields equal `where`, which must name the first field of an index. All of them
   * without `limit`: a rule that looks for one kind among them must never see only a part (see `findInUse`).
   */
  find(collection: CollectionName, where: DocumentMatch, limit?: number): StoredDocument[]
  /** One of those documents that is not archived, other than `exceptId`; however many archived ones come before it. */
  findInUse(collection: CollectionName, where: DocumentMatch, exceptId?: string): StoredDocument | undefined
  /** Ids of all customers that match, in a lasting order. */
  customersMatching(filter: CustomerFilter): string[]
  ledger: LedgerReader
  /**
   * Who has an address, number or circuit that lies in `range`, or a block that overlaps it; the first `limit` in key
   * order. With `among`, only what is asked for counts towards the limit.
   */
  findIdentifiers(range: IdentifierRange, limit: number, among?: IdentifierHolders): IdentifierUse[]
  /**
   * Ids of customers, archived ones too, that hold every one of the keys, themselves or by a contact or site; at most
   * `limit`, and only `onlyId` when it is given.
   */
  customersWith(keys: readonly MatchKey[], limit: number, onlyId?: string): string[]
  /** A customer other than `exceptId` that holds a value of a defined attribute: one in use before an archived one. */
  customerWithValue(value: AttributeValue, exceptId?: string): string | undefined
  /** Two customers with the same value of a defined attribute; undefined when every value is held once. */
  sharedValue(definitionId: string): readonly [string, string] | undefined
}

/** Values of top-level scalar fields. */
export type DocumentMatch = Readonly<Record<string, string>>

export interface Actor {
  deviceId: string
  /** Two characters drawn at first run. */
  deviceCode: string
  personId: string
  officeId: string
}

export interface CommandContext {
  read: CommandReader
  actor: Actor
  /** Milliseconds since 1970 UTC; one moment for the whole command. */
  now: number
  newId: () => string
  /** SHA-256 of UTF-8 text, lower-case hex. For ids derived from content. */
  sha256: (text: string) => string
  /** The next number of a named counter of this device (1, 2, 3 …), kept in the same transaction. */
  nextCount: (counter: string) => number
  /**
   * Long commands call this every 500 rows at the latest. Throws the store's cancellation when the person cancelled;
   * nothing has been written then.
   */
  progress: (done: number, total: number) => void
  /** A table that a person handed over for import; undefined when the host no longer has it. */
  importedTable?: (file: string) => ImportedTable | undefined
  /**
   * Who holds an office's billing lease, when that is another desktop or nobody (sync.md §3): only the holder issues the invoices
   * of its customers. Undefined when it is this one, as it always is for a desktop that works alone.
   */
  billingLease?: (officeId: string) => LeaseHolder | undefined
  /** Nothing will be written: bulk commands tell what they would do instead of refusing. */
  isPreview?: boolean
}

export interface CommandOutcome<R = unknown> {
  writes: DocumentWrite[]
  result: R
  /** New entries of the ledger, in the order in which they are posted. */
  entries?: readonly LedgerEntry[]
  /** Written into the op for the log, e.g. the contact who asked for the change. */
  requestedBy?: string
  /** Customers whose values are taken out of the file for good, with all that `writes` deletes. */
  erases?: readonly string[]
}

/**
 * One user action. Handlers are pure: they read through the context and return writes or a refusal; the writer turns
 * writes into an op and commits op, documents and read models in one transaction (architecture.md §1).
 */
export interface CommandDefinition<S extends TSchema = TSchema, R = unknown> {
  /** `entity.verb`. */
  name: string
  input: S
  /** `inverse`: undo puts fields back. `reversal`: counter-entries follow (`reverse`). `none`: cannot be undone. */
  undo: 'inverse' | 'reversal' | 'none'
  /** Taken or rejected entire by the server (sync.md §3). */
  whole?: boolean
  /** Only the host itself runs it (set-up, demo data); windows that ask for it are refused as `command/unknown`. */
  internal?: true
  /** Its result is a `BulkResult`, and it can be asked beforehand what it would do (`command.preview`). */
  bulk?: true
  /** It can be asked beforehand what it would do: its result tells what that costs, and a refusal comes as such. */
  explains?: true
  run(input: Static<S>, context: CommandContext): Result<CommandOutcome<R>, Refusal>
  /** Of `undo: 'reversal'`: takes back what one op posted. A command that posts without it cannot be undone. */
  reverse?(entries: readonly LedgerEntry[], context: CommandContext): Result<CommandOutcome, Refusal>
}

/** Keeps the input type of one definition while the registry holds them all as one list. */
export const defineCommand = <S extends TSchema, R>(
  definition: CommandDefinition<S, R>,
): CommandDefinition<S, R> => definition
