import type { HostError, HostReply } from '#core/contract/envelope.ts'
import type { RunningTask } from '../../host/tasks.ts'
import { startThread } from '../../store/store-thread.ts'
import { CANCEL, SIGNALS } from '../../store/thread-messages.ts'
import type { BillingCalls } from './billing-worker.ts'

/** A thread that works out and holds one draft, on a connection that cannot write to the data. */
export interface BillingThread {
  call<T, K extends keyof BillingCalls = keyof BillingCalls>(
    method: K,
    input: BillingCalls[K],
    task?: RunningTask,
  ): Promise<HostReply<T>>
  close(): Promise<void>
}

/** Mebibytes: what it makes of a customer it lets go of at once, and it is there beside the store's own threads. */
const YOUNG_GENERATION = 16

export async function startBillingThread(
  workerFile: string,
  folder: string,
): Promise<HostReply<BillingThread>> {
  const signals = new SharedArrayBuffer(SIGNALS * Int32Array.BYTES_PER_ELEMENT)
  const words = new Int32Array(signals)
  const started = await startThread(workerFile, { role: 'transfer', folder, signals }, () => undefined, {
    youngGeneration: YOUNG_GENERATION,
  })
  if (!started.ok) return { ok: false, error: started.error }
  const thread = started.value
  return {
    ok: true,
    value: {
      async call<T>(method: keyof BillingCalls, input: unknown, task?: RunningTask) {
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
