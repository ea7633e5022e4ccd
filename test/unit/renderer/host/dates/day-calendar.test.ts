import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { h, nextTick, ref } from 'vue'
import { DateInput, officeDayKey } from '#renderer/host/dates/index.ts'
import { weeksOf } from '#renderer/host/dates/month-grid.ts'
import { setLocale, texts } from '#renderer/locales/index.ts'
import { UiField } from '#renderer/ui/index.ts'

const TODAY = '2026-11-27'
beforeEach(() => setLocale('es'))

async function openCalendar(start = '', props: Record<string, unknown> = {}) {
  const value = ref(start)
  const wrapper = mount(
    () =>
      h(DateInput, {
        ...props,
        modelValue: value.value,
        'onUpdate:modelValue': (next: string) => (value.value = next),
      }),
    {
      global: { plugins: [texts], provide: { [officeDayKey as symbol]: TODAY } },
      attachTo: document.body,
    },
  )
  const dialog = () => wrapper.find('[role=dialog]')
  const focused = () => document.activeElement as HTMLElement
  await wrapper.get('input').trigger('keydown', { key: 'ArrowDown', altKey: true })
  await nextTick()
  await nextTick()
  return {
    wrapper,
    value,
    dialog,
    focused,
    focusedDay: () => focused().getAttribute('aria-label'),
    cell: (name: string) => dialog().get(`td[aria-label="${name}"]`),
    async press(key: string, more: KeyboardEventInit = {}) {
      focused().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
      await nextTick()
      await nextTick()
    },
  }
}

describe('the weeks of a month', () => {
  it('begin on Monday and are always six', () => {
    expect(weeksOf('2026-11-15')[0]?.[0]).toBe('2026-10-26')
    expect(weeksOf('2026-06-30')[0]?.[0]).toBe('2026-06-01')
    expect(weeksOf('2026-02-01')).toHaveLength(6)
    expect(weeksOf('2026-02-01')[5]?.[6]).toBe('2026-03-08')
  })
})

describe('the calendar of a date field', () => {
  it('opens on the chosen day, which has the focus and is marked, as today is', async () => {
    const { focusedDay, cell, dialog } = await openCalendar('2026-11-03')
    expect(dialog().attributes('aria-label')).toBe('Calendario')
    expect(focusedDay()).toBe('martes, 3 de noviembre de 2026')
    expect(cell('martes, 3 de noviembre de 2026').attributes('aria-selected')).toBe('true')
    expect(cell('viernes, 27 de noviembre de 2026').attributes('aria-current')).toBe('date')
    expect(
      dialog()
        .findAll('th')
        .map((one) => one.attributes('abbr'))[0],
    ).toBe('lunes')
  })

  it('opens on today where no day is chosen, and speaks the language of the program', async () => {
    setLocale('en')
    const { focusedDay, dialog } = await openCalendar()
    expect(focusedDay()).toMatch(/^Friday,? 27 November 2026$/)
    expect(dialog().findAll('th')[0]?.attributes('abbr')).toBe('Monday')
  })

  it('is no part of the field around it: it takes neither its id nor its error', async () => {
    const wrapper = mount(
      () => h(UiField, { label: 'Día', error: 'No vale' }, () => h(DateInput, { modelValue: '2026-11-03' })),
      {
        global: { plugins: [texts], provide: { [officeDayKey as symbol]: TODAY } },
        attachTo: document.body,
      },
    )
    const input = wrapper.get('input')
    await input.trigger('keydown', { key: 'ArrowDown', altKey: true })
    const controls = wrapper.get('[role=dialog]').findAll('[role=combobox]')
    expect(controls).toHaveLength(2)
    expect(wrapper.findAll(`[id="${input.attributes('id')}"]`)).toHaveLength(1)
    for (const control of controls) {
      expect(control.attributes('aria-invalid')).toBeUndefined()
      expect(control.attributes('aria-describedby')).toBeUndefined()
    }
    wrapper.unmount()
  })

  it('is walked through by keys, and Enter chooses and goes back to the field', async () => {
    const { press, focusedDay, value, dialog, focused } = await openCalendar('2026-11-04')
    const walk = async (key: string, more?: KeyboardEventInit) => {
      await press(key, more)
      return focusedDay()
    }
    expect(await walk('ArrowRight')).toBe('jueves, 5 de noviembre de 2026')
    expect(await walk('ArrowLeft')).toBe('miércoles, 4 de noviembre de 2026')
    expect(await walk('ArrowUp')).toBe('miércoles, 28 de octubre de 2026')
    expect(await walk('ArrowDown')).toBe('miércoles, 4 de noviembre de 2026')
    expect(await walk('Home')).toBe('lunes, 2 de noviembre de 2026')
    expect(await walk('End')).toBe('domingo, 8 de noviembre de 2026')
    expect(await walk('PageDown')).toBe('martes, 8 de diciembre de 2026')
    expect(await walk('PageUp', { shiftKey: true })).toBe('lunes, 8 de diciembre de 2025')
    await press('Enter')
    expect(value.value).toBe('2025-12-08')
    expect(dialog().exists()).toBe(false)
    expect(focused().tagName).toBe('INPUT')
  })

  it('closes by Escape without a change, and keeps its keys from what is around it', async () => {
    const heard: string[] = []
    const hear = (event: KeyboardEvent) => heard.push(event.key)
    window.addEventListener('keydown', hear)
    const { press, dialog, value, focused } = await openCalendar('2026-11-04')
    heard.length = 0
    await press('ArrowRight')
    await press('j')
    await press('Escape')
    window.removeEventListener('keydown', hear)
    expect(dialog().exists()).toBe(false)
    expect(value.value).toBe('2026-11-04')
    expect(focused().tagName).toBe('INPUT')
    expect(heard).toEqual([])
  })

  it('lets no day outside the limits be chosen or reached', async () => {
    const { cell, value, press, focusedDay, dialog } = await openCalendar('2026-11-04', {
      min: '2026-11-03',
      max: '2026-12-10',
    })
    const before = cell('lunes, 2 de noviembre de 2026')
    expect(before.attributes('aria-disabled')).toBe('true')
    await before.trigger('click')
    expect([value.value, dialog().exists()]).toEqual(['2026-11-04', true])
    await press('ArrowUp')
    expect(focusedDay()).toBe('martes, 3 de noviembre de 2026')
    expect(dialog().get('[aria-label="Mes anterior"]').attributes('disabled')).toBeDefined()
    await dialog().get('[aria-label="Mes siguiente"]').trigger('click')
    expect(dialog().get('[role=grid]').attributes('aria-label')).toBe('diciembre de 2026')
    await press('PageDown')
    await cell('jueves, 10 de diciembre de 2026').trigger('click')
    expect(value.value).toBe('2026-12-10')
  })

  it('goes to any month and year', async () => {
    const { dialog, value, cell } = await openCalendar('2024-02-29')
    const choose = async (list: string, option: string) => {
      await dialog().get(`[aria-label="${list}"]`).trigger('click')
      const found = dialog()
        .findAll('[role=option]')
        .find((one) => one.text() === option)
      await found?.trigger('click')
    }
    await choose('Año', '1999')
    expect(dialog().get('[role=grid]').attributes('aria-label')).toBe('febrero de 1999')
    await choose('Mes', 'enero')
    await cell('viernes, 1 de enero de 1999').trigger('click')
    expect(value.value).toBe('1999-01-01')
  })

  it('has today and an empty field one press away', async () => {
    const { dialog, value } = await openCalendar('2020-01-01')
    const button = (name: string) =>
      dialog()
        .findAll('button')
        .find((one) => one.text() === name)
    await button('Hoy')?.trigger('click')
    expect(value.value).toBe(TODAY)
    const again = await openCalendar('2020-01-01')
    await again
      .dialog()
      .findAll('button')
      .find((one) => one.text() === 'Vaciar')
      ?.trigger('click')
    expect(again.value.value).toBe('')
  })

  it('lets Tab go round inside', async () => {
    const { press, focused, dialog } = await openCalendar('2026-11-04')
    const [first] = dialog().findAll('button')
    const last = dialog().findAll('button').at(-1)
    last?.element.focus()
    await press('Tab')
    expect(focused()).toBe(first?.element)
    await press('Tab', { shiftKey: true })
    expect(focused()).toBe(last?.element)
  })

  it('says that a text cannot be read before it opens on today', async () => {
    const { wrapper, press } = await openCalendar('2026-11-04')
    await press('Escape')
    await wrapper.get('input').setValue('31/02/2026')
    await wrapper.get('button').trigger('click')
    await nextTick()
    expect(wrapper.get('[role=alert]').text()).toContain('Ese día no existe')
    expect(wrapper.find('[role=dialog]').exists()).toBe(true)
  })
})
