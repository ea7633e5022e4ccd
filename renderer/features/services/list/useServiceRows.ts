import { shallowRef } from 'vue'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { usePagedRows, useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import type { ServiceQuery } from './service-query.ts'

export type ServiceRow = MethodOutput<'services', 'list'>['rows'][number]

/** What rows are made from: services, and the names of whose they are and where. */
export const SERVICE_SOURCES = ['services', 'customers', 'sites'] as const

/** The services of a list by ranges. */
export function useServiceRows(query: () => ServiceQuery | undefined) {
  const host = useHost()
  /** A text that more records hold than were looked at. */
  const isPartial = shallowRef(false)
  const pages = usePagedRows<ServiceRow, ServiceQuery>({
    query,
    async read(asked, page) {
      const reply = await host.services.list({ ...asked, ...page })
      if (reply.ok) isPartial.value = reply.value.isPartial
      return reply
    },
    collections: SERVICE_SOURCES,
  })
  return { ...pages, isPartial }
}

/** How many there are of each state, type, product and office under the filter. */
export function useServiceCounts(query: () => ServiceQuery) {
  const host = useHost()
  const { value } = useReadModel(() => host.services.summary({ filter: query().filter }), {
    collections: SERVICE_SOURCES,
  })
  return value
}
