import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import type { CollectionName } from '#core/domain/entity.ts'
import { titleOf } from '#core/domain/registry.ts'
import { isCatalogKind, type CatalogKind, type CatalogRecord } from '#core/domain/catalog/schema.ts'
import type { UiOption } from '../ui/index.ts'
import type { ActivityEntry, ActivityNames } from './activity-text.ts'
import { useDayClock } from './useDayClock.ts'

/** Configured records are few: a thousand is far beyond any office's lists of statuses, tags and people. */
const CATALOG_LIMIT = 10_000

/** Names for the ids in the log: the whole catalogue, and those customers and sites that entries point to. */
export function useActivityNames(host: HostClient, locale: () => string) {
  const catalog = shallowRef<ReadonlyMap<string, CatalogRecord>>(new Map())
  const records = shallowRef<ReadonlyMap<string, string>>(new Map())
  /** Customers by the id of their contact or site. */
  const owners = shallowRef<ReadonlyMap<string, string>>(new Map())
  const officeId = shallowRef<string>()
  const dayIn = useDayClock()

  async function readCatalog() {
    const reply = await host.store.query({
      collection: 'catalog',
      selector: {},
      sort: [{ field: 'id', direction: 'asc' }],
      skip: 0,
      limit: CATALOG_LIMIT,
    })
    if (!reply.ok) return
    // The catalogue's commands are its only writers and check what they write.
    catalog.value = new Map(
      reply.value.rows.map(({ document }) => [document.id, document as unknown as CatalogRecord]),
    )
  }

  async function readRecords(collection: CollectionName, ids: Set<string>) {
    const unknown = [...ids].filter((id) => !records.value.has(id))
    if (unknown.length === 0) return
    const reply = await host.store.byIds({ collection, ids: unknown, withDeleted: true })
    if (!reply.ok) return
    const found = reply.value.rows.map(
      ({ document }) => [document.id, titleOf(collection, document)] as const,
    )
    records.value = new Map([...records.value, ...found])
  }

  /** Whose the contact or site of each entry is. */
  async function readOwners(collection: 'contacts' | 'sites', now: readonly ActivityEntry[]) {
    const ids = new Set(
      now.flatMap(({ changes }) => {
        const [first] = changes
        return first?.collection === collection && !owners.value.has(first.id) ? [first.id] : []
      }),
    )
    if (ids.size === 0) return
    const reply = await host.store.byIds({ collection, ids: [...ids], withDeleted: true })
    if (!reply.ok) return
    const found = reply.value.rows.map(({ document }) => [document.id, textOf(document.customerId)] as const)
    owners.value = new Map([...owners.value, ...found])
    await readRecords('customers', new Set(found.map(([, customerId]) => customerId).filter(Boolean)))
  }

  /** Also knows the records that the entries point to. */
  const follow = (entries: Readonly<Ref<readonly ActivityEntry[]>>) =>
    watch(
      entries,
      (now) => {
        void readOwners('contacts', now)
        void readOwners('sites', now)
        void readRecords('sites', new Set([...pointedTo(now, 'siteIds'), ...pointedTo(now, 'siteId')]))
        for (const field of ['customerId', 'mergedInto', 'notSameAs'])
          void readRecords('customers', pointedTo(now, field))
        void readRecords('services', pointedTo(now, 'serviceId'))
        void readRecords('inventory', pointedTo(now, 'inventoryIds'))
      },
      { immediate: true },
    )
  const stop = host.subscribe((event) => {
    if (event.type === 'commit' && event.last && event.collections.includes('catalog')) void readCatalog()
  })
  onScopeDispose(stop)
  void readCatalog()
  void host.app.info({}).then((reply) => {
    if (reply.ok) officeId.value = reply.value.device?.officeId
  })

  const names = computed((): ActivityNames => {
    const language = locale() === 'en' ? 'en' : 'es'
    const office = catalog.value.get(officeId.value ?? '')
    const timeZone =
      office && isCatalogKind('office', office)
        ? office.data.timeZone
        : Intl.DateTimeFormat().resolvedOptions().timeZone
    return {
      catalog: (id) => labelOf(catalog.value.get(id), language),
      kind: (id) => catalog.value.get(id)?.kind,
      record: (id) => records.value.get(id),
      owner: (id) => owners.value.get(id),
      timeZone,
      today: dayIn(timeZone),
    }
  })
  /** Choices of a filter, archived people and offices too: they are in the log. */
  const options = computed(() => {
    const of = (kind: CatalogKind): UiOption[] =>
      [...catalog.value.values()]
        .filter((record) => record.kind === kind)
        .map((record) => ({
          value: record.id,
          label: labelOf(record, locale() === 'en' ? 'en' : 'es') ?? '',
        }))
        .sort((a, b) => a.label.localeCompare(b.label, locale()))
    return { people: of('person'), offices: of('office') }
  })
  return { names, options, follow }
}

function labelOf(record: CatalogRecord | undefined, language: 'es' | 'en'): string | undefined {
  if (!record) return undefined
  if (isCatalogKind('customerStatus', record) || isCatalogKind('contactType', record)) {
    return record.data.labels[language]
  }
  return textOf((record.data as { name?: unknown }).name) || undefined
}

/** Ids that the entries hold in one field, as changed values and inside new records. */
function pointedTo(entries: readonly ActivityEntry[], field: string): Set<string> {
  const ids = new Set<string>()
  const add = (value: unknown) => {
    if (typeof value === 'string') ids.add(value)
    if (Array.isArray(value)) value.forEach(add)
  }
  for (const { changes } of entries) {
    for (const { path, from, to } of changes) {
      if (path === field) [from, to].forEach(add)
      else if (path === '' && typeof to === 'object' && to !== null)
        add((to as Record<string, unknown>)[field])
    }
  }
  return ids
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
