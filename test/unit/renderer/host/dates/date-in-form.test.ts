import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { createHostClient } from '#core/contract/host-client.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { DateInput, officeDayKey } from '#renderer/host/dates/index.ts'
import { FormField, useEditForm } from '#renderer/host/forms/index.ts'
import { texts } from '#renderer/locales/index.ts'
import { createChannel, succeed } from '../../support/screen.ts'

interface Form {
  from: string
  to: string
}

/** A form with one day that must be there and one that may be left empty. */
async function openForm(first: Form) {
  const { transport } = createChannel({
    'drafts.get': succeed({ value: null, savedAt: null }),
    'drafts.put': succeed({}),
    'drafts.remove': succeed({}),
  })
  const check = ({ from }: Form): FieldIssue[] =>
    from === '' ? [{ path: 'from', code: 'service.dateForm', severity: 'error' }] : []
  let edit!: ReturnType<typeof useEditForm<Form>>
  const wrapper = mount(
    defineComponent({
      setup() {
        edit = useEditForm<Form>({
          drafts: createHostClient(transport).drafts,
          draftKey: 'days',
          source: () => first,
          check,
        })
        return () => {
          const form = edit.form.value
          if (!form) return undefined
          return (['from', 'to'] as const).map((path) =>
            h(FormField, { path, label: path }, () =>
              h(DateInput, {
                modelValue: form[path],
                'onUpdate:modelValue': (day: string) => (form[path] = day),
              }),
            ),
          )
        }
      },
    }),
    { global: { plugins: [texts], provide: { [officeDayKey as symbol]: '2026-11-27' } } },
  )
  await flushPromises()
  const input = (at: number) => wrapper.findAll('input')[at]!
  return {
    edit,
    shown: (at: number) => input(at).element.value,
    errors: () => wrapper.findAll('[data-field-error]').map((one) => one.text()),
    async leave(at: number, text: string) {
      await input(at).setValue(text)
      await input(at).trigger('blur')
      await flushPromises()
    },
  }
}

describe('a form with a date that cannot be read', () => {
  it('is not saved, though an empty date would do', async () => {
    const { edit, leave, errors } = await openForm({ from: '2026-01-01', to: '' })
    expect(edit.attempt()).toBe(true)
    await leave(1, '31/02/2026')
    expect(edit.form.value?.to).toBe('')
    expect(edit.attempt()).toBe(false)
    expect(edit.errorCount.value).toBe(1)
    expect(errors()[0]).toContain('Ese día no existe')
    await leave(1, '28/02/2026')
    expect(edit.attempt()).toBe(true)
  })

  it('counts it once where the rules miss the date, too, and says what is wrong with the text', async () => {
    const { edit, leave, errors } = await openForm({ from: '2026-01-01', to: '' })
    await leave(0, 'pronto')
    edit.attempt()
    await flushPromises()
    expect(edit.errorCount.value).toBe(1)
    expect(errors()).toHaveLength(1)
    expect(errors()[0]).toContain('No se entiende como fecha')
  })

  it('lets the text go when the form is put back', async () => {
    const { edit, leave, shown, errors } = await openForm({ from: '2026-01-01', to: '' })
    await leave(1, 'pronto')
    await edit.discard()
    await flushPromises()
    expect([shown(1), errors()]).toEqual(['', []])
    expect(edit.attempt()).toBe(true)
  })
})
