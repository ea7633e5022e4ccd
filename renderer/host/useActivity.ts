import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ActivityItem } from '../ui/activity/activity.ts'
import { useToast } from '../ui/index.ts'
import { createFieldText } from './activity-fields.ts'
import { useActivityText } from './activity-text.ts'
import { errorText, useHost } from './index.ts'
import { useActivityFeed, type ActivityFilter } from './useActivityFeed.ts'
import { useActivityNames } from './useActivityNames.ts'

/** Fields named in the message about an undo in part; the rest is counted. */
const KEPT_SHOWN = 4

/** A log ready for the screen: days in words, paging, and taking entries back. */
export function useActivity(filter: () => ActivityFilter | undefined, pageSize: number) {
  const { t, te, locale } = useI18n()
  const { toast } = useToast()
  const host = useHost()
  const feed = useActivityFeed(host, filter, pageSize)
  const names = useActivityNames(host, feed.entries, () => locale.value)
  const text = useActivityText(() => names.value)
  const undoing = ref<string>()

  const days = computed(() => text.days(feed.entries.value))
  const labels = computed(() => ({
    undo: t('activity.undo'),
    noValue: t('activity.noValue'),
    showAll: (count: number) => t('activity.showAll', { count }),
    showFewer: t('activity.showFewer'),
    open: (what: string) => t('activity.open', { what }),
  }))

  async function undo(item: ActivityItem) {
    undoing.value = item.id
    const reply = await host.command.undo({ opId: item.id })
    undoing.value = undefined
    if (!reply.ok) {
      toast({ tone: 'error', title: errorText(reply.error) })
      return
    }
    const { kept } = reply.value
    if (kept.length === 0) {
      toast({ tone: 'success', title: t('activity.undoneToast', { what: item.what }) })
      return
    }
    const fields = createFieldText(names.value, { t: (key, named) => t(key, named ?? {}), te, locale: locale.value })
    const list = [...new Set(kept.map((one) => fields.label(one)))]
    const shown = list.slice(0, KEPT_SHOWN).join(', ')
    const rest = list.length - KEPT_SHOWN
    toast({
      tone: 'warning',
      title: t('activity.keptTitle'),
      text: t('activity.kept', { list: rest > 0 ? t('activity.keptMore', { list: shown, count: rest }) : shown }),
    })
  }

  /** Where the record of an entry is shown; undefined for settings. */
  function pathOf(item: ActivityItem): string | undefined {
    const entry = feed.entries.value.find((one) => one.opId === item.id)
    const change = entry?.changes.find((one) => one.id === item.target)
    if (!change) return undefined
    if (change.collection === 'customers') return `/customers/${change.id}`
    if (change.collection === 'sites') return `/sites/${change.id}`
    return undefined
  }

  return { ...feed, days, labels, undo, undoing, pathOf }
}
