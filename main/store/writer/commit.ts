import type { DocumentWrite } from '#core/domain/command.ts'
import type { RecordKind, StoredDocument } from '#core/domain/entity.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { entities } from '#core/domain/registry.ts'
import { canonicalJson } from '#core/lib/canonical-json.ts'
import { diffDocument, withoutUndefined, type Change } from '#core/sync/diff.ts'
import { HLC_START, hlcToText, tick, type Hlc } from '#core/sync/hlc.ts'
import { createChangesHash, headerHash, NO_PREVIOUS_HASH, textDigest } from '#core/sync/op-hash.ts'
import type { OpHeader } from '#core/sync/op.ts'
import { SCHEMA_VERSION } from '#core/sync/schema-version.ts'
import { compiledValidate } from '../compiled-validate.ts'
import { projectReadModels } from '../projectors/index.ts'
import { preparedFor } from '../projectors/projector.ts'
import { getMeta, putMeta } from '../meta.ts'
import { sha256 } from '../sha256.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { inTransaction } from '../sqlite/transaction.ts'
import { keepServerVersions } from '../sync/keep-versions.ts'
import { eraseCustomers, withSecureDelete } from './erase.ts'
import { eventsOf, type CommitEvent, type EventRow } from './commit-events.ts'
import type { Documents } from './documents.ts'
import type { Signer } from './identity.ts'
import { postEntries } from './ledger.ts'
import { createSalts } from './salts.ts'

/** How often a long commit looks whether it was cancelled, in rows. */
const CHECK_EVERY = 500

const statementsOf = preparedFor({
  change: `INSERT INTO changes (collection, id, op, i, customer_id, path, kind, from_json, to_json, salt)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  op: `INSERT INTO ops (id, device, n, at, command, commit_no, role, undoable, header)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  undone: `UPDATE ops SET undone_by = ? WHERE id = ?`,
  touched: `INSERT INTO op_touched (collection, at, op) VALUES (?, ?, ?)`,
})

export interface CommitRequest {
  command: string
  opId: string
  now: number
  writes: readonly DocumentWrite[]
  /** New entries of the ledger. They stay: an op that posts is taken back by one that posts too. */
  entries?: readonly LedgerEntry[]
  role: 'do' | 'undo' | 'redo'
  undoable: boolean
  requestedBy?: string
  /** The op that this one takes back. */
  undoes?: string
  /** The customer whose values this op takes out of the file for good. */
  erases?: readonly string[]
  /** Called every 500 rows and before each read model; throws to cancel, which rolls everything back. */
  progress: (done: number, total: number) => void
  /** Further writes of the same transaction (counters, identity). */
  alongside?: (db: SqliteDatabase) => void
}

export interface Committed {
  commit: number
  events: CommitEvent[]
}

/** A handler left a document that its schema refuses: a bug in the handler, never the person's fault. */
export class InvalidDocumentError extends Error {
  constructor(collection: string, id: string, path: string, message: string) {
    super(`${collection}/${id} ${path}: ${message}`)
  }
}

interface Prepared {
  write: DocumentWrite
  changes: Change[]
  /** The new document as JSON. The one row of a new document holds the same text. */
  text: string | undefined
}

/**
 * Writes one op, its change rows, the documents and the read models in one transaction: all or nothing. Undefined when
 * the writes change nothing; then no op is written.
 */
export function commitOp(
  db: SqliteDatabase,
  documents: Documents,
  signer: Signer,
  request: CommitRequest,
): Committed | undefined {
  const tell = phasesOf(request)
  const prepared = prepareWrites(request.writes, tell.prepare)
  const entries = request.entries ?? []
  if (prepared.length === 0 && entries.length === 0) return undefined
  const isErasing = request.erases !== undefined
  const work = (): Committed => {
    const commit = Number(getMeta(db, 'commit') ?? 0) + 1
    keepServerVersions(
      db,
      documents,
      prepared.map(({ write }) => write),
      entries,
    )
    const hash = createChangesHash(sha256)
    const i = writeChanges(db, prepared, request.opId, hash, tell.changes)
    const posted = postEntries(db, entries, { commit, i }, hash)
    const at = writeHeader(db, signer, request, hash.digest(), commit)
    writeTouched(db, prepared, posted.length > 0, request.opId, at)
    const rows = writeDocuments(db, documents, prepared, commit, request, tell.documents)
    projectReadModels(
      db,
      prepared.map(({ write }) => write),
      tell.readModels,
      posted,
    )
    if (request.erases !== undefined) {
      const deleted = prepared.map(({ write }) => write).filter(({ after }) => after === undefined)
      eraseCustomers(db, request.erases, deleted, new Date(request.now).toISOString())
    }
    putMeta(db, 'commit', commit)
    request.alongside?.(db)
    return { commit, events: eventsOf(commit, rows, posted.length > 0) }
  }
  return isErasing ? withSecureDelete(db, () => inTransaction(db, work)) : inTransaction(db, work)
}

/** Told how much of its phase is done, in rows; throws to cancel. */
type Tell = (done: number) => void

/** The four phases of a commit as one progress; each counts every row once. */
function phasesOf({
  writes,
  progress,
}: CommitRequest): Record<'prepare' | 'changes' | 'documents' | 'readModels', Tell> {
  const rows = writes.length
  const phase =
    (index: number): Tell =>
    (done) =>
      progress(index * rows + done, 4 * rows)
  return { prepare: phase(0), changes: phase(1), documents: phase(2), readModels: phase(3) }
}

/** One write per document, without what JSON drops, checked against its schema, and only if something changes. */
function prepareWrites(writes: readonly DocumentWrite[], tell: Tell): Prepared[] {
  const merged = new Map<string, DocumentWrite>()
  for (const write of writes) {
    const key = `${write.collection}/${write.id}`
    const earlier = merged.get(key)
    merged.set(key, { ...write, before: earlier ? earlier.before : write.before })
  }
  return [...merged.values()].flatMap((write, index) => {
    if (index % CHECK_EVERY === 0) tell(index)
    const after = write.after && withoutUndefined(write.after)
    const entity = entities[write.collection]
    if (after) {
      const checked = compiledValidate(entity.schema, after)
      if (!checked.ok) {
        const [issue] = checked.error
        throw new InvalidDocumentError(write.collection, write.id, issue?.path ?? '', issue?.message ?? '')
      }
    }
    const changes = diffDocument(write.collection, write.id, entity.fields, write.before, after)
    if (changes.length === 0) return []
    // Canonical for all, so that a new document is written out once for its row, its hash and its table.
    return [{ write: { ...write, after }, changes, text: after && canonicalJson(after) }]
  })
}

/** Answers how many rows it wrote. */
function writeChanges(
  db: SqliteDatabase,
  prepared: readonly Prepared[],
  opId: string,
  hash: ReturnType<typeof createChangesHash>,
  tell: Tell,
): number {
  const { change: insert } = statementsOf(db)
  let i = 0
  const nextSalt = createSalts(prepared.length)
  for (const [index, { write, changes, text }] of prepared.entries()) {
    if (index % CHECK_EVERY === 0) tell(index)
    const document = write.after ?? write.before
    const customerId = (document && entities[write.collection].customerIdOf(document)) ?? null
    for (const change of changes) {
      const salt = nextSalt()
      const from = change.from === undefined ? undefined : canonicalJson(change.from)
      const to =
        change.to === undefined ? undefined : change.to === write.after ? text : canonicalJson(change.to)
      hash.add(textDigest({ ...change, salt, from, to }, sha256))
      insert.run(
        change.collection,
        change.id,
        opId,
        i++,
        customerId,
        change.path,
        change.kind,
        from ?? null,
        to ?? null,
        salt,
      )
    }
  }
  return i
}

function writeHeader(
  db: SqliteDatabase,
  signer: Signer,
  request: CommitRequest,
  changesHash: string,
  commit: number,
): string {
  const { device } = signer
  // Written below.
  const clock = tick(JSON.parse(getMeta(db, 'hlc') ?? JSON.stringify(HLC_START)) as Hlc, request.now)
  const body: Omit<OpHeader, 'hash' | 'sig'> = {
    format: 1,
    id: request.opId,
    device: device.id,
    n: Number(getMeta(db, 'n') ?? 0) + 1,
    person: device.personId,
    office: device.officeId,
    at: hlcToText(clock, device.id),
    command: request.command,
    schema: SCHEMA_VERSION,
    ...(request.requestedBy === undefined ? {} : { requestedBy: request.requestedBy }),
    ...(request.undoes === undefined ? {} : { undoes: request.undoes }),
    changesHash,
    prevHash: getMeta(db, 'lastHash') ?? NO_PREVIOUS_HASH,
  }
  const hash = headerHash(body, sha256)
  const header: OpHeader = { ...body, hash, sig: signer.sign(hash) }
  const statements = statementsOf(db)
  statements.op.run(
    header.id,
    header.device,
    header.n,
    header.at,
    header.command,
    commit,
    request.role,
    request.undoable ? 1 : 0,
    JSON.stringify(header),
  )
  if (request.undoes !== undefined) statements.undone.run(header.id, request.undoes)
  putMeta(db, 'hlc', JSON.stringify(clock))
  putMeta(db, 'n', header.n)
  putMeta(db, 'lastHash', hash)
  return header.at
}

/** Which kinds of records the op touches, by which the log finds it. */
function writeTouched(
  db: SqliteDatabase,
  prepared: readonly Prepared[],
  posted: boolean,
  opId: string,
  at: string,
): void {
  const touched = new Set<RecordKind>(prepared.map(({ write }) => write.collection))
  if (posted) touched.add('transactions')
  const insert = statementsOf(db).touched
  for (const collection of touched) insert.run(collection, at, opId)
}

function writeDocuments(
  db: SqliteDatabase,
  documents: Documents,
  prepared: readonly Prepared[],
  commit: number,
  { now, erases }: CommitRequest,
  tell: Tell,
): EventRow[] {
  // RxDB keeps the old state of a document unless `lwt` strictly grows; it compares hundredths of a millisecond.
  let hundredths = Math.max(now * 100, Number(getMeta(db, 'lwtHundredths') ?? 0))
  const rows = prepared.map(({ write, text }, index): EventRow => {
    if (index % CHECK_EVERY === 0) tell(index)
    hundredths += 1
    const deleted = write.after === undefined
    // A diff against nothing has something on one side. Nothing but its id is left of what is erased.
    const document =
      deleted && erases !== undefined ? { id: write.id } : ((write.after ?? write.before) as StoredDocument)
    const row = { body: text ?? JSON.stringify(document), commit, lwt: hundredths / 100, deleted }
    documents.put(write.collection, document, row)
    return { collection: write.collection, row }
  })
  putMeta(db, 'lwtHundredths', hundredths)
  return rows
}
