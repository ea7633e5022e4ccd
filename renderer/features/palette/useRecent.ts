import { onScopeDispose, shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { titleOf } from '#core/domain/registry.ts'
import { useHost } from '../../host/index.ts'

/** Kinds of records with a page of their own, under `/<collection>/<id>`. */
const PAGED = ['customers', 'sites', 'inventory'] as const
type PagedCollection = (typeof PAGED)[number]

const isPaged = (name: string): name is PagedCollection => PAGED.some((one) => one === name)

/** A record that was looked at. Only ids are kept: names are read anew, so that they are never old. */
export interface RecentRecord {
  collection: PagedCollection
  id: string
}

export interface NamedRecord extends RecentRecord {
  name: string
  customerId: string | undefined
  isArchived: boolean
  isIndividual: boolean
  /** A customer's number, a site's city, the model of an item. */
  detail: string | undefined
}

const SETTING = 'ui.recent'
const KEPT = 8

const isRecent = (value: unknown): value is RecentRecord => {
  const record = value as { collection?: unknown; id?: unknown } | null
  return typeof record?.collection === 'string' && isPaged(record.collection) && typeof record.id === 'string'
}

/** Pages of records that this desktop opened last, newest first. */
export function useRecent() {
  const host = useHost()
  const router = useRouter()
  const records = shallowRef<readonly RecentRecord[]>([])
  const isRead = readKept()

  async function readKept() {
    const reply = await host.settings.get({ name: SETTING })
    const kept = reply.ok && Array.isArray(reply.value.value) ? reply.value.value.filter(isRecent) : []
    if (records.value.length === 0) records.value = kept
  }

  const stop = router.afterEach(async (to, from) => {
    const collection = to.path.split('/')[1] ?? ''
    const { id } = to.params
    if (typeof id !== 'string' || !id || !isPaged(collection) || id === from.params.id) return
    await isRead
    const others = records.value.filter((one) => one.id !== id)
    records.value = [{ collection, id }, ...others].slice(0, KEPT)
    await host.settings.set({ name: SETTING, value: records.value })
  })
  onScopeDispose(stop)

  /** The records with their names now, but for the one on screen; those that are gone are left out. */
  async function named(): Promise<NamedRecord[]> {
    await isRead
    const { id: here } = router.currentRoute.value.params
    const found = new Map<string, NamedRecord>()
    const collections = [...new Set(records.value.map(({ collection }) => collection))]
    await Promise.all(
      collections.map(async (collection) => {
        const ids = records.value.filter((one) => one.collection === collection).map(({ id }) => id)
        const reply = await host.store.byIds({ collection, ids, withDeleted: false })
        for (const { document } of reply.ok ? reply.value.rows : []) {
          const { id, customerId, archived, type, number, city, model } = document
          const detail = number ?? city ?? model
          found.set(id, {
            collection,
            id,
            name: titleOf(collection, document) || id,
            customerId: typeof customerId === 'string' ? customerId : undefined,
            isArchived: archived !== undefined,
            isIndividual: type === 'individual',
            detail: typeof detail === 'string' ? detail : undefined,
          })
        }
      }),
    )
    return records.value.flatMap(({ id }) => (id === here ? [] : (found.get(id) ?? [])))
  }

  return { named }
}
