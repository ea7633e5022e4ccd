import { computed, shallowRef, type Ref } from 'vue'
import { useHost } from '#renderer/host/index.ts'
import type { UiGridSelectionState, UiGridRange } from '#renderer/ui/index.ts'
import type { CustomerRow, RowQuery } from '../useCustomerRows.ts'
import { countChosen, EVERYBODY, isChosen, NOBODY, toggled, withChosen, type Selection } from './selection.ts'

/** The longest range that is chosen row by row; more are chosen by a filter. */
const LONGEST_RANGE = 2000

interface Source {
  query: Readonly<Ref<RowQuery | undefined>>
  rows: { rowAt: (index: number) => CustomerRow | undefined; total: Readonly<Ref<number>> }
  /** Told when somebody wants a longer range. */
  tooMany: (most: number) => void
}

/** A list as short as this is loaded whole: all of it are some by name as well. */
const SHORT_LIST = 50

/** Which customers of the list are chosen. */
export function useListSelection({ query, rows, tooMany }: Source) {
  const host = useHost()
  const selection = shallowRef<Selection>(NOBODY)
  const count = computed(() => countChosen(selection.value, rows.total.value))
  const state = computed((): UiGridSelectionState => {
    if (count.value === 0) return 'none'
    return count.value >= rows.total.value ? 'all' : 'some'
  })

  async function idsOf({ start, end }: UiGridRange): Promise<string[] | undefined> {
    const ids: string[] = []
    for (let index = start; index < end; index++) {
      const row = rows.rowAt(index)
      if (!row) break
      ids.push(row.id)
    }
    if (ids.length === end - start) return ids
    const asked = query.value
    if (!asked) return undefined
    const reply = await host.customers.list({ ...asked, skip: start, limit: end - start })
    return reply.ok ? reply.value.rows.map(({ id }) => id) : undefined
  }

  function namedIds(): string[] {
    const chosen = selection.value
    if (chosen.kind === 'some') return [...chosen.ids]
    if (rows.total.value > SHORT_LIST) return []
    const all = Array.from({ length: rows.total.value }, (_, index) => rows.rowAt(index))
    return all.every((row) => row !== undefined)
      ? all.map(({ id }) => id).filter((id) => isChosen(chosen, id))
      : []
  }

  return {
    selection,
    count,
    state,
    has: (id: string) => isChosen(selection.value, id),
    /** Those that are chosen by name, or all of a short list; none when they are too many to name. */
    chosenIds: namedIds,
    clear: () => (selection.value = NOBODY),
    all: (on: boolean) => (selection.value = on ? EVERYBODY : NOBODY),
    toggleAt: (index: number) => {
      const row = rows.rowAt(index)
      if (row) selection.value = toggled(selection.value, row.id)
    },
    extend: async (range: UiGridRange) => {
      if (range.end - range.start > LONGEST_RANGE) {
        tooMany(LONGEST_RANGE)
        return
      }
      const ids = await idsOf(range)
      if (ids) selection.value = withChosen(selection.value, ids)
    },
  }
}
