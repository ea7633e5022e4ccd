import { computed, ref, shallowRef, watch } from 'vue'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { DraftView } from '#core/contract/methods/billing.ts'
import type { HostError } from '#core/contract/envelope.ts'
import { usePagedRows } from '#renderer/data/index.ts'
import { errorText, useHost } from '#renderer/host/index.ts'
import { useToast } from '#renderer/ui/index.ts'

export type DraftSummary = MethodOutput<'billing', 'summary'>
export type DraftRow = MethodOutput<'billing', 'rows'>['rows'][number]
export type DraftSort = MethodInput<'billing', 'rows'>['sort']

/** A draft of the host: how it stands, its rows by part, and who is left out. */
export function useDraft(draftId: () => string) {
  const host = useHost()
  const { toast } = useToast()
  const summary = shallowRef<DraftSummary>()
  const error = shallowRef<HostError>()
  const view = ref<DraftView>('all')
  const text = ref('')
  const sort = ref<DraftSort>({ field: 'name', direction: 'asc' })
  /** Counts changes that a person made: the rows are asked for again. */
  const round = ref(0)

  async function load() {
    const reply = await host.billing.summary({ draftId: draftId() })
    error.value = reply.ok ? undefined : reply.error
    if (reply.ok) summary.value = reply.value
  }
  watch(draftId, load, { immediate: true })

  const list = usePagedRows({
    query: () =>
      summary.value === undefined
        ? undefined
        : {
            draftId: draftId(),
            view: view.value,
            ...(text.value.trim() && { text: text.value.trim() }),
            sort: sort.value,
            round: round.value,
          },
    read: ({ round: _round, ...query }, page) => host.billing.rows({ ...query, ...page }),
    // It is of one moment and changes only by hand.
    collections: [],
  })

  /** A run that was cut off after its last customer: nothing of it is left but to say so. */
  const isOver = computed(() => {
    const { runId, counts, leases } = summary.value ?? {}
    return runId !== undefined && counts?.billed === 0 && leases?.length === 0
  })

  async function exclude(customerIds: readonly string[], excluded: boolean) {
    const reply = await host.billing.exclude({ draftId: draftId(), customerIds: [...customerIds], excluded })
    if (!reply.ok) return void toast({ tone: 'error', title: errorText(reply.error) })
    summary.value = reply.value
    round.value++
  }

  return {
    summary,
    error,
    view,
    text,
    sort,
    list,
    exclude,
    round,
    /** A customer was looked at anew and differs from its row. */
    refresh: async () => {
      await load()
      round.value++
    },
    canIssue: computed(() => {
      const { counts, leases } = summary.value ?? {}
      const elsewhere = leases?.reduce((sum, { customers }) => sum + customers, 0) ?? 0
      return (counts?.billed ?? 0) > elsewhere || isOver.value
    }),
    isOver,
  }
}

export type Draft = ReturnType<typeof useDraft>
