import { computed, shallowRef, watch } from 'vue'
import { MOST_ITEM_IDS } from '#core/contract/methods/inventory.ts'
import { useHost } from '#renderer/host/index.ts'
import type { UiGridSelectionState } from '#renderer/ui/index.ts'
import type { ItemQuery } from './item-query.ts'
import type { ItemRow } from './useItemRows.ts'

interface Range {
  start: number
  end: number
}

/** Rows of one answer of the host. */
const MOST_RANGE = 1000

/** The items that somebody has chosen. Those of a range or of the whole list are asked for by their ids. */
export function useItemSelection(query: () => ItemQuery, list: { total: () => number }) {
  const host = useHost()
  const chosen = shallowRef<ReadonlySet<string>>(new Set())

  async function idsOf(): Promise<string[]> {
    const reply = await host.inventory.ids({ filter: query().filter })
    return reply.ok ? reply.value.ids : []
  }

  function toggle(row: ItemRow | undefined) {
    if (!row) return
    const next = new Set(chosen.value)
    if (!next.delete(row.id)) next.add(row.id)
    chosen.value = next
  }

  /** Rows of a range that are not at hand are asked for. */
  async function selectRange({ start, end }: Range) {
    const limit = Math.min(end - start, MOST_RANGE)
    const reply = await host.inventory.list({ ...query(), skip: start, limit })
    if (reply.ok) chosen.value = new Set([...chosen.value, ...reply.value.rows.map(({ id }) => id)])
  }

  async function selectAll(on: boolean) {
    chosen.value = new Set(on ? await idsOf() : [])
  }

  // Another list: what was chosen may not be in sight any more.
  watch(
    () => JSON.stringify(query().filter),
    () => (chosen.value = new Set()),
  )

  return {
    chosen,
    toggle,
    selectRange,
    selectAll,
    clear: () => (chosen.value = new Set()),
    isSelected: (row: ItemRow) => chosen.value.has(row.id),
    state: computed((): UiGridSelectionState =>
      chosen.value.size === 0 ? 'none' : chosen.value.size >= list.total() ? 'all' : 'some',
    ),
    /** More match than can be acted on at once. */
    isCut: computed(() => chosen.value.size >= MOST_ITEM_IDS && list.total() > MOST_ITEM_IDS),
  }
}
