import { Cable, Network, Phone, Plug, Smartphone, Tv, Wifi } from '@lucide/vue'
import { computed, type Component } from 'vue'
import { useI18n } from 'vue-i18n'
import {
  SERVICE_STATUSES,
  SERVICE_TYPES,
  type Service,
  type ServiceIdentifier,
  type ServiceStatus,
} from '#core/domain/service/schema.ts'
import type { Standing } from '#core/domain/service/standing.ts'
import { formatPhone } from '#core/domain/values/phone.ts'
import { useCatalog, useDates } from '#renderer/data/index.ts'
import { useAppInfo, useDayClock } from '#renderer/host/index.ts'
import type { Colour, UiOption } from '#renderer/ui/index.ts'

export const STATUS_COLOURS: Readonly<Record<ServiceStatus, Colour>> = {
  pending: 'amber',
  active: 'green',
  suspended: 'red',
  ended: 'slate',
}

export const TYPE_ICONS: Readonly<Record<Service['type'], Component>> = {
  internet: Wifi,
  mobile: Smartphone,
  iptv: Tv,
  voip: Phone,
  subnet: Network,
  power: Plug,
  other: Cable,
}

/** What may be planned for a service, as it comes. */
const PLANNED = ['startsOn', 'suspendsOn', 'resumesOn', 'endsOn'] as const

/** What a badge tells of a service. */
export interface ServiceState {
  label: string
  colour: Colour
}

/** States, types, products and taxes in words and as choices, and what day it is where a service is billed. */
export function useServiceWords() {
  const { t } = useI18n()
  const info = useAppInfo()
  const dates = useDates()
  const dayIn = useDayClock()
  const products = useCatalog('product')
  const taxRates = useCatalog('taxRate')
  const offices = useCatalog('office')
  const attributes = useCatalog('attribute')
  const productNames = computed(() => new Map(products.value.map(({ id, data }) => [id, data.name])))
  const officeOf = (id: string | undefined) =>
    offices.value.find((office) => office.id === (id ?? info.value.device?.officeId))?.data
  const todayAt = (officeId?: string): string =>
    dayIn(officeOf(officeId)?.timeZone ?? info.value.suggestedTimeZone)
  const countryAt = (officeId?: string): string => officeOf(officeId)?.country ?? info.value.suggestedCountry

  return {
    products,
    taxRates,
    offices,
    /** Attributes that the catalogue defines for services. */
    attributes: computed(() =>
      attributes.value.filter(({ data }) => data.appliesTo?.includes('services') ?? false),
    ),
    /** `YYYY-MM-DD` in the time zone of an office; of this desktop's when none is named. */
    todayAt,
    countryAt,
    /** An identifier as people read it. */
    identifierText: (
      { kind, value }: Pick<ServiceIdentifier, 'kind' | 'value'>,
      officeId?: string,
    ): string => (kind === 'phone' ? formatPhone(value, countryAt(officeId)) : value),
    ownOfficeId: computed(() => info.value.device?.officeId),
    productName: (id: string | undefined): string =>
      id === undefined ? '' : (productNames.value.get(id) ?? ''),
    officeName: (id: string | undefined): string => officeOf(id)?.name ?? '',
    taxName: (id: string | undefined): string =>
      id === undefined
        ? t('services.noTax')
        : (taxRates.value.find((rate) => rate.id === id)?.data.name ?? t('services.unknownTax')),
    typeOptions: computed((): UiOption[] =>
      SERVICE_TYPES.map((type) => ({ value: type, label: t(`services.type.${type}`) })),
    ),
    statusOptions: computed((): UiOption[] =>
      SERVICE_STATUSES.map((status) => ({
        value: status,
        label: t(`services.status.${status}`),
        colour: STATUS_COLOURS[status],
      })),
    ),
    /** Products in use, priced in a currency. */
    productOptions: (currency: string | undefined, keep?: string): UiOption[] =>
      products.value
        .filter(
          (one) =>
            one.id === keep || (!one.archived && (currency === undefined || one.data.currency === currency)),
        )
        .map(({ id, data }) => ({ value: id, label: data.name, detail: t(`services.type.${data.type}`) })),
    /** Status, what is planned and pause, as badges. `pausedTo` is empty while nobody knows the end. */
    statesOf(
      one: Omit<Standing, 'statusSince'> & { pausedTo?: string | undefined; archived?: unknown },
    ): ServiceState[] {
      const planned = PLANNED.flatMap((plan): ServiceState[] => {
        const day = one[plan]
        return day === undefined
          ? []
          : [{ label: t(`services.${plan}`, { day: dates.plainDay(day) }), colour: 'amber' }]
      })
      // A date says more than «active».
      const states: ServiceState[] =
        one.status === 'active' && planned.length > 0
          ? planned
          : [{ label: t(`services.status.${one.status}`), colour: STATUS_COLOURS[one.status] }, ...planned]
      if (one.pausedTo !== undefined && one.status !== 'ended')
        states.push({
          label:
            one.pausedTo === ''
              ? t('services.paused')
              : t('services.pausedTo', { day: dates.plainDay(one.pausedTo) }),
          colour: 'violet',
        })
      if (one.archived) states.push({ label: t('services.archived'), colour: 'slate' })
      return states
    },
  }
}

export type ServiceWords = ReturnType<typeof useServiceWords>
