import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import SignInForm from '#renderer/features/people/SignInForm.vue'
import { setLocale } from '#renderer/locales/index.ts'
import { createChannel, fail, mountScreen, succeed } from '../../support/screen.ts'

beforeEach(() => setLocale('es'))

describe('signing in', () => {
  it('begins anew with a code: what was tried before is no password to be set', async () => {
    const channel = createChannel({
      'access.state': succeed({ isConnected: true, hasPassword: false }),
      'access.signIn': fail('access/refused', { reason: 'wrongPassword' }),
      'access.resetPassword': succeed({}),
    })
    const screen = mountScreen(SignInForm, channel)
    onTestFinished(() => screen.unmount())
    const [email, password] = screen.findAll('input')
    await email?.setValue('ana@henares.example')
    await password?.setValue('la de ayer')
    await screen.get('form').trigger('submit')
    await flushPromises()
    expect(screen.get('[role=alert]').text()).toBe('El correo o la contraseña no son esos.')

    const turn = screen.findAll('button').find((one) => one.text().startsWith('Tengo un código'))
    await turn?.trigger('click')
    await flushPromises()
    const [, code, fresh] = screen.findAll('input')
    expect(screen.find('[role=alert]').exists()).toBe(false)
    expect(document.activeElement).toBe(code?.element)
    expect((fresh?.element as HTMLInputElement).value).toBe('')
    expect(screen.get('button[type=submit]').text()).toBe('Poner contraseña y entrar')
  })

  it('says what helps with the code that was wrong: that of the app, or one for its loss', async () => {
    const reason = (tried: { code?: string; recovery?: string }) =>
      tried.code === undefined && tried.recovery === undefined ? 'codeNeeded' : 'wrongCode'
    const channel = createChannel({
      'access.state': succeed({ isConnected: true, hasPassword: false }),
      'access.signIn': (input) => fail('access/refused', { reason: reason(input as object) }),
    })
    const screen = mountScreen(SignInForm, channel)
    onTestFinished(() => screen.unmount())
    const send = async () => {
      await screen.get('form').trigger('submit')
      await flushPromises()
    }
    await send()
    await screen.findAll('input')[2]?.setValue('123456')
    await send()
    expect(screen.get('[role=alert]').text()).toContain('Espere al siguiente')
    const lost = screen.findAll('button').find((one) => one.text().startsWith('No tengo el teléfono'))
    await lost?.trigger('click')
    await flushPromises()
    await screen.findAll('input')[2]?.setValue('AAAA-BBBB')
    await send()
    expect(screen.get('[role=alert]').text()).toContain('Cada uno vale una vez')
  })
})
