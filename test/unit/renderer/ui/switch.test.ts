import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { UiSwitch } from '#renderer/ui/index.ts'

const mountSwitch = (attributes: Record<string, unknown> = {}) =>
  mount(UiSwitch, {
    props: { label: 'Factura separada', hint: 'Este sitio recibe su propia factura.' },
    attrs: attributes,
  })

describe('a switch', () => {
  it('takes its place on the screen with its text: a hint has the whole width that was given', () => {
    const wrapper = mountSwitch({ class: 'col-span-2', 'data-field': 'separateInvoice' })
    expect(wrapper.classes()).toContain('col-span-2')
    const button = wrapper.get('button')
    expect(button.classes()).not.toContain('col-span-2')
    expect(button.attributes('data-field')).toBe('separateInvoice')
  })

  it('is named by its label and described by its hint', () => {
    const wrapper = mountSwitch()
    const button = wrapper.get('button')
    expect(wrapper.get('label').attributes('for')).toBe(button.attributes('id'))
    expect(wrapper.get('label').text()).toBe('Factura separada')
    const description = button.attributes('aria-describedby') ?? ''
    expect(wrapper.get(`[id="${description}"]`).text()).toBe('Este sitio recibe su propia factura.')
  })

  it('is described by nothing without a hint', () => {
    const wrapper = mount(UiSwitch, { props: { label: 'Sí' } })
    expect(wrapper.get('button').attributes('aria-describedby')).toBeUndefined()
  })
})
