import { computed, shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { SiteFilter } from '#core/domain/site/filter.ts'
import { usePagedRows } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import { useTypedText } from '#renderer/ui/index.ts'
import { addressOf, queryFromAddress, type SiteQuery } from './site-query.ts'

export type SiteRow = MethodOutput<'sites', 'list'>['rows'][number]

/** The list of sites by ranges. What it shows is in its address: Back, a reload and a link bring it again. */
export function useSiteList() {
  const host = useHost()
  const route = useRoute()
  const router = useRouter()
  const query = computed(() => queryFromAddress(route.query))
  const show = (next: SiteQuery) => void router.replace({ query: addressOf(next) })
  const setFilter = (changes: Partial<SiteFilter>) =>
    show({ ...query.value, filter: { ...query.value.filter, ...changes } })
  const { text } = useTypedText(
    () => query.value.filter.text ?? '',
    (typed) => setFilter({ text: typed || undefined }),
  )

  /** What the last answer says beyond its rows. */
  const about = shallowRef({ isPartial: false, inexact: 0 })
  const pages = usePagedRows<SiteRow, SiteQuery>({
    query: () => query.value,
    async read(asked, page) {
      const reply = await host.sites.list({ ...asked, ...page })
      if (reply.ok) about.value = reply.value
      return reply
    },
    collections: ['sites', 'customers'],
  })

  return {
    ...pages,
    query,
    text,
    about,
    setFilter,
    setSort: (sort: SiteQuery['sort']) => show({ ...query.value, sort }),
  }
}
