import { mount } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { contactMatrix } from '#core/domain/contact/matrix.ts'
import { MESSAGE_KINDS } from '#core/domain/contact/index.ts'
import ContactMatrix from '#renderer/features/customers/contacts/ContactMatrix.vue'
import { setLocale, texts } from '#renderer/locales/index.ts'
import { contactOf, contactTypeOf } from '#test/support/builders.ts'

beforeEach(() => setLocale('es'))

it('claims no more than is true when campaigns reach nobody', () => {
  const type = contactTypeOf('billing')
  const receives = Object.fromEntries(MESSAGE_KINDS.map((kind) => [kind, true])) as typeof type.data.receives
  const all = { ...type, data: { ...type.data, receives } }
  const contact = contactOf({
    typeIds: [all.id],
    emails: [{ id: 'e1', address: 'ana@example.es' }],
    siteIds: [],
  })
  const matrix = contactMatrix([contact], [], [all])
  const foot = mount(ContactMatrix, { props: { matrix, sites: [] }, global: { plugins: [texts] } }).find(
    'tfoot',
  )
  expect(foot.text()).toContain('facturas, recordatorios y avisos llegan a alguien')
  expect(foot.text()).not.toContain('todos')
  expect(foot.findAll('td').at(-1)?.text()).toBe('nadie')
})
