import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { computed, defineComponent, h } from 'vue'
import PlaceDialog from '#renderer/features/inventory/acts/PlaceDialog.vue'
import { useItemActs, type ItemActs, type PlaceAct } from '#renderer/features/inventory/acts/useItemActs.ts'
import type { ItemWords } from '#renderer/features/inventory/useItemWords.ts'
import { setLocale } from '#renderer/locales/index.ts'
import { toasts } from '#renderer/ui/useToast.ts'
import { UiConfirmHost } from '#renderer/ui/index.ts'
import { appInfo, createChannel, mountScreen, succeed } from '../../support/screen.ts'

beforeEach(() => setLocale('es'))
let close: () => void = () => undefined
afterEach(() => {
  close()
  document.body.innerHTML = ''
  toasts.splice(0)
})

const words = {
  placeOptions: computed(() => [
    { value: 'office-1', label: 'Madrid' },
    { value: 'van', label: 'Furgoneta' },
  ]),
} as unknown as ItemWords
const device = { id: 'd', code: '7Q', officeId: 'office-1', personId: 'p', name: 'Equipo' }

function open(act: PlaceAct | undefined, result: object = { changed: 1, unchanged: 0, refused: [] }) {
  const channel = createChannel({ 'command.run': succeed({ opId: 'op', commit: 2, result, touched: [] }) })
  let acts: ItemActs | undefined
  let isClosed = false
  const target = { ids: ['i1', 'i2'] }
  const screen = defineComponent({
    setup() {
      const own = useItemActs()
      acts = own
      return () => [
        h(UiConfirmHost),
        act &&
          !isClosed &&
          h(PlaceDialog, { act, target, acts: own, words, onClose: () => (isClosed = true) }),
      ]
    },
  })
  const mounted = mountScreen(screen, {
    transport: channel.transport,
    info: { ...appInfo, device },
  })
  close = () => mounted.unmount()
  const button = (name: string) =>
    [...document.querySelectorAll<HTMLButtonElement>('[role=dialog] button, [role=alertdialog] button')].find(
      (one) => one.textContent.trim() === name,
    )
  return {
    channel,
    target,
    acts: () => {
      if (!acts) throw new Error('not mounted')
      return acts
    },
    button,
    isClosed: () => isClosed,
    press: async (name: string) => {
      button(name)?.click()
      await flushPromises()
    },
  }
}

describe('what is done to items', () => {
  it('brings several back to this desktop’s office in one command', async () => {
    const { channel, press, isClosed } = open('return')
    await flushPromises()
    expect(document.querySelector('[role=dialog]')?.textContent).toContain('2 artículos')
    await press('Devolver')
    expect(channel.inputOf('command.run')).toMatchObject({
      command: 'inventory.return',
      input: { ids: ['i1', 'i2'], placeId: 'office-1' },
    })
    expect(isClosed()).toBe(true)
  })

  it('is done by Ctrl+Enter too', async () => {
    const { channel, isClosed } = open('return')
    await flushPromises()
    const ctrlEnter = new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true })
    document.querySelector('[role=dialog] input')?.dispatchEvent(ctrlEnter)
    await flushPromises()
    expect(channel.inputOf('command.run')).toMatchObject({ command: 'inventory.return' })
    expect(isClosed()).toBe(true)
  })

  it('never moves anything to a place that nobody has chosen', async () => {
    const { channel, button, press, isClosed } = open('move')
    await flushPromises()
    expect(button('Mover')?.disabled).toBe(true)
    await press('Mover')
    expect(channel.inputOf('command.run')).toBeUndefined()
    expect(isClosed()).toBe(false)
  })

  it('names those that were left as they are, and why', async () => {
    const refused = [
      { code: 'inventory.notInStock', count: 1, examples: [{ id: 'i2', details: { serial: 'ZTE-2' } }] },
    ]
    const { press } = open('return', { changed: 1, unchanged: 0, refused })
    await flushPromises()
    await press('Devolver')
    expect(toasts.find(({ tone }) => tone === 'warning')?.text).toMatch(/^ZTE-2: /)
  })

  it('asks before items are retired, and does nothing when that is called off', async () => {
    const { acts, target, channel, press } = open(undefined)
    const done = acts().retire(target)
    await flushPromises()
    expect(document.querySelector('[role=alertdialog]')?.textContent).toContain('2 artículos')
    await press('Cancelar')
    await done
    expect(channel.inputOf('command.run')).toBeUndefined()
    const again = acts().retire(target)
    await flushPromises()
    await press('Dar de baja')
    await again
    expect(channel.inputOf('command.run')).toMatchObject({ command: 'inventory.retire' })
  })
})
