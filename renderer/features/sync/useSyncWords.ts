import { CircleCheck, CloudOff, CloudUpload, Download, LoaderCircle, PauseCircle } from '@lucide/vue'
import { computed, type Component } from 'vue'
import { useI18n } from 'vue-i18n'
import { useDates } from '../../data/index.ts'
import { useSyncStore } from '../../host/index.ts'

type State = ReturnType<typeof useSyncStore>['standing']['state']

/** Muted while all is as it should be; a colour only when a person may want to look. */
const LOOKS: Readonly<Record<State, { icon: Component; tone: string; spins?: true }>> = {
  off: { icon: CircleCheck, tone: 'text-faint' },
  connecting: { icon: LoaderCircle, tone: 'text-faint', spins: true },
  firstSync: { icon: Download, tone: 'text-accent-text' },
  inSync: { icon: CircleCheck, tone: 'text-success-text' },
  pending: { icon: CloudUpload, tone: 'text-accent-text' },
  offline: { icon: CloudOff, tone: 'text-warning-text' },
  paused: { icon: PauseCircle, tone: 'text-danger-text' },
}

/** The standing with the other offices in words. */
export function useSyncWords() {
  const { t, n } = useI18n()
  const sync = useSyncStore()
  const { timeOrDate } = useDates()
  const standing = computed(() => sync.standing)
  const moment = (at: number | undefined) =>
    at === undefined ? undefined : timeOrDate(new Date(at).toISOString())

  /** One short line. */
  const headline = computed(() => {
    const { state, pending, offlineSince, paused, firstSync } = standing.value
    switch (state) {
      case 'offline':
        return t('sync.state.offline', { time: moment(offlineSince) ?? '' })
      case 'paused':
        return t('sync.state.paused', { reason: t(`sync.pausedShort.${paused ?? 'forbidden'}`) })
      case 'pending':
        return t('sync.state.pending', { count: n(pending, 'integer') }, pending)
      case 'firstSync':
        return firstSync?.total === undefined
          ? t('sync.state.firstSync')
          : t('sync.state.firstSyncOf', {
              percent: n(Math.min(1, firstSync.done / Math.max(1, firstSync.total)), 'percent'),
            })
      default:
        return t(`sync.state.${state}`)
    }
  })

  /** What it means and what to do; undefined when there is nothing to say. */
  const explanation = computed(() => {
    const { state, trouble, paused } = standing.value
    if (state === 'offline') return t(`sync.trouble.${trouble ?? 'unreachable'}`)
    return state === 'paused' ? t(`sync.paused.${paused ?? 'forbidden'}`) : undefined
  })

  return { standing, headline, explanation, look: computed(() => LOOKS[standing.value.state]), moment }
}
