import { computed, shallowRef, watch } from 'vue'
import { useLiveDocument, useLiveQuery } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import type { UiOption } from '#renderer/ui/index.ts'

/** Milliseconds of quiet after which typed text is searched. */
const PAUSE = 120
const MOST = 20

/** A customer found by typing, by themselves, their people, their sites or their services; and their sites. */
export function useCustomerSearch(given?: string) {
  const host = useHost()
  const customerId = shallowRef(given)
  const found = shallowRef<readonly UiOption[]>([])
  const isSearching = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest = ''

  function search(text: string) {
    latest = text.trim()
    clearTimeout(timer)
    isSearching.value = latest !== ''
    if (latest === '') found.value = []
    else timer = setTimeout(() => void ask(latest), PAUSE)
  }

  async function ask(text: string) {
    const reply = await host.search.find({
      text,
      limit: MOST,
      collections: ['customers', 'contacts', 'sites', 'services'],
    })
    const owners = reply.ok
      ? reply.value.hits.flatMap(({ collection, id, customerId: owner, archived }) =>
          archived ? [] : [collection === 'customers' ? id : (owner ?? '')],
        )
      : []
    const ids = [...new Set(owners.filter(Boolean))]
    const customers = await host.store.byIds({ collection: 'customers', ids, withDeleted: false })
    if (text !== latest) return
    isSearching.value = false
    found.value = (customers.ok ? customers.value.rows : []).flatMap(({ document }) =>
      document.archived
        ? []
        : [{ value: document.id, label: String(document.name), detail: String(document.number) }],
    )
  }

  const { document: customer, state } = useLiveDocument('customers', () => customerId.value)
  const sites = useLiveQuery('sites', () =>
    customerId.value === undefined
      ? undefined
      : { selector: { customerId: customerId.value }, sort: [{ sortName: 'asc' }] },
  )
  const sitesInUse = computed(() => sites.documents.value.filter((site) => !site.archived))
  watch(customer, (now) => {
    if (now?.archived && given === undefined) customerId.value = undefined
  })

  return {
    customerId,
    customer,
    customerState: state,
    search,
    found,
    isSearching,
    sites: sitesInUse,
    sitesState: sites.state,
    siteOptions: computed((): UiOption[] =>
      sitesInUse.value.map(({ id, name, city }) => ({ value: id, label: name, detail: city })),
    ),
  }
}

export type CustomerSearch = ReturnType<typeof useCustomerSearch>
