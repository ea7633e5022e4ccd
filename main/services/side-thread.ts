import type { HostReply } from '#core/contract/envelope.ts'
import { err } from '#core/lib/result.ts'
import type { RunningTask } from '../host/tasks.ts'
import { cancelled } from '../store/cancelled.ts'
import { startThread } from '../store/store-thread.ts'
import { CANCEL, SIGNALS } from '../store/thread-messages.ts'

/** A thread that works beside the store, on a connection that cannot write to the data. `Calls`: its methods with what they take. */
export interface SideThread<Calls> {
  /** A task gets the progress and cancels the work. */
  call<T, K extends keyof Calls & string = keyof Calls & string>(
    method: K,
    input: Calls[K],
    task?: RunningTask,
  ): Promise<HostReply<T>>
  close(): Promise<void>
}

/** @param options `youngGeneration` in mebibytes (store-thread.ts). */
export async function startSideThread<Calls>(
  workerFile: string,
  folder: string,
  options?: { youngGeneration: number },
): Promise<HostReply<SideThread<Calls>>> {
  const signals = new SharedArrayBuffer(SIGNALS * Int32Array.BYTES_PER_ELEMENT)
  const words = new Int32Array(signals)
  const started = await startThread(
    workerFile,
    { role: 'transfer', folder, signals },
    () => undefined,
    options,
  )
  if (!started.ok) return { ok: false, error: started.error }
  const thread = started.value
  return {
    ok: true,
    value: {
      async call<T>(method: string, input: unknown, task?: RunningTask) {
        Atomics.store(words, CANCEL, 0)
        const cancel = (): void => void Atomics.store(words, CANCEL, 1)
        if (task?.signal.aborted) return err(cancelled)
        task?.signal.addEventListener('abort', cancel)
        const reply = await thread.call(method, input, task && ((done, total) => task.progress(done, total)))
        task?.signal.removeEventListener('abort', cancel)
        // The thread answers each call with what its client expects.
        return reply as HostReply<T>
      },
      close: () => thread.close(),
    },
  }
}
