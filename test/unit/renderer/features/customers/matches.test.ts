import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { createHostClient } from '#core/contract/host-client.ts'
import { formToCandidate, newCustomerForm } from '#renderer/features/customers/form/customer-form.ts'
import { MatchHint, useMatches, type CustomerMatch } from '#renderer/host/matches/index.ts'
import { texts } from '#renderer/locales/index.ts'
import { createChannel, succeed } from '../../support/screen.ts'

const match = (fields: Partial<CustomerMatch> = {}): CustomerMatch => ({
  id: 'c1',
  number: 'MAD-1',
  name: 'José Núñez',
  archived: false,
  by: ['taxId'],
  ...fields,
})

describe('asking who is being typed', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function setUp(typed: () => Parameters<typeof useMatches>[1] extends () => infer A ? A : never) {
    const channel = createChannel({ 'customers.matches': succeed({ matches: [match()] }) })
    const scope = effectScope()
    const found = scope.run(() => useMatches(createHostClient(channel.transport).customers, typed))
    return { channel, scope, found }
  }

  it('waits for quiet, asks once, and leaves out what is too short to say anything', async () => {
    const name = ref('J')
    const { channel, found, scope } = setUp(() => ({
      candidate: { name: name.value, taxId: 'X', emails: [''], phones: [{ typed: '12' }] },
      exceptId: 'own',
    }))
    await vi.advanceTimersByTimeAsync(400)
    expect(channel.calls).toEqual([])
    for (const text of ['Jo', 'Jos', 'José Núñez']) {
      name.value = text
      await nextTick()
      await vi.advanceTimersByTimeAsync(100)
    }
    await vi.advanceTimersByTimeAsync(400)
    expect(channel.calls.map(({ input }) => input)).toEqual([
      { candidate: { name: 'José Núñez', emails: [], phones: [], addresses: [] }, exceptId: 'own' },
    ])
    expect(found?.value).toEqual([match()])
    name.value = ''
    await nextTick()
    await vi.advanceTimersByTimeAsync(400)
    expect(found?.value).toEqual([])
    scope.stop()
  })
})

describe('the form of a customer', () => {
  const form = {
    ...newCustomerForm({ statusId: 's', officeId: 'o', currency: 'EUR', language: 'es' }),
    name: 'Ana',
  }

  it('asks by email and phone only for the contact that is made along', () => {
    const typed = { ...form, email: 'ana@example.com', phone: '600 123 123' }
    expect(formToCandidate(typed, { country: 'ES', isNew: true })).toEqual({
      name: 'Ana',
      taxId: '',
      emails: ['ana@example.com'],
      phones: [{ typed: '600 123 123', e164: '+34600123123' }],
    })
    expect(formToCandidate(typed, { country: 'ES', isNew: false })).toMatchObject({ emails: [], phones: [] })
    expect(formToCandidate({ ...typed, type: 'business' }, { country: 'ES', isNew: true })).toMatchObject({
      emails: [],
    })
  })
})

describe('the hint', () => {
  const show = (matches: CustomerMatch[], signs: CustomerMatch['by']) => {
    const router = createRouter({
      history: createMemoryHistory(),
      routes: [{ path: '/customers/:id', name: 'customer', component: { render: () => null } }],
    })
    return mount(MatchHint, { props: { matches, signs }, global: { plugins: [texts, router] } })
  }

  it('names who shares it, with a link, and nothing else', () => {
    const hint = show([match(), match({ id: 'c2', name: 'Otra', by: ['email'] })], ['taxId'])
    expect(hint.text()).toContain('Ya hay un cliente con este ID fiscal: José Núñez (MAD-1')
    expect(hint.text()).not.toContain('Otra')
    expect(hint.get('a').attributes('href')).toBe('/customers/c1')
    expect(show([match()], ['email']).text()).toBe('')
  })

  it('never says that somebody exists whom nobody can see: an archived one is named as such and can be restored', async () => {
    const hint = show([match({ archived: true })], ['taxId'])
    expect(hint.text()).toContain('archivado')
    await hint.get('button').trigger('click')
    expect(hint.emitted('restore')).toEqual([[match({ archived: true })]])
    expect(show([match()], ['taxId']).find('button').exists()).toBe(false)
  })
})
