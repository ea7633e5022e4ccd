import type {
  EventBulk,
  PreparedQuery,
  RxDocumentData,
  RxStorageChangeEvent,
  RxStorageInstance,
  RxStorageInstanceCreationParams,
  RxStorageWriteError,
} from 'rxdb/plugins/core'
import { map, Subject, takeUntil } from 'rxjs'
import type { HostError, HostReply } from '#core/contract/envelope.ts'
import type { HostClient } from '#core/contract/host-client.ts'
import type { StoredRow } from '#core/contract/host-events.ts'
import type { CollectionName } from '#core/domain/entity.ts'
import type { CommitFeed } from './commit-feed.ts'
import { createKnownAnswers, type Answer } from './known-answers.ts'

/** A failed call of the host, thrown through RxDB to whoever watches the query. */
export class HostCallError extends Error {
  override readonly name = 'HostCallError'
  readonly error: HostError

  constructor(error: HostError) {
    super(error.message)
    this.error = error
  }
}

/** The most rows that one call of the contract answers. */
const MOST_ROWS = 10_000

export function createHostStorageInstance<D>(
  host: HostClient,
  feed: CommitFeed,
  parameters: RxStorageInstanceCreationParams<D, Record<string, never>>,
  collection: CollectionName,
): RxStorageInstance<D, Record<string, never>, Record<string, never>> {
  const closed = new Subject<void>()
  const answers = createKnownAnswers(parameters.schema)

  const valueOf = <T extends { commit: number }>(reply: HostReply<T>): T => {
    if (!reply.ok) throw new HostCallError(reply.error)
    feed.noteAnswer(reply.value.commit)
    return reply.value
  }

  const changedSince = (commit: number): Answer<D> | undefined => {
    const recent = feed.since(commit)
    if (!recent) return undefined
    const own = recent.rows.filter((changed) => changed.collection === collection)
    return { commit: recent.commit, documents: own.map(({ row }) => toDocumentData<D>(row)) }
  }

  const askHost = async ({ query }: PreparedQuery<D>): Promise<Answer<D>> => {
    const { skip, limit = Number.POSITIVE_INFINITY } = query
    const sort = query.sort.map(sortPart)
    const selector: Record<string, unknown> = { ...query.selector }
    let rows: StoredRow[] = []
    let commit: number | undefined
    while (rows.length < limit) {
      const wanted = Math.min(MOST_ROWS, limit - rows.length)
      const input = { collection, selector, sort, skip: skip + rows.length, limit: wanted }
      const page = valueOf(await host.store.query(input))
      if (commit !== undefined && page.commit !== commit) {
        // A commit came in between: pages of two states do not fit together.
        rows = []
        commit = undefined
        continue
      }
      commit = page.commit
      rows.push(...page.rows)
      if (page.rows.length < wanted) break
    }
    return { commit: commit ?? 0, documents: rows.map(toDocumentData<D>) }
  }

  return {
    databaseName: parameters.databaseName,
    collectionName: parameters.collectionName,
    schema: parameters.schema,
    internals: {},
    options: {},
    bulkWrite(writes, context) {
      const refused = writes.map((writeRow): RxStorageWriteError<D> => ({
        status: 422,
        isError: true,
        documentId: idOf(writeRow.document),
        writeRow,
        context,
        validationErrors: [{ message: 'use a command' }] as never,
        schema: parameters.schema,
      }))
      return Promise.resolve({ error: refused })
    },
    async findDocumentsById(ids, withDeleted) {
      const found: RxDocumentData<D>[] = []
      for (let start = 0; start < ids.length; start += MOST_ROWS) {
        const input = { collection, ids: ids.slice(start, start + MOST_ROWS), withDeleted }
        found.push(...valueOf(await host.store.byIds(input)).rows.map(toDocumentData<D>))
      }
      return found
    },
    async query(prepared) {
      const known = answers.current(prepared.query, changedSince)
      if (known) return { documents: known }
      const answer = await askHost(prepared)
      answers.keep(prepared.query, answer)
      return { documents: answer.documents }
    },
    async count({ query }) {
      const selector: Record<string, unknown> = { ...query.selector }
      const { count } = valueOf(await host.store.count({ collection, selector }))
      const behindSkip = Math.max(0, count - query.skip)
      return { count: Math.min(behindSkip, query.limit ?? behindSkip), mode: 'fast' }
    },
    changeStream: () => feed.rows(collection).pipe(takeUntil(closed), map(toEventBulk<D>)),
    getAttachmentData: () => Promise.reject(new Error('documents have no attachments')),
    // Deleted documents are the host's to clean up.
    cleanup: () => Promise.resolve(true),
    remove: () => Promise.reject(new Error('a window cannot remove a collection of the host')),
    close() {
      closed.next()
      closed.complete()
      return Promise.resolve()
    },
  }
}

const idOf = (document: object): string => ('id' in document ? String(document.id) : '')

function sortPart(part: object): { field: string; direction: 'asc' | 'desc' } {
  const [field = '', direction] = Object.entries(part)[0] ?? []
  return { field, direction: direction === 'desc' ? 'desc' : 'asc' }
}

/** The host keeps documents that fit the collection's schema. */
const toDocumentData = <D>({ document, commit, lwt, deleted }: StoredRow): RxDocumentData<D> =>
  ({
    ...document,
    _deleted: deleted,
    _rev: `${commit}-host`,
    _meta: { lwt },
    _attachments: {},
  }) as unknown as RxDocumentData<D>

/**
 * Commits come without previous states. RxDB does not miss them, since every live query asks the host again
 * (`eventReduce: false`); only a live `count` would, which therefore nothing offers.
 */
function toEventBulk<D>(rows: StoredRow[]): EventBulk<RxStorageChangeEvent<RxDocumentData<D>>, object> {
  const events = rows.map((row): RxStorageChangeEvent<RxDocumentData<D>> => {
    const documentData = toDocumentData<D>(row) as RxDocumentData<RxDocumentData<D>>
    return {
      operation: row.deleted ? 'DELETE' : 'UPDATE',
      documentId: row.document.id,
      documentData,
      previousDocumentData: documentData,
    }
  })
  const last = rows.at(-1)
  const id = `${last?.document.id}|${last?.commit}|${rows.length}`
  return { id, events, checkpoint: {}, context: 'host' }
}
