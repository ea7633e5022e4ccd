import { shallowRef, type Ref, type ShallowRef } from 'vue'
import type { HostError } from '#core/contract/envelope.ts'
import type { DocumentOf } from '#core/domain/documents.ts'
import { useDatabase } from './database.ts'
import { plainDocument } from './plain-document.ts'
import type { ReadState } from './read-state.ts'
import { watchRxQuery } from './watch-rx-query.ts'

export interface LiveDocument<D> {
  /** Frozen and plain; undefined while loading, and when there is no such document (`state` is `ready` then). */
  document: Readonly<ShallowRef<D | undefined>>
  state: Readonly<Ref<ReadState>>
  error: Readonly<Ref<HostError | undefined>>
}

/** One document, kept current while the calling component lives. `undefined` asks for nothing. */
export function useLiveDocument<C extends keyof DocumentOf>(
  collection: C,
  id: () => string | undefined,
): LiveDocument<DocumentOf[C]> {
  const database = useDatabase()
  const document = shallowRef<DocumentOf[C]>()
  const { state, error } = watchRxQuery(database, collection, {
    ask: id,
    find: (rx, wanted) => rx.findOne(wanted),
    show: (found) => (document.value = found ? plainDocument<DocumentOf[C]>(found) : undefined),
    clear: () => (document.value = undefined),
    // Another record's fields must not be shown under the new id.
    clearOnChange: true,
  })
  return { document, state, error }
}
