import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import HubDesktops from '#renderer/features/sync/hub/HubDesktops.vue'
import { useHub } from '#renderer/features/sync/hub/useHub.ts'
import { setLocale } from '#renderer/locales/index.ts'
import { createChannel, fail, mountScreen, succeed } from '../../support/screen.ts'
import { testDatabase } from '../../support/test-database.ts'

const opened = testDatabase()
let close: () => void = () => undefined

beforeEach(() => setLocale('es'))
afterEach(() => close())

const desktop = (id: string, name: string) => ({ id, name, code: id.toUpperCase(), state: 'active' })

async function open(rename = succeed({})) {
  const channel = createChannel({
    'hub.status': fail('host/internal'),
    'hub.desktops': succeed({ desktops: [desktop('7q', 'Recepción'), desktop('8r', 'Almacén')] }),
    'hub.rename': rename,
  })
  const page = defineComponent({
    setup() {
      const hub = useHub()
      return () => h(HubDesktops, { hub })
    },
  })
  const screen = mountScreen(page, { transport: channel.transport, database: opened.database })
  close = () => screen.unmount()
  await flushPromises()
  await screen.get('[aria-label="Cambiar el nombre de Almacén"]').trigger('click')
  return { channel, screen, field: screen.get('form input') }
}

describe('the desktops of a hub', () => {
  it('gives one another name where it stands, without the spaces round it', async () => {
    const { channel, screen, field } = await open()
    expect((field.element as HTMLInputElement).value).toBe('Almacén')
    expect(document.activeElement).toBe(field.element)
    await field.setValue('  Furgoneta ')
    await screen.get('form').trigger('submit')
    await flushPromises()
    expect(channel.inputOf('hub.rename')).toEqual({ id: '8r', name: 'Furgoneta' })
    expect(screen.find('form').exists()).toBe(false)
  })

  it('lets nobody take the name away, and forgets what was typed when it is called off', async () => {
    const { channel, screen, field } = await open()
    await field.setValue('   ')
    await screen.get('form').trigger('submit')
    expect(channel.inputOf('hub.rename')).toBeUndefined()
    await screen.get('form').findAll('button')[1]?.trigger('click')
    expect(screen.find('form').exists()).toBe(false)
    await screen.get('[aria-label="Cambiar el nombre de Almacén"]').trigger('click')
    expect((screen.get('form input').element as HTMLInputElement).value).toBe('Almacén')
    await screen.get('form input').trigger('keydown', { key: 'Escape' })
    expect(screen.find('form').exists()).toBe(false)
  })

  it('keeps what was typed, and the list, when it could not be saved', async () => {
    const { screen, field } = await open(fail('host/internal'))
    await field.setValue('Furgoneta')
    await screen.get('form').trigger('submit')
    await flushPromises()
    expect((screen.get('form input').element as HTMLInputElement).value).toBe('Furgoneta')
    expect(screen.text()).toContain('Recepción')
    expect(screen.find('[role=alert]').exists()).toBe(true)
  })
})
