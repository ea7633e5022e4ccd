import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, inject, shallowRef } from 'vue'
import { createHostClient } from '#core/contract/host-client.ts'
import type { HostReply } from '#core/contract/envelope.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { formMessagesKey, useEditForm, type FormMessages } from '#renderer/host/forms/useEditForm.ts'

interface Form {
  name: string
  notes: string
}

/** A host of drafts only, as the window sees it through the real client. */
function createDraftHost() {
  const drafts = new Map<string, unknown>()
  const transport = {
    async call(method: string, input: unknown): Promise<HostReply> {
      const { key, value } = input as { key: string; value?: unknown }
      if (method === 'drafts.get') {
        return { ok: true, value: { value: drafts.get(key) ?? null, savedAt: '2026-03-05T10:32:00.000Z' } }
      }
      if (method === 'drafts.put') drafts.set(key, JSON.parse(JSON.stringify(value)))
      if (method === 'drafts.remove') drafts.delete(key)
      return Promise.resolve({ ok: true, value: {} })
    },
    subscribe: () => () => undefined,
  }
  return { drafts, client: createHostClient(transport).drafts }
}

const check = (form: Form): FieldIssue[] => [
  ...(form.name ? [] : [{ path: 'name', code: 'customer.nameMissing', severity: 'error' as const }]),
  ...(form.notes === '4111'
    ? [{ path: 'notes', code: 'customer.cardNumberInText', severity: 'warning' as const }]
    : []),
]

function openForm(host: ReturnType<typeof createDraftHost>, first: Form | undefined) {
  const record = shallowRef<Form | undefined>(first)
  let edit!: ReturnType<typeof useEditForm<Form>>
  let messages!: FormMessages
  const Field = defineComponent({
    setup() {
      messages = inject(formMessagesKey)!
      return () => h('i')
    },
  })
  const wrapper = mount(
    defineComponent({
      setup() {
        edit = useEditForm<Form>({
          drafts: host.client,
          draftKey: 'customer:new',
          source: () => record.value,
          check,
        })
        return () => h(Field)
      },
    }),
  )
  return { wrapper, record, edit, messages }
}

describe('useEditForm', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const settle = async () => {
    await vi.advanceTimersByTimeAsync(500)
    await flushPromises()
  }

  it('waits for the record, then is clean', async () => {
    const { edit, record } = openForm(createDraftHost(), undefined)
    await settle()
    expect(edit.form.value).toBeUndefined()
    record.value = { name: 'Ana', notes: '' }
    await settle()
    expect(edit.form.value).toEqual({ name: 'Ana', notes: '' })
    expect(edit.isDirty.value).toBe(false)
  })

  it('shows an error only after the field was left or saving was tried, a warning at once', async () => {
    const { edit, messages } = openForm(createDraftHost(), { name: '', notes: '4111' })
    await settle()
    expect(messages.messagesOf('name').error).toBeUndefined()
    expect(messages.messagesOf('notes').warning?.code).toBe('customer.cardNumberInText')
    messages.touch('name')
    expect(messages.messagesOf('name').error?.code).toBe('customer.nameMissing')
    expect(edit.attempt()).toBe(false)
    edit.form.value!.name = 'Ana'
    await settle()
    expect(messages.messagesOf('name').error).toBeUndefined()
    expect(edit.attempt()).toBe(true)
  })

  it('brings back what was typed when the window was closed', async () => {
    const host = createDraftHost()
    const first = openForm(host, { name: 'Ana', notes: '' })
    await settle()
    first.edit.form.value!.notes = 'llamar'
    await settle()
    first.wrapper.unmount()

    const second = openForm(host, { name: 'Ana María', notes: '' })
    await settle()
    expect(second.edit.form.value).toEqual({ name: 'Ana María', notes: 'llamar' })
    expect(second.edit.restoredAt.value).toBe('2026-03-05T10:32:00.000Z')
    await second.edit.discard()
    expect(second.edit.form.value).toEqual({ name: 'Ana María', notes: '' })
    await settle()
    expect(host.drafts.size).toBe(0)
  })

  it('sends the last words when the form goes away before the pause is over', async () => {
    const host = createDraftHost()
    const { wrapper, edit } = openForm(host, { name: 'Ana', notes: '' })
    await settle()
    edit.form.value!.notes = 'a'
    await flushPromises()
    wrapper.unmount()
    await flushPromises()
    expect(host.drafts.get('customer:new')).toMatchObject({ mine: { notes: 'a' } })
  })

  it('has no draft any more when everything was typed back', async () => {
    const host = createDraftHost()
    const { edit } = openForm(host, { name: 'Ana', notes: '' })
    await settle()
    edit.form.value!.notes = 'a'
    await settle()
    expect(host.drafts.size).toBe(1)
    edit.form.value!.notes = ''
    await settle()
    expect(host.drafts.size).toBe(0)
  })

  it('leaves no draft after saving', async () => {
    const host = createDraftHost()
    const { wrapper, edit, record } = openForm(host, { name: 'Ana', notes: '' })
    await settle()
    edit.form.value!.notes = 'a'
    await settle()
    await edit.settle()
    record.value = { name: 'Ana', notes: 'a' }
    wrapper.unmount()
    await settle()
    expect(host.drafts.size).toBe(0)
  })

  it('never loses what was typed when the record changes under it: it follows and says what is contested (pains 24, 25)', async () => {
    const { edit, record } = openForm(createDraftHost(), { name: 'Ana', notes: '' })
    await settle()
    edit.form.value!.notes = 'mine'
    record.value = { name: 'Ana R.', notes: '' }
    await settle()
    expect(edit.form.value).toEqual({ name: 'Ana R.', notes: 'mine' })
    expect(edit.contested.value).toEqual([])
    record.value = { name: 'Ana R.', notes: 'theirs' }
    await settle()
    expect(edit.form.value?.notes).toBe('mine')
    expect(edit.contested.value).toEqual([{ unit: 'notes', label: 'notes', mine: 'mine', theirs: 'theirs' }])
  })

  it('is never made dirty by background work on the record, and nothing typed is refused for it (pain 26)', async () => {
    const host = createDraftHost()
    const { edit, record } = openForm(host, { name: 'Ana', notes: '' })
    await settle()
    record.value = { name: 'Ana', notes: 'written by the program' }
    await settle()
    expect(edit.isDirty.value).toBe(false)
    expect(edit.contested.value).toEqual([])
    expect(host.drafts.size).toBe(0)
    edit.form.value!.name = 'Ana Ruiz'
    expect(edit.form.value).toEqual({ name: 'Ana Ruiz', notes: 'written by the program' })
  })

  it('lets a person keep their own value or take the saved one of a contested field', async () => {
    const { edit, record } = openForm(createDraftHost(), { name: 'Ana', notes: '' })
    await settle()
    Object.assign(edit.form.value!, { name: 'A', notes: 'mine' })
    record.value = { name: 'B', notes: 'theirs' }
    await settle()
    edit.settleContest('name', 'mine')
    edit.settleContest('notes', 'theirs')
    expect(edit.contested.value).toEqual([])
    expect(edit.form.value).toEqual({ name: 'A', notes: 'theirs' })
  })

  it('still asks about a contested field after the window was closed', async () => {
    const host = createDraftHost()
    const first = openForm(host, { name: 'Ana', notes: '' })
    await settle()
    first.edit.form.value!.notes = 'mine'
    first.record.value = { name: 'Ana', notes: 'theirs' }
    await settle()
    first.wrapper.unmount()
    const second = openForm(host, { name: 'Ana', notes: 'theirs' })
    await settle()
    expect(second.edit.contested.value.map(({ unit }) => unit)).toEqual(['notes'])
  })

  it('asks about a field that was changed while the window was closed', async () => {
    const host = createDraftHost()
    const first = openForm(host, { name: 'Ana', notes: '' })
    await settle()
    first.edit.form.value!.notes = 'mine'
    await settle()
    first.wrapper.unmount()
    const second = openForm(host, { name: 'Ana', notes: 'theirs' })
    await settle()
    expect(second.edit.contested.value.map(({ theirs }) => theirs)).toEqual(['theirs'])
  })

  it('shows what the host refused until the field is changed', async () => {
    const { edit, messages } = openForm(createDraftHost(), { name: 'Ana', notes: '' })
    await settle()
    edit.refuse([{ path: 'name', code: 'customer.textTooLong', severity: 'error' }])
    expect(messages.messagesOf('name').error?.code).toBe('customer.textTooLong')
    edit.form.value!.name = 'An'
    await settle()
    expect(messages.messagesOf('name').error).toBeUndefined()
  })
})
