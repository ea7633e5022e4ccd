import type { HostReply } from '#core/contract/envelope.ts'
import type { RunningTask, Tasks } from './tasks.ts'

/** Runs long work as a task that a window may follow and cancel. */
export async function asTask<T>(
  tasks: Tasks,
  taskId: string | undefined,
  phase: string,
  work: (task: RunningTask | undefined) => Promise<HostReply<T>>,
): Promise<HostReply<T>> {
  const task = taskId === undefined ? undefined : tasks.begin(taskId, phase)
  try {
    return await work(task)
  } finally {
    task?.end()
  }
}
