import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { HostEvent } from '#core/contract/host-events.ts'

/** Long work that the host does for this window. */
export interface Task {
  id: string
  /** What is being done, in the language of the window. */
  label: string
  /** The host's word for the step it is at; empty until it tells. */
  phase: string
  done: number
  /** 0 while unknown. */
  total: number
  isCancelling: boolean
}

/** Work that is running, for the tray: whoever starts it names it, the host's events move it on. */
export const useTaskStore = defineStore('tasks', () => {
  const byId = ref(new Map<string, Task>())

  function start(id: string, label: string) {
    byId.value.set(id, { id, label, phase: '', done: 0, total: 0, isCancelling: false })
  }

  function finish(id: string) {
    byId.value.delete(id)
  }

  function hear(event: HostEvent) {
    if (event.type !== 'task') return
    const task = byId.value.get(event.taskId)
    if (task) Object.assign(task, { phase: event.phase, done: event.done, total: event.total })
  }

  function markCancelling(id: string) {
    const task = byId.value.get(id)
    if (task) task.isCancelling = true
  }

  return { tasks: computed(() => [...byId.value.values()]), start, finish, hear, markCancelling }
})
