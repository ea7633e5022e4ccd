import type { HostEvent } from '#core/contract/host-events.ts'

/** Long work of the host itself, as opposed to the store's own commands. */
export interface RunningTask {
  signal: AbortSignal
  progress(done: number, total: number): void
  end(): void
}

export interface Tasks {
  begin(taskId: string, phase: string): RunningTask
  /** False when no such task runs here. */
  cancel(taskId: string): boolean
}

export function createTasks(tell: (event: HostEvent) => void): Tasks {
  const running = new Map<string, AbortController>()
  return {
    begin(taskId, phase) {
      const controller = new AbortController()
      running.set(taskId, controller)
      return {
        signal: controller.signal,
        progress: (done, total) => tell({ type: 'task', taskId, phase, done, total }),
        end: () => void running.delete(taskId),
      }
    },
    cancel(taskId) {
      const controller = running.get(taskId)
      controller?.abort()
      return controller !== undefined
    },
  }
}
