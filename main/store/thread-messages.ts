import type { HostError, HostReply } from '#core/contract/envelope.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { Packed } from './json-member.ts'
import type { DeviceIdentity } from './store.ts'

/** Word of the cancel flag: 1 asks the running command to stop. */
export const CANCEL = 0
/** Word that tells the reader of the writer's file: 0 not open yet, 1 open, 2 never will be. */
export const FILE = 1
export const SIGNALS = 2

/** What the host's main thread and the threads on the file tell each other. */
export interface ThreadData {
  role: 'writer' | 'reader' | 'checker' | 'transfer'
  folder: string
  /** The writer keeps less in memory, and takes longer for very many records. */
  isFrugal?: true
  /** Shared by the threads and the main thread: `SIGNALS` words of 32 bits. */
  signals: SharedArrayBuffer
}

export interface ThreadCall {
  id: number
  method: string
  input: unknown
}

export type ThreadMessage =
  | { type: 'ready'; device?: DeviceIdentity; setAside?: string; isUnchecked?: boolean }
  | { type: 'failed'; error: HostError }
  | { type: 'reply'; id: number; reply: Packed<HostReply>; device?: DeviceIdentity }
  | { type: 'progress'; id: number; done: number; total: number }
  | { type: 'event'; event: Packed<HostEvent> }
  | { type: 'closed' }
