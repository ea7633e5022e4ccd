import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { DateInput, officeDayKey, useUnreadFields } from '#renderer/host/dates/index.ts'
import { setLocale, texts } from '#renderer/locales/index.ts'
import { UiField } from '#renderer/ui/index.ts'

const TODAY = '2026-11-27'
beforeEach(() => setLocale('es'))

/** A date field in a field of a form, which knows whether it may be sent, and whose value a screen keeps. */
function mountField(start = '', props: Record<string, unknown> = {}, { isBare = false } = {}) {
  const value = ref(start)
  const limits = ref(props)
  const seen: string[] = []
  let form: ReturnType<typeof useUnreadFields> | undefined
  const control = () =>
    h(DateInput, {
      ...limits.value,
      modelValue: value.value,
      'onUpdate:modelValue': (next: string) => (value.value = next),
      onKeydown: (event: KeyboardEvent) => event.key === 'Enter' && seen.push(value.value),
    })
  const Form = defineComponent({
    setup() {
      form = useUnreadFields()
      return () => (isBare ? control() : h(UiField, { label: 'Día', hint: 'Una nota' }, control))
    },
  })
  const wrapper = mount(Form, {
    global: { plugins: [texts], provide: { [officeDayKey as symbol]: TODAY } },
    attachTo: document.body,
  })
  const input = () => wrapper.get<HTMLInputElement>('input')
  return {
    wrapper,
    value,
    limits,
    input,
    /** What the owner saw as the value when Enter came to it. */
    seen,
    mayBeSent: () => form?.hasUnread.value === false,
    forget: () => form?.forgetUnread(),
    shown: () => input().element.value,
    error: () => wrapper.find('[data-field-error], [role=alert]'),
    press: (key: string, more: KeyboardEventInit = {}) => input().trigger('keydown', { key, ...more }),
    type: (text: string) => input().setValue(text),
    async leave(text: string) {
      await input().setValue(text)
      await input().trigger('blur')
      await nextTick()
    },
  }
}

describe('a date field', () => {
  it('shows the day as the program writes days, in its language, whatever the browser speaks', async () => {
    expect(navigator.language).toBe('en-US')
    const { shown, input } = mountField('2026-04-03')
    expect(shown()).toBe('03 abr 2026')
    expect(input().attributes('placeholder')).toBe('dd/mm/aaaa')
    setLocale('en')
    await nextTick()
    expect(shown()).toBe('03 Apr 2026')
    expect(input().attributes('placeholder')).toBe('dd/mm/yyyy')
  })

  it.each(['es', 'en'] as const)('reads 03/04/2026 as the third of April (%s)', async (locale) => {
    setLocale(locale)
    const { leave, value, shown } = mountField()
    await leave('03/04/2026')
    expect(value.value).toBe('2026-04-03')
    expect(shown()).toMatch(/^03 a[bp]r 2026$/i)
  })

  it('takes a whole date while it is typed, and others when the field is left', async () => {
    const { type, value, leave, shown } = mountField('2026-01-01')
    await type('2026-02-03')
    expect(value.value).toBe('2026-02-03')
    await type('31/1')
    expect(value.value).toBe('2026-02-03')
    await leave('31/1')
    expect(value.value).toBe('2026-01-31')
    expect(shown()).toBe('31 ene 2026')
  })

  it('gives its owner the day before Enter acts on it', async () => {
    const { type, press, seen, shown } = mountField('2026-01-01')
    await type('mañana')
    await press('Enter')
    expect(seen).toEqual(['2026-11-28'])
    expect(shown()).toBe('28 nov 2026')
  })

  it('is empty once it was emptied', async () => {
    const { leave, value, shown, mayBeSent } = mountField('2026-01-01')
    await leave('')
    expect([value.value, shown(), mayBeSent()]).toEqual(['', '', true])
  })

  it('follows a value that comes from outside, over what is typed', async () => {
    const { type, value, shown } = mountField('2026-01-01')
    await type('31/')
    value.value = '2026-05-05'
    await nextTick()
    expect(shown()).toBe('05 may 2026')
  })
})

describe('a date that cannot be read', () => {
  it('stays as it was typed, with the form wanted; it is no value, and nothing can be sent', async () => {
    const { leave, value, shown, error, input, mayBeSent } = mountField('2026-01-01')
    await leave('31/02/2026')
    expect(value.value).toBe('')
    expect(shown()).toBe('31/02/2026')
    expect(error().text()).toContain('Ese día no existe. Escriba dd/mm/aaaa')
    expect(input().attributes('aria-invalid')).toBe('true')
    expect(input().attributes('aria-describedby')).toContain(error().attributes('id'))
    expect(mayBeSent()).toBe(false)
  })

  it.each([
    ['es', 'cuando sea', 'No se entiende como fecha. Escriba dd/mm/aaaa'],
    ['en', 'whenever', 'This is not read as a date. Type dd/mm/yyyy'],
    ['en', '1/1/0026', 'Check the year: 1800 to 2199'],
  ] as const)('says so in the language of the program (%s, %s)', async (locale, text, message) => {
    setLocale(locale)
    const { leave, error } = mountField()
    await leave(text)
    expect(error().text()).toContain(message)
  })

  it('holds the form at once when the key that saves is pressed in it', async () => {
    const { type, press, mayBeSent, value } = mountField('2026-01-01')
    await type('31/02/2026')
    void press('Enter', { ctrlKey: true })
    expect([mayBeSent(), value.value]).toEqual([false, ''])
  })

  it('lets go once it is mended, emptied, set from outside, or gone', async () => {
    const { leave, mayBeSent, value, wrapper, error } = mountField()
    for (const mend of [() => leave('3/4/26'), () => leave(''), () => (value.value = '2026-03-03')]) {
      await leave('x')
      expect(mayBeSent()).toBe(false)
      await mend()
      await nextTick()
      expect(mayBeSent()).toBe(true)
      expect(error().exists()).toBe(false)
    }
    await leave('x')
    wrapper.unmount()
    expect(mayBeSent()).toBe(true)
  })

  it('is forgotten when the form is put back, though its value is empty as before', async () => {
    const { leave, forget, shown, mayBeSent } = mountField()
    await leave('x')
    forget()
    await nextTick()
    expect([shown(), mayBeSent()]).toEqual(['', true])
  })

  it('says so under itself where no field is around it', async () => {
    const { leave, error, input } = mountField('', {}, { isBare: true })
    await leave('x')
    expect(error().attributes('role')).toBe('alert')
    expect(input().attributes('aria-describedby')).toBe(error().attributes('id'))
  })
})

describe('the limits of a date field', () => {
  it('are named where the day lies outside, and hold the form', async () => {
    const { leave, error, mayBeSent, value } = mountField('', { min: '2026-03-01', max: '2026-03-31' })
    await leave('28/2/2026')
    expect(error().text()).toBe('La fecha no puede ser anterior al 01 mar 2026.')
    expect([value.value, mayBeSent()]).toEqual(['2026-02-28', false])
    await leave('1/4/2026')
    expect(error().text()).toBe('La fecha no puede ser posterior al 31 mar 2026.')
    await leave('31/3/2026')
    expect([error().exists(), mayBeSent()]).toEqual([false, true])
  })

  it('may move away from the day', async () => {
    const { limits, mayBeSent } = mountField('2026-05-05', { max: '2026-05-01' })
    expect(mayBeSent()).toBe(false)
    limits.value = { max: '2026-06-01' }
    await nextTick()
    expect(mayBeSent()).toBe(true)
  })
})

describe('the keys of a date field', () => {
  it('go on by days and months, from what is typed too', async () => {
    const { press, value, shown, type } = mountField('2026-01-31')
    await press('ArrowUp')
    expect(value.value).toBe('2026-02-01')
    await press('ArrowDown')
    await press('PageUp')
    expect(value.value).toBe('2026-02-28')
    await press('PageDown')
    expect(shown()).toBe('28 ene 2026')
    await type('5/5/26')
    await press('ArrowUp')
    expect(shown()).toBe('06 may 2026')
  })

  it('begin at today and end at the limits', async () => {
    const { press, value } = mountField('', { max: '2026-11-28' })
    await press('ArrowUp')
    expect(value.value).toBe(TODAY)
    await press('PageUp')
    expect(value.value).toBe('2026-11-28')
  })

  it('leave a text that cannot be read as it is', async () => {
    const { press, shown, type } = mountField('2026-01-31')
    await type('31/2/26')
    await press('ArrowUp')
    expect(shown()).toBe('31/2/26')
  })

  it('empty it by Delete, which takes single characters while somebody types', async () => {
    const { press, value, type } = mountField('2026-01-31')
    await type('3/4')
    await press('Delete')
    expect(value.value).toBe('2026-01-31')
    await press('Enter')
    await press('Delete')
    expect(value.value).toBe('')
  })
})
