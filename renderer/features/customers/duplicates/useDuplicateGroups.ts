import { computed, shallowRef } from 'vue'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { MatchSign } from '#core/domain/matching/match-customer.ts'
import { usePagedRows } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'

type Groups = MethodOutput<'customers', 'duplicates'>
export type DuplicateGroup = Groups['groups'][number]
export type Shown = MethodInput<'customers', 'duplicates'>['show']

/** What a group and its figures are made from. */
const SOURCES = ['customers', 'contacts', 'sites', 'services', 'invoices', 'transactions'] as const

/** Groups of duplicates by their place, read in pages as they come into sight. */
export function useDuplicateGroups() {
  const host = useHost()
  const show = shallowRef<Shown>('open')
  const sign = shallowRef<MatchSign>()
  const signs = shallowRef<Groups['signs']>([])

  const pages = usePagedRows<DuplicateGroup, { show: Shown; sign?: MatchSign }>({
    query: () => ({ show: show.value, ...(sign.value && { sign: sign.value }) }),
    async read(asked, page) {
      const reply = await host.customers.duplicates({ ...asked, ...page })
      if (!reply.ok) return reply
      const { groups, ...rest } = reply.value
      signs.value = rest.signs
      return { ok: true, value: { ...rest, rows: groups } }
    },
    collections: SOURCES,
  })

  return {
    ...pages,
    show,
    sign,
    signs,
    /** Nothing of what is asked has been answered yet. */
    isLoading: computed(() => pages.isOutdated.value && pages.state.value !== 'error'),
    total: computed(() => (pages.isOutdated.value ? 0 : pages.total.value)),
  }
}
