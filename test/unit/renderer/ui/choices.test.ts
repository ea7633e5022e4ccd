import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { h, nextTick, ref } from 'vue'
import { setLocale, texts } from '#renderer/locales/index.ts'
import {
  filterOptions,
  UiCombobox,
  UiField,
  UiMultiSelect,
  UiNumber,
  UiSelect,
  useCountedOptions,
  type UiOption,
} from '#renderer/ui/index.ts'

const countries: UiOption[] = [
  { value: 'ES', label: 'España', detail: 'ES' },
  { value: 'MX', label: 'México', detail: 'MX' },
  { value: 'GB', label: 'Reino Unido', detail: 'GB' },
  { value: 'ET', label: 'Etiopía', detail: 'ET' },
]

const global = { plugins: [texts] }
beforeEach(() => setLocale('es'))

describe('filtering options', () => {
  const labels = (typed: string) => filterOptions(countries, typed).map(({ label }) => label)

  it('ignores accents and case', () => expect(labels('MEXICO')).toEqual(['México']))
  it('puts those first that start so', () =>
    expect(labels('e')).toEqual(['España', 'Etiopía', 'México', 'Reino Unido']))
  it('finds every word, in the detail too', () => expect(labels('unido gb')).toEqual(['Reino Unido']))
  it('leaves all while nothing is typed', () => expect(labels('  ')).toHaveLength(4))
  it('finds nothing for something else', () => expect(labels('zz')).toEqual([]))
})

describe('the choices of a filter', () => {
  it('are those that there are with how many, and the chosen one even where there is none', () => {
    const wrapper = mount(
      () => {
        const shown = useCountedOptions()(
          countries,
          [
            ['MX', 12_345],
            ['GB', 1],
          ],
          'ET',
        )
        return shown.map(({ value, detail }) => h('li', `${value} ${detail ?? ''}`))
      },
      { global },
    )
    expect(wrapper.findAll('li').map((one) => one.text())).toEqual(['MX 12.345', 'GB 1', 'ET 0'])
  })
})

/** A control with its value kept, as a screen would. */
function mountWith<C>(component: C, props: Record<string, unknown>, start: unknown) {
  const value = ref(start)
  const wrapper = mount(
    () =>
      h(component as typeof UiCombobox, {
        ...props,
        modelValue: value.value as string,
        'onUpdate:modelValue': (next: unknown) => (value.value = next),
      }),
    { global, attachTo: document.body },
  )
  const control = () => wrapper.find('[role=combobox]')
  return {
    wrapper,
    value,
    control,
    options: () => wrapper.findAll('[role=option]').map((option) => option.text()),
    type: async (text: string) => {
      await control().setValue(text)
      await nextTick()
    },
    press: (key: string, more: KeyboardEventInit = {}) => control().trigger('keydown', { key, ...more }),
    shown: () => (control().element as HTMLInputElement).value,
  }
}

describe('a combobox', () => {
  const box = (start?: string, props: Record<string, unknown> = {}) =>
    mountWith(UiCombobox, { options: countries, ...props }, start)

  it('shows the chosen label and opens with the arrow', async () => {
    const { shown, press, options, control, wrapper } = box('ES')
    expect(shown()).toBe('España')
    expect(control().attributes('aria-expanded')).toBe('false')
    await press('ArrowDown')
    expect(options()).toHaveLength(4)
    expect(control().attributes('aria-expanded')).toBe('true')
    expect(wrapper.find('[aria-selected=true]').text()).toContain('España')
    wrapper.unmount()
  })

  it('finds by typing and takes the active option with Enter', async () => {
    const { type, press, value, shown, options, wrapper } = box()
    await type('mex')
    expect(options()).toEqual(['MéxicoMX'])
    await press('Enter')
    expect(value.value).toBe('MX')
    expect(shown()).toBe('México')
    expect(options()).toEqual([])
    wrapper.unmount()
  })

  it('names the active option to assistive technology', async () => {
    const { press, control, wrapper } = box()
    await press('ArrowDown')
    await press('ArrowDown')
    const id = control().attributes('aria-activedescendant')
    expect(wrapper.find(`[id="${id}"]`).text()).toContain('México')
    expect(wrapper.find(`[id="${control().attributes('aria-controls')}"]`).attributes('role')).toBe('listbox')
    wrapper.unmount()
  })

  it('keeps the old value after Escape or when left half typed', async () => {
    const { type, press, value, shown, control, wrapper } = box('ES')
    await type('mex')
    await press('Escape')
    expect(shown()).toBe('España')
    await type('rei')
    await control().trigger('blur')
    expect(shown()).toBe('España')
    expect(value.value).toBe('ES')
    wrapper.unmount()
  })

  it('does not let Escape and Enter of an open list reach the form', async () => {
    const seen: string[] = []
    const listen = (event: KeyboardEvent) => seen.push(event.key)
    document.addEventListener('keydown', listen)
    const { press, wrapper } = box('ES')
    await press('ArrowDown')
    await press('Escape')
    await press('Escape')
    document.removeEventListener('keydown', listen)
    expect(seen).toEqual(['Escape'])
    wrapper.unmount()
  })

  it('is emptied only where that is allowed', async () => {
    const fixed = box('ES')
    await fixed.type('')
    await fixed.control().trigger('blur')
    expect(fixed.value.value).toBe('ES')
    fixed.wrapper.unmount()
    const open = box('ES', { clearable: true })
    await open.type('')
    await open.control().trigger('blur')
    expect(open.value.value).toBeUndefined()
    open.wrapper.unmount()
  })

  it('says when nothing matches', async () => {
    const { type, wrapper } = box()
    await type('zzz')
    expect(wrapper.text()).toContain('Nada coincide')
    wrapper.unmount()
  })

  it('draws at most 200 options and says how many are left out', async () => {
    const many = Array.from({ length: 450 }, (_, index) => ({ value: String(index), label: `Zona ${index}` }))
    const { press, options, wrapper } = box(undefined, { options: many })
    await press('ArrowDown')
    expect(options()).toHaveLength(200)
    expect(wrapper.text()).toContain('Hay 250 más')
    wrapper.unmount()
  })
})

describe('a select', () => {
  const box = (start?: string, options: UiOption[] = countries) => mountWith(UiSelect, { options }, start)

  it('opens at the chosen option and takes another by keys', async () => {
    const { press, value, control, wrapper } = box('MX')
    expect(control().text()).toBe('México')
    await press('Enter')
    await press('ArrowDown')
    await press('Enter')
    expect(value.value).toBe('GB')
    expect(control().text()).toBe('Reino Unido')
    wrapper.unmount()
  })

  it('goes to an option by its letters', async () => {
    const { press, value, wrapper } = box('MX')
    await press('e')
    await press('t')
    await press('Enter')
    expect(value.value).toBe('ET')
    wrapper.unmount()
  })

  it('passes over what is disabled', async () => {
    const { press, value, wrapper } = box('ES', [
      ...countries.slice(0, 1),
      { value: 'X', label: 'No', disabled: true },
    ])
    await press('ArrowDown')
    await press('ArrowDown')
    await press('Enter')
    expect(value.value).toBe('ES')
    wrapper.unmount()
  })

  it('closes with Escape and changes nothing', async () => {
    const { press, value, options, wrapper } = box('ES')
    await press(' ')
    await press('End')
    await press('Escape')
    expect(value.value).toBe('ES')
    expect(options()).toEqual([])
    wrapper.unmount()
  })
})

describe('a multiple select', () => {
  const box = (start: string[], props: Record<string, unknown> = {}) =>
    mountWith(UiMultiSelect, { options: countries, ...props }, start)

  it('adds, stays open, and takes away what is chosen again', async () => {
    const { type, press, value, options, wrapper } = box(['ES'])
    await type('mex')
    await press('Enter')
    expect(value.value).toEqual(['ES', 'MX'])
    expect(options().length).toBeGreaterThan(0)
    await type('esp')
    await press('Enter')
    expect(value.value).toEqual(['MX'])
    wrapper.unmount()
  })

  it('loses the last token by Backspace in the empty field only', async () => {
    const { type, press, value, wrapper } = box(['ES', 'MX'])
    await type('x')
    await press('Backspace')
    expect(value.value).toEqual(['ES', 'MX'])
    await type('')
    await press('Backspace')
    expect(value.value).toEqual(['ES'])
    wrapper.unmount()
  })

  it('loses a token by its button, which says whose it is', async () => {
    const { value, wrapper } = box(['ES', 'MX'])
    await wrapper.find('[aria-label="Quitar España"]').trigger('click')
    expect(value.value).toEqual(['MX'])
    wrapper.unmount()
  })

  it('offers to create what is not there', async () => {
    const created: string[] = []
    const { type, press, options, wrapper } = box([], {
      creatable: true,
      onCreate: (text: string) => created.push(text),
    })
    await type('Fibra')
    expect(options()).toEqual(['Crear «Fibra»'])
    await press('Enter')
    expect(created).toEqual(['Fibra'])
    wrapper.unmount()
  })
})

describe('a field', () => {
  it('ties label, messages and state to the control inside', () => {
    const wrapper = mount(
      () =>
        h(
          UiField,
          { label: 'País', error: 'Elija un país', hint: 'El del cliente', required: true },
          { default: () => h(UiSelect, { options: countries }) },
        ),
      { global, attachTo: document.body },
    )
    const control = wrapper.find('[role=combobox]')
    expect(wrapper.find('label').attributes('for')).toBe(control.attributes('id'))
    expect(control.attributes('aria-invalid')).toBe('true')
    expect(control.attributes('aria-required')).toBe('true')
    const described = (control.attributes('aria-describedby') ?? '').split(' ')
    expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual([
      'Elija un país',
      'El del cliente',
    ])
    wrapper.unmount()
  })
})

describe('Ctrl+Enter', () => {
  const save = { ctrlKey: true }
  const controls = { select: UiSelect, combobox: UiCombobox }
  for (const [name, component] of Object.entries(controls)) {
    it(`reaches the form around a ${name}, closed or open, and opens no list`, async () => {
      const { press, value, control, wrapper } = mountWith(component, { options: countries }, 'MX')
      let seen = 0
      const count = () => seen++
      window.addEventListener('keydown', count)
      await press('Enter', save)
      expect(seen).toBe(1)
      expect(control().attributes('aria-expanded')).toBe('false')
      await press('ArrowDown')
      await press('ArrowDown')
      seen = 0
      await press('Enter', save)
      expect(seen).toBe(1)
      // The option that a person has gone to is meant.
      expect(value.value).toBe('GB')
      window.removeEventListener('keydown', count)
      wrapper.unmount()
    })
  }

  it('chooses nothing in a list that was only opened', async () => {
    const { press, value, wrapper } = mountWith(UiMultiSelect, { options: countries }, [])
    await press('ArrowDown')
    await press('Enter', save)
    expect(value.value).toEqual([])
    wrapper.unmount()
  })
})

describe('a number', () => {
  it('out of range is kept for the rules to name', async () => {
    const value = ref<number | undefined>(1)
    const wrapper = mount(
      () =>
        h(UiNumber, {
          min: 1,
          max: 31,
          modelValue: value.value,
          'onUpdate:modelValue': (next: number | undefined) => (value.value = next),
        }),
      { global, attachTo: document.body },
    )
    const input = wrapper.find('input')
    await input.setValue('99')
    await input.trigger('blur')
    expect(value.value).toBe(99)
    wrapper.unmount()
  })
})
