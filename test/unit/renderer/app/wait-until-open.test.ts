import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { nextTick } from 'vue'
import { createHostClient } from '#core/contract/host-client.ts'
import type { HostReply } from '#core/contract/envelope.ts'
import type { HostEvent, Opening } from '#core/contract/host-events.ts'
import { waitUntilOpen } from '#renderer/app/wait-until-open.ts'
import { setLocale } from '#renderer/locales/index.ts'
import { useTheme } from '#renderer/ui/index.ts'

beforeEach(() => {
  setLocale('es')
  const place = document.createElement('div')
  place.id = 'app'
  document.body.replaceChildren(place)
  onTestFinished(() => void (useTheme().theme.value = 'system'))
})

const records = (done: number): Opening => ({
  ...{ state: 'opening', locale: 'en', theme: 'dark' },
  step: { phase: 'records', done, total: 580_000 },
})

/** A host that says how its data stands, and the window that waits for it. */
function openWindow(now: HostReply<Opening>) {
  const state = { now }
  const listeners = new Set<(event: HostEvent) => void>()
  const host = createHostClient({
    call: () => Promise.resolve(state.now),
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  })
  const tell = async (event: HostEvent): Promise<void> => {
    for (const listener of [...listeners]) listener(event)
    await nextTick()
  }
  return { state, listeners, tell, answer: waitUntilOpen(host, '#app') }
}

const text = (): string => document.querySelector('#app')?.textContent ?? ''

describe('a window that is opened before its data', () => {
  it('shows nothing where the data is open', async () => {
    const { answer, listeners } = openWindow({ ok: true, value: { state: 'open' } })
    expect(await answer).toBeUndefined()
    expect(text()).toBe('')
    expect(listeners.size).toBe(0)
  })

  it('tells how far it is, in the language and colours of this desktop, and ends when it is open', async () => {
    const { tell, answer, listeners } = openWindow({ ok: true, value: records(1200) })
    await nextTick()
    await nextTick()
    expect(text()).toContain('Preparing your data')
    expect(text()).toContain('1,200 of 580,000 records')
    expect(useTheme().isDark.value).toBe(true)
    await tell({ type: 'opening', opening: records(290_000) })
    expect(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')).toBe('50')
    await tell({
      type: 'opening',
      opening: { state: 'opening', locale: 'es', step: { phase: 'check', done: 0, total: 0 } },
    })
    expect(text()).toContain('Comprobando sus datos')
    await tell({ type: 'opening', opening: { state: 'open' } })
    expect(await answer).toBeUndefined()
    expect(text()).toBe('')
    expect(listeners.size).toBe(0)
  })

  it('asks again after a break: what was said meanwhile did not arrive', async () => {
    const { state, tell, answer } = openWindow({ ok: true, value: records(1200) })
    await nextTick()
    await nextTick()
    await tell({ type: 'disconnected' })
    expect(text()).toContain('No connection to the program')
    state.now = { ok: true, value: { state: 'open' } }
    await tell({ type: 'reconnected' })
    expect(await answer).toBeUndefined()
  })

  it('says why the data cannot be opened', async () => {
    const { tell, answer } = openWindow({ ok: true, value: records(1200) })
    await nextTick()
    const error = { code: 'store/disk-full', message: 'full', retryable: true } as const
    await tell({ type: 'opening', opening: { state: 'failed' }, error })
    expect(await answer).toEqual(error)
  })
})
