import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { createHostClient } from '#core/contract/host-client.ts'
import { useConnectionStore, usePreferencesStore, useTaskStore } from '#renderer/host/index.ts'
import { currentLocale, setLocale } from '#renderer/locales/index.ts'
import { useTheme } from '#renderer/ui/index.ts'

beforeEach(() => {
  setActivePinia(createPinia())
  setLocale('es')
  useTheme().theme.value = 'light'
})

describe('tasks', () => {
  it('move on by events, and only those that this window started', () => {
    const store = useTaskStore()
    store.start('a', 'Archivando')
    store.hear({ type: 'task', taskId: 'a', phase: 'write', done: 5, total: 9 })
    store.hear({ type: 'task', taskId: 'other', phase: 'write', done: 1, total: 2 })
    expect(store.tasks).toEqual([
      { id: 'a', label: 'Archivando', phase: 'write', done: 5, total: 9, isCancelling: false },
    ])
    store.finish('a')
    expect(store.tasks).toEqual([])
  })
})

describe('connection', () => {
  it('is lost and found again', () => {
    const store = useConnectionStore()
    store.hear({ type: 'disconnected' })
    expect(store.isLost).toBe(true)
    store.hear({ type: 'reconnected' })
    expect(store.isLost).toBe(false)
  })
})

describe('preferences', () => {
  const hostWith = (kept: Record<string, unknown>, isThere = true) => {
    const written: Record<string, unknown> = {}
    const client = createHostClient({
      call: (method, input) => {
        const { name, value } = input as { name: string; value: unknown }
        if (!isThere) {
          return Promise.resolve({
            ok: false,
            error: { code: 'host/unavailable', message: '', retryable: true },
          })
        }
        if (method === 'settings.set') written[name] = value
        return Promise.resolve({ ok: true, value: { value: kept[name] ?? null } })
      },
      subscribe: () => () => undefined,
    })
    return { client, written }
  }

  it('come from the host, the language from the system until one was chosen', async () => {
    const store = usePreferencesStore()
    await store.load(hostWith({}).client, 'en')
    expect(currentLocale()).toBe('en')
    await store.load(hostWith({ 'ui.locale': 'es', 'ui.theme': 'dark' }).client, 'en')
    expect(currentLocale()).toBe('es')
    expect(document.documentElement.lang).toBe('es')
    expect(store.theme).toBe('dark')
    expect(document.documentElement.classList.contains('dark')).toBe(true)
  })

  it('are kept by the host', async () => {
    const store = usePreferencesStore()
    const { client, written } = hostWith({})
    await store.load(client, 'es')
    await store.switchLocale()
    await store.setTheme('dark')
    expect(written).toEqual({ 'ui.locale': 'en', 'ui.theme': 'dark' })
  })

  it('hold in this window even when the host cannot keep them', async () => {
    const store = usePreferencesStore()
    await store.load(hostWith({}, false).client, 'es')
    await store.setLocale('en')
    expect(currentLocale()).toBe('en')
  })

  it('follow another window, and ignore what makes no sense', () => {
    const store = usePreferencesStore()
    store.hear({ type: 'settings', name: 'ui.theme', value: 'dark' })
    expect(store.theme).toBe('dark')
    store.hear({ type: 'settings', name: 'ui.theme', value: 'pink' })
    store.hear({ type: 'settings', name: 'ui.locale', value: 'fr' })
    expect(store.theme).toBe('dark')
    expect(currentLocale()).toBe('es')
  })
})
