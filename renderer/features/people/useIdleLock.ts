import { onScopeDispose } from 'vue'
import { useHost } from '#renderer/host/index.ts'

/** How often the time without a key or a press is looked at. Milliseconds. */
const LOOK_EVERY = 5000

/** Locks the desktop after the minutes that it is set to, and by Ctrl+Shift+L. */
export function useIdleLock() {
  const host = useHost()
  let usedAt = Date.now()
  let minutes = 0
  const read = async () => {
    const reply = await host.access.state({})
    if (reply.ok) minutes = reply.value.lockMinutes
  }
  const used = () => (usedAt = Date.now())
  const onKey = (event: KeyboardEvent) => {
    used()
    if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.key.toLowerCase() !== 'l') return
    event.preventDefault()
    // Without a password nothing would open it again: the host refuses.
    void host.access.lock({})
  }
  const timer = setInterval(() => {
    if (minutes > 0 && Date.now() - usedAt > minutes * 60_000) void host.access.lock({})
  }, LOOK_EVERY)
  const stop = host.subscribe((event) => {
    if (event.type === 'settings' && event.name === 'access.lockMinutes') void read()
  })
  window.addEventListener('keydown', onKey, true)
  window.addEventListener('pointerdown', used, true)
  window.addEventListener('wheel', used, { capture: true, passive: true })
  onScopeDispose(() => {
    clearInterval(timer)
    stop()
    window.removeEventListener('keydown', onKey, true)
    window.removeEventListener('pointerdown', used, true)
    window.removeEventListener('wheel', used, true)
  })
  void read()
}
