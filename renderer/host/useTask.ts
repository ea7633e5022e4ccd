import { v7 as newId } from 'uuid'
import { computed, shallowRef } from 'vue'
import { useTaskStore } from './task.store.ts'
import { useHost } from './useHost.ts'

/** One long call at a time, with progress in the tray and a way to cancel it. */
export function useTask() {
  const host = useHost()
  const store = useTaskStore()
  const current = shallowRef<string>()

  async function follow<T>(label: string, work: (taskId: string) => Promise<T>): Promise<T> {
    const id = newId()
    current.value = id
    store.start(id, label)
    try {
      return await work(id)
    } finally {
      store.finish(id)
      if (current.value === id) current.value = undefined
    }
  }

  async function cancel() {
    const id = current.value
    if (id === undefined) return
    store.markCancelling(id)
    await host.tasks.cancel({ taskId: id })
  }

  return { task: computed(() => store.tasks.find((task) => task.id === current.value)), follow, cancel }
}
