import { shallowReactive } from 'vue'

export interface ToastRequest {
  tone: 'info' | 'success' | 'warning' | 'error'
  title: string
  text?: string
  /** One thing to do about it, e.g. undo. */
  action?: { label: string; run: () => unknown }
  /** Milliseconds on screen; by default 6 s, errors 12 s; with an action 10 s at least. */
  duration?: number
  /** Takes the place of the message of the same key, e.g. `change`: the last change is the one to take back. */
  key?: string
}

export interface Toast extends ToastRequest {
  id: number
  duration: number
}

/** At most this many are kept; the oldest goes first. */
const MOST = 3

/** What `UiToaster` shows, oldest first. */
export const toasts = shallowReactive<Toast[]>([])
let nextId = 1

const defaultDuration = ({ tone, action }: ToastRequest) =>
  tone === 'error' ? 12_000 : action ? 10_000 : 6_000

export function dismissToast(id: number) {
  const index = toasts.findIndex((one) => one.id === id)
  if (index >= 0) toasts.splice(index, 1)
}

/** Short messages in the corner. The returned function takes one back. */
export function useToast() {
  const toast = (request: ToastRequest): (() => void) => {
    const id = nextId++
    const replaced = toasts.find((one) => request.key !== undefined && one.key === request.key)
    if (replaced) dismissToast(replaced.id)
    toasts.push({ ...request, id, duration: request.duration ?? defaultDuration(request) })
    while (toasts.length > MOST) toasts.shift()
    return () => dismissToast(id)
  }
  return { toast, dismiss: dismissToast }
}
