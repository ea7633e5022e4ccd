import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
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
})
