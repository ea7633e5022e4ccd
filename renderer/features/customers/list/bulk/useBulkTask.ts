import { shallowRef } from 'vue'
import { useArchive } from '#renderer/host/archive/index.ts'
import type { CustomerList } from '../useCustomerList.ts'
import type { CustomerRow } from '../useCustomerRows.ts'
import { toTarget, type BulkTarget } from '../selection/selection.ts'
import type { BulkAction } from './bulk-action.ts'

interface BulkTask {
  action: BulkAction
  target: BulkTarget
  count: number
  /** Of the only customer meant. */
  name?: string | undefined
}

/** The action on many that a person has begun and neither confirmed nor dropped. */
export function useBulkTask({ selection, query, rows }: CustomerList) {
  const archiving = useArchive()
  const task = shallowRef<BulkTask>()

  function act(action: BulkAction) {
    const count = selection.count.value
    const [only] = selection.chosenIds()
    task.value = {
      action,
      target: toTarget(selection.selection.value, query.filter.value),
      count,
      name: count === 1 && only !== undefined ? rows.rowOf(only)?.name : undefined,
    }
  }

  return {
    task,
    act,
    /** Archives or restores. On a row of the selection it means the selection, as in a file manager. */
    remove: (row: CustomerRow) => {
      const action = row.archived ? 'restore' : 'archive'
      if (selection.count.value > 1 && selection.has(row.id)) act(action)
      else void archiving[action]('customer', row.id, row.name)
    },
    drop: () => (task.value = undefined),
  }
}
