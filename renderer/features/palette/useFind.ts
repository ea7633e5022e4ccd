import { onScopeDispose, shallowRef, watch } from 'vue'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { Service } from '#core/domain/service/schema.ts'
import { standingOn } from '#core/domain/service/standing.ts'
import { useDates } from '#renderer/data/index.ts'
import { errorText, useHost } from '../../host/index.ts'
import { FOUND } from './palette-entry.ts'

/** A hit, with what tells it from its namesakes. */
export type Hit = MethodOutput<'search', 'find'>['hits'][number] & {
  /** Of the customer that it belongs to. */
  customerName?: string
  isIndividual?: boolean
  /** A customer's number, a site's city, the day of an invoice. */
  detail?: string
  /** Of a service, or of an item and what it is. */
  state?: string
  kind?: string
}

/** Waits for a pause in typing, milliseconds: a fast typist asks once per word. */
const PAUSE = 80
const MOST = 60
/** Of each kind: more than fits on the screen anyway. */
const EACH = 10

/** Asks the host while a person types; only the answer to the latest text is shown. */
export function useFind(text: () => string) {
  const host = useHost()
  const hits = shallowRef<readonly Hit[]>([])
  /** The text that `hits` answers. */
  const answered = shallowRef('')
  const isAsking = shallowRef(false)
  const problem = shallowRef<string>()
  const { today } = useDates()
  // The store holds only services that fit their schema.
  const statusOf = (document: Record<string, unknown>): string =>
    standingOn(document as unknown as Service, today.value).status
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(asked: string) {
    const reply = await host.search.find({ text: asked, limit: MOST, each: EACH, collections: [...FOUND] })
    const named = reply.ok ? await withDetails(reply.value.hits) : []
    if (asked !== text().trim()) return
    isAsking.value = false
    hits.value = named
    problem.value = reply.ok ? undefined : errorText(reply.error)
    answered.value = asked
  }

  /** Sites called "Home" and people of one name are told apart by their customer, city and number. */
  async function withDetails(found: readonly Hit[]): Promise<Hit[]> {
    const owners = found.flatMap(({ collection, customerId }) =>
      collection !== 'customers' && customerId ? [customerId] : [],
    )
    const documents = new Map<string, Record<string, unknown>>()
    await Promise.all(
      FOUND.map(async (collection) => {
        const own = found.filter((hit) => hit.collection === collection).map(({ id }) => id)
        const ids = [...new Set([...own, ...(collection === 'customers' ? owners : [])])]
        if (ids.length === 0) return
        const reply = await host.store.byIds({ collection, ids, withDeleted: false })
        for (const { document } of reply.ok ? reply.value.rows : [])
          documents.set(`${collection}/${document.id}`, document)
      }),
    )
    return found.map((hit): Hit => {
      const own = documents.get(`${hit.collection}/${hit.id}`)
      const owner = documents.get(`customers/${hit.customerId ?? ''}`)
      const name = hit.collection === 'customers' ? undefined : owner?.name
      const detail = own && detailOf(hit.collection, own)
      const state = hit.collection === 'services' && own ? statusOf(own) : own?.state
      return {
        ...hit,
        ...(typeof name === 'string' && name !== hit.title && { customerName: name }),
        ...(own?.type === 'individual' && { isIndividual: true }),
        ...(detail !== undefined && { detail }),
        ...((hit.collection === 'services' || hit.collection === 'inventory') &&
          typeof state === 'string' && { state }),
        ...(hit.collection === 'inventory' && typeof own?.kind === 'string' && { kind: own.kind }),
      }
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

const DETAILS: Readonly<Partial<Record<Hit['collection'], string>>> = {
  customers: 'number',
  sites: 'city',
  invoices: 'issuedOn',
}

function detailOf(collection: Hit['collection'], document: Record<string, unknown>): string | undefined {
  const detail = document[DETAILS[collection] ?? '']
  return typeof detail === 'string' ? detail : undefined
}
