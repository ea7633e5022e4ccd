import { computed, shallowRef, watch } from 'vue'
import type { IssueFilter } from '#core/domain/issue/filter.ts'
import { useHost } from '#renderer/host/index.ts'
import type { UiGridSelectionState } from '#renderer/ui/index.ts'
import type { IssueRow } from './useIssueWords.ts'

/** Rows of one answer of the host. */
const MOST_RANGE = 1000

/** The issues that somebody has chosen. Those of a range or of the whole tray are asked for by their ids. */
export function useIssueSelection(filter: () => IssueFilter, total: () => number) {
  const host = useHost()
  const chosen = shallowRef<ReadonlySet<string>>(new Set())
  const clear = () => (chosen.value = new Set())
  watch(() => JSON.stringify(filter()), clear)
  return {
    chosen,
    clear,
    toggle(row: IssueRow | undefined) {
      if (!row) return
      const next = new Set(chosen.value)
      if (!next.delete(row.id)) next.add(row.id)
      chosen.value = next
    },
    async selectRange({ start, end }: { start: number; end: number }) {
      const reply = await host.issues.list({
        filter: filter(),
        skip: start,
        limit: Math.max(1, Math.min(end - start, MOST_RANGE)),
      })
      if (reply.ok) chosen.value = new Set([...chosen.value, ...reply.value.rows.map(({ id }) => id)])
    },
    async selectAll(on: boolean) {
      if (!on) return clear()
      const reply = await host.issues.ids({ filter: filter() })
      return reply.ok ? (chosen.value = new Set(reply.value.ids)) : undefined
    },
    isSelected: (row: IssueRow) => chosen.value.has(row.id),
    state: computed((): UiGridSelectionState =>
      chosen.value.size === 0 ? 'none' : chosen.value.size >= total() ? 'all' : 'some',
    ),
  }
}
