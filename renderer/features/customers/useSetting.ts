import { shallowRef } from 'vue'
import { useHost } from '#renderer/host/index.ts'

/** What has been read or set in this window, so that a screen that comes back has it at once. */
const known = new Map<string, unknown>()

/** A setting of this desktop; null while none is kept. */
export function useSetting(name: string) {
  const host = useHost()
  const value = shallowRef<unknown>(known.get(name) ?? null)
  const isLoaded = shallowRef(known.has(name))

  async function load() {
    const reply = await host.settings.get({ name })
    // What cannot be read now is as good as never kept; the connection notice tells about a lost host.
    if (!isLoaded.value) value.value = reply.ok ? reply.value.value : null
    if (reply.ok) known.set(name, value.value)
    isLoaded.value = true
  }
  if (!isLoaded.value) void load()

  return {
    value,
    isLoaded,
    set: (next: unknown) => {
      known.set(name, next)
      value.value = next
      isLoaded.value = true
      void host.settings.set({ name, value: next })
    },
  }
}
