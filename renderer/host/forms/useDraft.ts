import { onScopeDispose, shallowRef } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import { copyForm } from './form-merge.ts'

/** A form as it was left, and the record's state when the person began. */
export interface DraftValue<F> {
  base: F
  mine: F
  /** Units of fields that somebody else changed too and that nobody has settled. */
  contested?: readonly string[]
}

/** Milliseconds of quiet before what was typed goes to the host. */
const QUIET = 400

/**
 * What a person typed and did not save, kept by the host so that it survives closing the window. Writes are debounced;
 * the last one is sent at once when the window goes away or the form is left.
 */
export function useDraft<F extends object>(drafts: HostClient['drafts'], key: string) {
  const savedAt = shallowRef<string>()
  let pending: DraftValue<F> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<DraftValue<F> | undefined> {
    const reply = await drafts.get({ key })
    if (!reply.ok || !isDraft<F>(reply.value.value)) return undefined
    savedAt.value = reply.value.savedAt
    return reply.value.value
  }

  function put(value: DraftValue<F>) {
    // A copy: the form goes on changing while the draft waits.
    pending = copyForm(value)
    clearTimeout(timer)
    timer = setTimeout(flush, QUIET)
  }

  function flush() {
    clearTimeout(timer)
    if (!pending) return
    const value = pending
    pending = undefined
    void drafts.put({ key, value })
  }

  async function remove() {
    clearTimeout(timer)
    pending = undefined
    savedAt.value = undefined
    await drafts.remove({ key })
  }

  const onLeave = () => {
    if (document.visibilityState === 'hidden') flush()
  }
  window.addEventListener('pagehide', flush)
  document.addEventListener('visibilitychange', onLeave)
  onScopeDispose(() => {
    flush()
    window.removeEventListener('pagehide', flush)
    document.removeEventListener('visibilitychange', onLeave)
  })

  return { savedAt, load, put, remove }
}

const isDraft = <F>(value: unknown): value is DraftValue<F> =>
  typeof value === 'object' && value !== null && 'base' in value && 'mine' in value
