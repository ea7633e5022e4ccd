import { onScopeDispose, shallowRef, watch } from 'vue'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { errorText, useHost } from '../../host/index.ts'
import { FOUND } from './palette-entry.ts'

/** A hit, with what tells it from its namesakes. */
export type Hit = MethodOutput<'search', 'find'>['hits'][number] & {
  /** Of the customer whose contact or site it is. */
  customerName?: string
  isIndividual?: boolean
  /** A customer's number, a site's city. */
  detail?: string
}

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
    const named = reply.ok ? await withDetails(reply.value.hits) : []
    if (asked !== text().trim()) return
    isAsking.value = false
    hits.value = named
    problem.value = reply.ok ? undefined : errorText(reply.error)
    answered.value = asked
  }

  /** Sites called "Home" and people of one name are told apart by their customer, city and number. */
  async function withDetails(found: readonly Hit[]): Promise<Hit[]> {
    const customerIds = found.flatMap(({ collection, id, customerId }) =>
      collection === 'customers' ? [id] : belongs(collection) && customerId ? [customerId] : [],
    )
    const siteIds = found.flatMap(({ collection, id }) => (collection === 'sites' ? [id] : []))
    const [customers, sites] = await Promise.all([read('customers', customerIds), read('sites', siteIds)])
    return found.map((hit) => {
      const own = hit.collection === 'customers' ? customers.get(hit.id) : sites.get(hit.id)
      const name = belongs(hit.collection) ? customers.get(hit.customerId ?? '')?.name : undefined
      const detail = own?.number ?? own?.city
      return {
        ...hit,
        ...(typeof name === 'string' && name !== hit.title && { customerName: name }),
        ...(own?.type === 'individual' && { isIndividual: true }),
        ...(typeof detail === 'string' && { detail }),
      }
    })
  }

  async function read(collection: 'customers' | 'sites', ids: readonly string[]) {
    if (ids.length === 0) return new Map<string, Record<string, unknown>>()
    const reply = await host.store.byIds({ collection, ids: [...new Set(ids)], withDeleted: false })
    return new Map<string, Record<string, unknown>>(
      reply.ok ? reply.value.rows.map(({ document }) => [document.id, document]) : [],
    )
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
