import type { MangoQuerySelector, MangoQuerySortPart } from 'rxdb/plugins/core'
import { shallowRef, type Ref, type ShallowRef } from 'vue'
import type { HostError } from '#core/contract/envelope.ts'
import type { DocumentOf } from '#core/domain/documents.ts'
import { useDatabase } from './database.ts'
import { plainDocument } from './plain-document.ts'
import type { ReadState } from './read-state.ts'
import { watchRxQuery } from './watch-rx-query.ts'

export interface LiveQuery<D> {
  selector?: MangoQuerySelector<D>
  /** Ties are broken by id. */
  sort?: MangoQuerySortPart<D>[]
  skip?: number
  limit?: number
}

export interface LiveDocuments<D> {
  /** Frozen plain documents. Those of the previous query stay until the first answer of the next one. */
  documents: Readonly<ShallowRef<readonly D[]>>
  state: Readonly<Ref<ReadState>>
  error: Readonly<Ref<HostError | undefined>>
}

/** The documents that match, kept current while the calling component lives. `undefined` asks for nothing. */
export function useLiveQuery<C extends keyof DocumentOf>(
  collection: C,
  query: () => LiveQuery<DocumentOf[C]> | undefined,
): LiveDocuments<DocumentOf[C]> {
  const database = useDatabase()
  const documents = shallowRef<readonly DocumentOf[C][]>([])
  const { state, error } = watchRxQuery(database, collection, {
    ask: query,
    find: (rx, wanted) => rx.find(wanted),
    show: (found) => (documents.value = found.map((document) => plainDocument<DocumentOf[C]>(document))),
    clear: () => (documents.value = []),
  })
  return { documents, state, error }
}
