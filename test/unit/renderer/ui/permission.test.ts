import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { commandNames } from '#core/domain/commands.ts'
import { ACTS, actItem as itemItem } from '#renderer/features/inventory/acts/act-items.ts'
import type { ItemActs } from '#renderer/features/inventory/acts/useItemActs.ts'
import SelectionBar from '#renderer/features/inventory/items/SelectionBar.vue'
import { actItem as serviceItem } from '#renderer/features/services/acts/act-items.ts'
import { SERVICE_ACTS } from '#renderer/features/services/acts/useServiceActs.ts'
import { whyNotFor } from '#renderer/host/index.ts'
import { texts } from '#renderer/locales/index.ts'
import { UiButton, whyNotKey } from '#renderer/ui/index.ts'

describe('what a role may not do', () => {
  it('is told by the same table as the host refuses by, with who may', () => {
    const technician = whyNotFor('technician')
    expect(technician('site.update')).toBeUndefined()
    expect(technician('customer.create')).toMatch(/Administración, Dirección, Facturación, Atención/)
    expect(technician('see customers/paymentMethods')).toBeDefined()
    const agent = whyNotFor('agent')
    expect(agent('see customers/paymentMethods')).toBeUndefined()
    expect(agent('customers/paymentMethods')).toBeDefined()
    expect(agent('see services/charges/wholesalePrice')).toBeDefined()
    expect(agent('catalog:savedView')).toBeUndefined()
    expect(agent('catalog:product')).toBeDefined()
    expect(whyNotFor(undefined)('customer.erase')).toBeUndefined()
  })

  it('is a button that says why and does nothing, within reach of the keyboard', async () => {
    const pressed = vi.fn()
    const press = async (role: 'technician' | 'agent') => {
      const button = mount(UiButton, {
        props: { needs: 'customer.create', onClick: pressed },
        slots: { default: 'Nuevo' },
        global: { plugins: [texts], provide: { [whyNotKey as symbol]: whyNotFor(role) } },
      })
      await button.trigger('click')
      return button.attributes()
    }
    const refused = await press('technician')
    expect(refused['aria-disabled']).toBe('true')
    expect(refused.title).toMatch(/Su rol no lo permite/)
    expect(refused.disabled).toBeUndefined()
    expect(pressed).not.toHaveBeenCalled()
    expect((await press('agent'))['aria-disabled']).toBeUndefined()
    expect(pressed).toHaveBeenCalledOnce()
  })

  it.each([
    ['a service', SERVICE_ACTS.map((act) => serviceItem(act, ''))],
    ['an item', ACTS.map((act) => itemItem(act, ''))],
  ])('is known of every act on %s by its command', (_what, items) => {
    for (const { id, needs } of items) expect(commandNames, id).toContain(needs)
  })

  it('is said by the bar of chosen items', () => {
    const bar = mount(SelectionBar, {
      props: { ids: ['i1'], isCut: false, isArchived: false, acts: { isRunning: ref(false) } as ItemActs },
      global: { plugins: [texts], provide: { [whyNotKey as symbol]: whyNotFor('billing') } },
    })
    const refused = bar.findAll('button[aria-disabled=true]').map((button) => button.text())
    expect(refused).toContain('Dar de baja')
  })
})
