import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import LocalLock from '#renderer/features/people/LocalLock.vue'
import { setLocale } from '#renderer/locales/index.ts'
import { createChannel, mountScreen, succeed } from '../../support/screen.ts'

beforeEach(() => setLocale('es'))

async function open(hasPassword: boolean) {
  const state = { isConnected: true, hasPassword, lockMinutes: 0, mustSignIn: false, isRevoked: false }
  const channel = createChannel({
    'access.state': succeed(state),
    'access.setPassword': succeed({ recovery: 'KDSZ-RCQK' }),
    'access.removePassword': succeed({}),
  })
  const screen = mountScreen(LocalLock, channel, { props: { isSignedIn: false } })
  onTestFinished(() => screen.unmount())
  await flushPromises()
  const send = async () => {
    await screen.get('form').trigger('submit')
    await flushPromises()
  }
  return { channel, screen, send, fields: () => screen.findAll('input[type=password]') }
}

describe("the desktop's own password", () => {
  it('is asked for where there is none, and not sent without it', async () => {
    const { channel, screen, send, fields } = await open(false)
    await send()
    expect(screen.text()).toContain('Escriba la contraseña.')
    expect(document.activeElement).toBe(fields()[0]?.element)
    expect(channel.inputOf('access.setPassword')).toBeUndefined()
    await fields()[0]?.setValue('una frase larga')
    await send()
    expect(channel.inputOf('access.setPassword')).toEqual({ password: 'una frase larga' })
    expect(screen.text()).not.toContain('Escriba la contraseña.')
    // The code is seen this once, wherever on the page it stands.
    expect(document.activeElement?.textContent).toContain('KDSZ-RCQK')
    const sheet = () => document.querySelector('body > .print-sheet')?.textContent
    expect(sheet()).toBeUndefined()
    window.dispatchEvent(new Event('beforeprint'))
    await flushPromises()
    expect(sheet()).toContain('Por si olvida la contraseña')
    expect(sheet()).toContain('KDSZ-RCQK')
    window.dispatchEvent(new Event('afterprint'))
    await flushPromises()
    expect(sheet()).toBeUndefined()
  })

  it('takes the present one to be changed or taken off', async () => {
    const { channel, screen, send, fields } = await open(true)
    await send()
    expect(screen.text()).toContain('Escriba la contraseña actual.')
    expect(screen.text()).toContain('Escriba la contraseña.')
    const remove = screen.findAll('button').find((one) => one.text() === 'Quitarla')
    await remove?.trigger('click')
    await flushPromises()
    expect(screen.text()).not.toContain('Escriba la contraseña.')
    expect(channel.inputOf('access.removePassword')).toBeUndefined()
    await fields()[0]?.setValue('la de antes')
    await remove?.trigger('click')
    await flushPromises()
    expect(channel.inputOf('access.removePassword')).toEqual({ current: 'la de antes' })
  })
})
