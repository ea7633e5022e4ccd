import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ActivityItem } from '../ui/activity/activity.ts'
import { usePutBack } from './activity/usePutBack.ts'
import { useActivityText } from './activity-text.ts'
import { useActivityFeed, type ActivityFilter } from './useActivityFeed.ts'
import { useActivityNames } from './useActivityNames.ts'
import { useHost } from './useHost.ts'
import { useUndo } from './useUndo.ts'

/** Records with a page of their own; contacts are shown with their customer. */
const PAGES: Readonly<Partial<Record<string, string>>> = {
  customers: '/customers',
  sites: '/sites',
  services: '/services',
  inventory: '/inventory',
  invoices: '/invoices',
}

/**
 * A log ready for the screen: days in words, paging, taking entries back, putting single values back. `filter` gets the
 * time zone of the office, whose days it means.
 */
export function useActivity(filter: (timeZone: string) => ActivityFilter, pageSize: number) {
  const { t, locale } = useI18n()
  const { undo: takeBack } = useUndo()
  const host = useHost()
  const naming = useActivityNames(host, () => locale.value)
  const { names } = naming
  const asked = () => filter(names.value.timeZone)
  const feed = useActivityFeed(host, asked, pageSize)
  naming.follow(feed.entries)
  const text = useActivityText(() => names.value)
  const undoing = ref<string>()
  const { putBack, puttingBack } = usePutBack(() => names.value)

  const days = computed(() => text.days(feed.entries.value, asked().customerId === undefined))
  const labels = computed(() => ({
    undo: t('activity.undo'),
    redo: t('activity.redo'),
    noValue: t('activity.noValue'),
    showAll: (count: number) => t('activity.showAll', { count }),
    showFewer: t('activity.showFewer'),
    open: (what: string) => t('activity.open', { what }),
    putBackOf: (label: string, value: string | undefined) =>
      value === undefined
        ? t('activity.putBack.toEmpty', { label })
        : t('activity.putBack.of', { label, value }),
  }))

  async function undo(item: ActivityItem) {
    undoing.value = item.id
    await takeBack(item.id)
    undoing.value = undefined
  }

  /** Where the record of an entry is shown; undefined for settings. */
  function pathOf(item: ActivityItem): string | undefined {
    const entry = feed.entries.value.find((one) => one.opId === item.id)
    const change = entry?.changes.find((one) => one.id === item.target)
    if (!change) return undefined
    const page = PAGES[change.collection]
    if (page) return `${page}/${change.id}`
    const owner = change.collection === 'contacts' ? names.value.owner(change.id) : undefined
    return owner && `/customers/${owner}/contacts`
  }

  return {
    ...feed,
    days,
    labels,
    undo,
    undoing,
    putBack,
    puttingBack,
    pathOf,
    names,
    options: naming.options,
  }
}
