import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectionCode } from '#core/contract/connection-code.ts'
import ConnectForm from '#renderer/features/sync/ConnectForm.vue'
import { setLocale } from '#renderer/locales/index.ts'
import { createChannel, mountScreen, succeed } from '../../support/screen.ts'

const code = connectionCode({ url: 'http://127.0.0.1:8420', code: 'ABCD' })

let form: ReturnType<typeof mountForm> | undefined
function mountForm(isMadeUp: boolean) {
  const channel = createChannel({ 'sync.connect': succeed({}) })
  return { channel, screen: mountScreen(ConnectForm, channel, { props: { isMadeUp } }) }
}
beforeEach(() => setLocale('es'))
afterEach(() => form?.screen.unmount())

const radios = () => [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')]

describe('joining an organisation', () => {
  it('offers own data to it, and setting it aside', async () => {
    form = mountForm(false)
    expect(radios().map(({ disabled, checked }) => [disabled, checked])).toEqual([
      [false, true],
      [false, false],
    ])
    await form.screen.get('textarea').setValue(code)
    await form.screen.get('form').trigger('submit')
    await flushPromises()
    expect(form.channel.inputOf('sync.connect')).toEqual({ code, join: 'add-mine' })
  })

  it('says that demo data is only set aside, and asks who works here then', async () => {
    form = mountForm(true)
    expect(radios().map(({ disabled, checked }) => [disabled, checked])).toEqual([
      [true, false],
      [false, true],
    ])
    expect(form.screen.text()).toContain('nunca pasan a una organización')
    await form.screen.get('textarea').setValue(code)
    await form.screen.get('form').trigger('submit')
    await flushPromises()
    expect(form.screen.text()).toContain('Escriba su nombre')
    expect(form.channel.calls).toEqual([])
  })
})
