import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { defineComponent, h } from 'vue'
import type { HubStatus } from '#core/contract/host-events.ts'
import HubState from '#renderer/features/sync/hub/HubState.vue'
import { useHub } from '#renderer/features/sync/hub/useHub.ts'
import { setLocale } from '#renderer/locales/index.ts'
import { createChannel, mountScreen, succeed } from '../../support/screen.ts'

beforeEach(() => setLocale('es'))

const status: HubStatus = {
  ...{ state: 'stopped', port: 8420, addresses: [], startsWithProgram: true, isConnected: true },
}

describe('a hub that is stopped', () => {
  it('starts on a port that it may have, and says which ones those are', async () => {
    const channel = createChannel({ 'hub.status': succeed(status), 'hub.start': succeed(status) })
    const page = defineComponent({
      setup() {
        const hub = useHub()
        return () => h(HubState, { hub, status, followsOther: false })
      },
    })
    const screen = mountScreen(page, channel)
    onTestFinished(() => screen.unmount())
    const port = screen.get('form input')
    expect((port.element as HTMLInputElement).labels?.[0]?.textContent).toContain('Puerto')
    const type = async (text: string) => {
      await port.setValue(text)
      await port.trigger('blur')
      await screen.get('form').trigger('submit')
      await flushPromises()
    }
    await type('80')
    expect(screen.text()).toContain('Un número entre 1024 y 65535.')
    expect(document.activeElement).toBe(port.element)
    expect(channel.inputOf('hub.start')).toBeUndefined()
    await type('8421')
    expect(channel.inputOf('hub.start')).toEqual({ port: 8421 })
  })
})
