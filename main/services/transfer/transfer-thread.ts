import type { HostError, HostReply } from '#core/contract/envelope.ts'
import type { RunningTask } from '../../host/tasks.ts'
import { startThread, type StoreThread } from '../../store/store-thread.ts'
import { CANCEL, SIGNALS } from '../../store/thread-messages.ts'
import type { TransferCalls } from './transfer-worker.ts'

/** A thread that reads and writes tables beside the store, on a connection that cannot write to the data. */
export interface TransferThread {
  call<T, K extends keyof TransferCalls = keyof TransferCalls>(
    method: K,
    input: TransferCalls[K],
    task?: RunningTask,
  ): Promise<HostReply<T>>
  close(): Promise<void>
}

export async function startTransferThread(
  workerFile: string,
  folder: string,
): Promise<HostReply<TransferThread>> {
  const signals = new SharedArrayBuffer(SIGNALS * Int32Array.BYTES_PER_ELEMENT)
  const words = new Int32Array(signals)
  const started = await startThread(workerFile, { role: 'transfer', folder, signals }, () => undefined)
  if (!started.ok) return { ok: false, error: started.error }
  const thread: StoreThread = started.value
  return {
    ok: true,
    value: {
      async call<T>(method: keyof TransferCalls, input: unknown, task?: RunningTask) {
        Atomics.store(words, CANCEL, 0)
        const cancel = (): void => void Atomics.store(words, CANCEL, 1)
        if (task?.signal.aborted) return { ok: false, error: cancelled }
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

const cancelled: HostError = { code: 'host/cancelled', message: 'cancelled', retryable: true }
