import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import HubCreate from '#renderer/features/sync/hub/HubCreate.vue'
import { useHub } from '#renderer/features/sync/hub/useHub.ts'
import { setLocale } from '#renderer/locales/index.ts'
import { createChannel, fail, mountScreen } from '../../support/screen.ts'
import { testDatabase } from '../../support/test-database.ts'

const opened = testDatabase()
let close: () => void = () => undefined
beforeEach(() => setLocale('es'))
afterEach(() => close())

describe('making a desktop the hub', () => {
  it("offers the company's name once: who empties the field is asked for another one", async () => {
    const company = { id: 'company-1', kind: 'company', data: { name: 'Fibra Alta' } }
    opened.host.commit({
      collection: 'catalog',
      id: company.id,
      after: { ...company, createdAt: '2026-03-01T09:00:00.000Z' },
    })
    const { transport } = createChannel({ 'hub.status': fail('host/internal') })
    const page = defineComponent({
      setup() {
        const hub = useHub()
        return () => h(HubCreate, { hub })
      },
    })
    const screen = mountScreen(page, { transport, database: opened.database })
    close = () => screen.unmount()
    await flushPromises()
    const name = screen.get('input')
    const shown = () => (name.element as HTMLInputElement).value
    await expect.poll(shown).toBe('Fibra Alta')
    await name.setValue('')
    await screen.get('form').trigger('submit')
    await flushPromises()
    expect(shown()).toBe('')
    expect(screen.text()).toContain('Escriba el nombre de la organización.')
    expect(document.activeElement).toBe(name.element)
  })
})
