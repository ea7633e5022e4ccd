import { onScopeDispose, shallowRef, watch } from 'vue'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { errorText, useHost } from '../../host/index.ts'
import { FOUND } from './palette-entry.ts'

/** A hit, and the name of the customer whose contact or site it is. */
export type Hit = MethodOutput<'search', 'find'>['hits'][number] & { customerName?: string }

/** Waits for a pause in typing, milliseconds: a fast typist asks once per word. */
const PAUSE = 80
const MOST = 40

const belongs = (collection: string): boolean => collection === 'contacts' || collection === 'sites'

/** Asks the host while a person types; only the answer to the latest text is shown. */
export function useFind(text: () => string) {
  const host = useHost()
  const hits = shallowRef<readonly Hit[]>([])
  /** The text that `hits` answers. */
  const answered = shallowRef('')
  const isAsking = shallowRef(false)
  const problem = shallowRef<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(asked: string) {
    const reply = await host.search.find({ text: asked, limit: MOST, collections: [...FOUND] })
    const named = reply.ok ? await withCustomers(reply.value.hits) : []
    if (asked !== text().trim()) return
    isAsking.value = false
    hits.value = named
    problem.value = reply.ok ? undefined : errorText(reply.error)
    answered.value = asked
  }

  /** Sites called "Home" and contacts of one name are told apart by their customer. */
  async function withCustomers(found: readonly Hit[]): Promise<Hit[]> {
    const ids = [
      ...new Set(
        found.flatMap(({ collection, customerId }) =>
          belongs(collection) && customerId ? [customerId] : [],
        ),
      ),
    ]
    if (ids.length === 0) return [...found]
    const reply = await host.store.byIds({ collection: 'customers', ids, withDeleted: false })
    const names = new Map(
      (reply.ok ? reply.value.rows : []).map(({ document }) => [document.id, document.name]),
    )
    return found.map((hit) => {
      const name = belongs(hit.collection) ? names.get(hit.customerId ?? '') : undefined
      return typeof name === 'string' && name !== hit.title ? { ...hit, customerName: name } : hit
    })
  }

  watch(text, (typed) => {
    clearTimeout(timer)
    const asked = typed.trim()
    if (!asked) {
      hits.value = []
      problem.value = undefined
      answered.value = ''
      isAsking.value = false
      return
    }
    isAsking.value = true
    timer = setTimeout(() => void ask(asked), PAUSE)
  })
  onScopeDispose(() => clearTimeout(timer))

  return { hits, answered, isAsking, problem }
}
