import type { CommandContext, CommandOutcome } from '#core/domain/command.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { diffDocument, withoutUndefined, type Change } from '#core/sync/diff.ts'
import { hlcToText, tick } from '#core/sync/hlc.ts'
import { ERASE_COMMAND, type RecordRef } from '#core/sync/merge/merge-op.ts'
import { forgetValues } from '#core/sync/overlay/apply-pull.ts'
import { keepBases } from '#core/sync/overlay/replay.ts'
import { sealHeader } from '#core/sync/overlay/renew.ts'
import { createChangesHash } from '#core/sync/op-hash.ts'
import { recordRulesOf } from '#core/sync/record-rules.ts'
import { hiddenRow, wireDigest } from '#core/sync/scope.ts'
import type { WireOp, WireRow } from '#core/sync/wire.ts'
import { createMapReader } from '#test/support/map-reader.ts'
import { sha256, signWith } from './crypto.ts'
import type { FileTransaction } from './device-file.ts'

/** One record as a command leaves it. */
export interface Write extends RecordRef {
  before: StoredDocument | undefined
  after: StoredDocument | undefined
}

export interface Author {
  personId: string
  officeId: string
  schema: number
  /** The desktop's own clock. */
  now: number
  newId: () => string
}

/** The context of a command on a file, as the writer of the host gives it. */
export function contextOn(transaction: FileTransaction, author: Author): CommandContext {
  const { content } = transaction
  return {
    read: createMapReader(
      (collection) => content.records.get(collection) ?? new Map<string, StoredDocument>(),
      () => [...(content.records.get('transactions')?.values() ?? [])] as unknown[] as LedgerEntry[],
    ),
    actor: {
      deviceId: content.identity.id,
      deviceCode: content.identity.code,
      personId: author.personId,
      officeId: author.officeId,
    },
    now: author.now,
    newId: author.newId,
    sha256,
    // Numbers carry the code, so a new code counts from one again.
    nextCount: (counter) => transaction.nextCount(`${content.identity.code}/${counter}`),
    progress: () => undefined,
  }
}

export const writesOf = ({ writes, entries = [] }: CommandOutcome): Write[] => [
  ...writes.map(({ collection, id, before, after }) => ({ collection, id, before, after })),
  ...entries.map((entry) => ({
    collection: 'transactions',
    id: entry.key,
    before: undefined,
    after: entry as unknown as StoredDocument,
  })),
]

/** Writes one op and its records, as the host's commit does; undefined when nothing changes. */
export function writeOp(
  transaction: FileTransaction,
  command: string,
  writes: readonly Write[],
  author: Author,
): WireOp | undefined {
  const merged = new Map<string, Write>()
  for (const write of writes) {
    const key = `${write.collection}/${write.id}`
    merged.set(key, { ...write, before: merged.has(key) ? merged.get(key)?.before : write.before })
  }
  const changed = [...merged.values()].flatMap((write) => {
    const after = write.after && withoutUndefined(write.after)
    const changes = changesOf({ ...write, after })
    return changes.length > 0 ? [{ ...write, after, changes }] : []
  })
  if (changed.length === 0) return undefined
  const rows = changed
    .flatMap(({ changes }) => changes)
    .map((change, i): WireRow => ({ ...change, i, salt: author.newId().padStart(22, '0') }))
  const op = sealOp(transaction, command, rows, author)
  keepBases(transaction, changed)
  for (const { collection, id, after } of changed) transaction.putRecord({ collection, id }, after)
  if (command === ERASE_COMMAND)
    for (const ref of changed) {
      forgetValues(transaction, ref, sha256)
      op.rows = op.rows.map((row) => hiddenRow(row, sha256))
    }
  transaction.putOp({ op })
  return op
}

const changesOf = ({ collection, id, before, after }: Write): Change[] =>
  // The name of the collection is only copied into the rows.
  diffDocument(collection as CollectionName, id, recordRulesOf(collection)?.fields ?? {}, before, after)

function sealOp(transaction: FileTransaction, command: string, rows: WireRow[], author: Author): WireOp {
  const { content } = transaction
  const { id, n, hash } = content.identity
  const clock = tick(content.hlc, author.now)
  const digests = createChangesHash(sha256)
  for (const row of rows) digests.add(wireDigest(row, sha256))
  const header = sealHeader(
    {
      format: 1,
      id: author.newId(),
      device: id,
      n: n + 1,
      person: author.personId,
      office: author.officeId,
      at: hlcToText(clock, id),
      command,
      schema: author.schema,
      changesHash: digests.digest(),
      prevHash: hash,
    },
    { sha256, sign: (text) => signWith(content.identity.publicKey, text) },
  )
  transaction.putHlc(clock)
  transaction.putIdentity({ ...content.identity, n: n + 1, hash: header.hash })
  return { header, rows }
}
