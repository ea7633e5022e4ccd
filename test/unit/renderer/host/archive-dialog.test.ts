import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { ArchiveHost, useArchive } from '#renderer/host/archive/index.ts'
import { setLocale } from '#renderer/locales/index.ts'
import { appInfo, createChannel, mountScreen, succeed } from '../support/screen.ts'

beforeEach(() => {
  setLocale('es')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
let close: () => void = () => undefined
afterEach(() => {
  close()
  vi.useRealTimers()
  document.body.innerHTML = ''
})

const clear = { changed: 1, unchanged: 0, refused: [], result: { lost: [] } }
const refusedBy = (code: string, details: object) => ({
  changed: 0,
  unchanged: 0,
  refused: [{ code, count: 1, examples: [{ id: 'c1', details }] }],
  result: {},
})
const SERVICE = { code: 'service.stillActive', collection: 'services', id: 's1', title: 'Fibra 600' }
const INVOICE = {
  code: 'invoice.unpaid',
  collection: 'invoices',
  id: 'i1',
  title: 'FMAD-7Q-000118',
  amount: 4840,
  currency: 'EUR',
  dueOn: '2026-01-31',
}

/** Asks to archive a customer; `previews` are what the host says one after another. */
async function ask(...previews: object[]) {
  const rest = [...previews]
  const channel = createChannel({
    'command.preview': () => succeed(rest.length > 1 ? rest.shift() : rest[0]),
    'command.run': succeed({ opId: 'op', commit: 2, result: {}, touched: [] }),
  })
  let outcome: boolean | undefined
  const asking = defineComponent({
    setup() {
      const { archive } = useArchive()
      void archive('customer', 'c1', 'Ana Gil').then((isDone) => (outcome = isDone))
      return () => h(ArchiveHost)
    },
  })
  const screen = mountScreen(asking, {
    transport: channel.transport,
    info: {
      ...appInfo,
      device: { id: 'd', code: '7Q', officeId: 'office-1', personId: 'p' },
    },
  })
  close = () => screen.unmount()
  await flushPromises()
  const button = (name: string) =>
    [...document.querySelectorAll<HTMLButtonElement>('[role=dialog] button')].find(
      (one) => (one.getAttribute('aria-label') ?? one.textContent.trim()) === name,
    )
  return {
    channel,
    button,
    text: () => document.querySelector('[role=dialog]')?.textContent ?? '',
    outcome: () => outcome,
    press: async (name: string) => {
      button(name)?.click()
      await flushPromises()
    },
  }
}

describe('archiving', () => {
  it('asks once, says what comes with it, and archives on the answer', async () => {
    const { text, press, channel, outcome } = await ask(clear)
    expect(text()).toContain('¿Archivar a Ana Gil?')
    await press('Archivar')
    expect(channel.inputOf('command.run')).toMatchObject({
      command: 'customer.archive',
      input: { ids: ['c1'] },
    })
    expect(outcome()).toBe(true)
    expect(text()).toBe('')
  })

  it('does nothing when it is called off', async () => {
    const { press, channel, outcome } = await ask(clear)
    await press('Cancelar')
    expect(outcome()).toBe(false)
    expect(channel.inputOf('command.run')).toBeUndefined()
  })

  it('lists what holds it back, each with a way to it, and opens the way when that is gone', async () => {
    const blocked = refusedBy('customer.hasBlockers', { blockers: [SERVICE, INVOICE] })
    const { text, button, channel } = await ask(blocked, clear)
    expect(text()).toContain('Todavía no se puede archivar: Ana Gil')
    expect(text()).toContain('Fibra 600')
    expect(text()).toMatch(/48,40/)
    expect(text()).toContain('vence el 31 ene 2026')
    // No line asks the host for anything by itself.
    expect(channel.calls.map(({ method }) => method)).toEqual(['command.preview'])
    expect(button('Archivar')?.disabled).toBe(true)
    expect(button('Ver el servicio Fibra 600')).toBeDefined()
    expect(button('Abrir la factura FMAD-7Q-000118')).toBeDefined()

    channel.send({ type: 'commit', last: true } as never)
    await vi.advanceTimersByTimeAsync(200)
    await flushPromises()
    expect(text()).toContain('¿Archivar a Ana Gil?')
    expect(button('Archivar')?.disabled).toBe(false)
  })

  it('names the messages that nobody would get any more', async () => {
    const lost = { ...clear, result: { lost: [{ kind: 'invoices', siteIds: [] }] } }
    const { text, button } = await ask(lost)
    expect(text()).toContain('Nadie más lo recibirá')
    expect(button('Archivar')?.disabled).toBe(false)
  })
})
