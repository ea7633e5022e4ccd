import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import HubSignIn from '#renderer/features/sync/hub/HubSignIn.vue'
import { setLocale } from '#renderer/locales/index.ts'
import { UiConfirmHost } from '#renderer/ui/index.ts'
import { appInfo, createChannel, fail, mountScreen, succeed } from '../../support/screen.ts'
import { testDatabase } from '../../support/test-database.ts'

const opened = testDatabase()
let close: () => void = () => undefined
beforeEach(() => setLocale('es'))
afterEach(() => close())

describe('having people sign in from the page of the hub', () => {
  it('goes to what is missing, and forgets what was wrong with a password once another one is typed', async () => {
    const person = { id: 'person-1', kind: 'person', data: { name: 'Ana Ruiz' } }
    opened.host.commit({
      collection: 'catalog',
      id: person.id,
      after: { ...person, createdAt: '2026-03-01T09:00:00.000Z' },
    })
    const { transport } = createChannel({
      'hub.signIn': succeed({ isAsked: false, admins: [] }),
      'hub.beginSignIn': fail('access/refused', { reason: 'weakPassword' }),
    })
    const device = { id: 'device-1', code: '7Q', personId: person.id, officeId: 'office-1' }
    const page = { render: () => [h(HubSignIn), h(UiConfirmHost)] }
    const info = { ...appInfo, device } as typeof appInfo
    const screen = mountScreen(page, { transport, info, database: opened.database })
    close = () => screen.unmount()
    await expect.poll(() => screen.text()).toContain('Quien administra será Ana Ruiz.')
    const [email, password] = screen.findAll('input')
    const begin = async () => {
      await screen.get('form').trigger('submit')
      await flushPromises()
    }
    await begin()
    expect(document.activeElement).toBe(email?.element)
    await email?.setValue('ana@henares.example')
    await begin()
    expect(document.activeElement).toBe(password?.element)
    await password?.setValue('corta')
    await begin()
    const sure = [...document.querySelectorAll<HTMLButtonElement>('[role=alertdialog] button')]
    sure.find(({ textContent }) => textContent?.startsWith('Pedir'))?.click()
    await expect.poll(() => screen.text()).toContain('Esa contraseña es fácil de adivinar.')
    await password?.setValue('correcto caballo')
    expect(screen.text()).not.toContain('Esa contraseña es fácil de adivinar.')
  })
})
