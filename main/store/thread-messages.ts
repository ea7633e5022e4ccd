import type { HostError, HostReply } from '#core/contract/envelope.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { DeviceIdentity } from './store.ts'

/** What the host's main thread and the two store threads tell each other. */
export interface ThreadData {
  role: 'writer' | 'reader'
  folder: string
  /** The writer's cancel flag: 1 asks the running command to stop. */
  cancel: SharedArrayBuffer
}

export interface ThreadCall {
  id: number
  method: string
  input: unknown
}

export type ThreadMessage =
  | { type: 'ready'; device?: DeviceIdentity; setAside?: string }
  | { type: 'failed'; error: HostError }
  | { type: 'reply'; id: number; reply: HostReply; device?: DeviceIdentity }
  | { type: 'progress'; id: number; done: number; total: number }
  | { type: 'event'; event: HostEvent }
  | { type: 'closed' }
