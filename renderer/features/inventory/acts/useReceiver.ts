import { computed, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Service } from '#core/domain/service/schema.ts'
import { standingOn } from '#core/domain/service/standing.ts'
import { useDates, useLiveDocument, useLiveQuery } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import type { UiOption } from '#renderer/ui/index.ts'
import type { Receiver } from './useItemActs.ts'

const PAUSE = 120
const MOST = 20

/** Who gets items: a customer found by typing, then one of their sites and services. */
export function useReceiver(fixedCustomerId?: string) {
  const host = useHost()
  const { t } = useI18n()
  const customerId = shallowRef(fixedCustomerId)
  const siteId = shallowRef<string>()
  const serviceId = shallowRef<string>()
  const found = shallowRef<readonly UiOption[]>([])
  const isSearching = shallowRef(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let latest = ''

  function search(text: string) {
    latest = text.trim()
    clearTimeout(timer)
    if (latest === '') {
      found.value = []
      isSearching.value = false
      return
    }
    isSearching.value = true
    timer = setTimeout(() => void ask(latest), PAUSE)
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

  const { document: customer } = useLiveDocument('customers', () => customerId.value)
  const ofCustomer = () =>
    customerId.value === undefined ? undefined : { selector: { customerId: customerId.value } }
  const sites = useLiveQuery('sites', ofCustomer)
  const services = useLiveQuery('services', ofCustomer)
  watch(customerId, () => {
    siteId.value = undefined
    serviceId.value = undefined
  })
  // A service is at one site.
  watch(serviceId, (id) => {
    const service = services.documents.value.find((one) => one.id === id)
    if (service) siteId.value = service.siteId
  })

  const { today } = useDates()
  const statusOf = (service: Service) => standingOn(service, today.value).status
  const siteName = (id: string) => sites.documents.value.find((site) => site.id === id)?.name
  return {
    customerId,
    siteId,
    serviceId,
    search,
    found,
    isSearching,
    customerName: computed(() => customer.value?.name),
    siteOptions: computed((): UiOption[] =>
      sites.documents.value
        .filter((site) => !site.archived)
        .map(({ id, name, city }) => ({ value: id, label: name, detail: city })),
    ),
    serviceOptions: computed((): UiOption[] =>
      services.documents.value
        .filter(
          (service) =>
            !service.archived &&
            statusOf(service) !== 'ended' &&
            (siteId.value === undefined || service.siteId === siteId.value),
        )
        .map((service) => ({
          value: service.id,
          label: service.name,
          detail: [siteName(service.siteId), t(`services.status.${statusOf(service)}`)]
            .filter(Boolean)
            .join(' · '),
        })),
    ),
    receiver: computed((): Receiver | undefined =>
      customerId.value === undefined
        ? undefined
        : {
            customerId: customerId.value,
            ...(siteId.value !== undefined && { siteId: siteId.value }),
            ...(serviceId.value !== undefined && { serviceId: serviceId.value }),
          },
    ),
  }
}
