import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import App from '#renderer/app/App.vue'
import AppNotices from '#renderer/app/AppNotices.vue'
import { useConnectionStore } from '#renderer/host/index.ts'
import { setLocale } from '#renderer/locales/index.ts'
import { appInfo, createChannel, mountScreen } from '../support/screen.ts'

beforeEach(() => setLocale('es'))

const ASIDE = '/home/ana/enlace/enlace.damaged-2026.sqlite'

describe('notices of the whole window', () => {
  it('say that the data file is damaged as soon as the host finds it, and what to do', async () => {
    const notices = mountScreen(AppNotices, { transport: createChannel({}).transport })
    expect(notices.text()).toBe('')
    useConnectionStore().hear({ type: 'damaged' })
    await nextTick()
    expect(notices.get('[role=alert]').text()).toContain('El archivo de datos está dañado')
    expect(notices.text()).toContain('Cierre Enlace y vuelva a abrirlo')
  })

  it('say so in a window that opens afterwards', () => {
    const info = { ...appInfo, isDamaged: true }
    const notices = mountScreen(AppNotices, { transport: createChannel({}).transport, info })
    expect(notices.text()).toContain('El archivo de datos está dañado')
  })

  it('say on the first run, too, where a damaged file was set aside', async () => {
    const router = createRouter({
      history: createMemoryHistory(),
      routes: [{ path: '/', meta: { bare: true }, component: { render: () => 'La primera vez' } }],
    })
    const info = { ...appInfo, setup: 'needed' as const, setAside: ASIDE }
    await router.push('/')
    const app = mountScreen(App, { transport: createChannel({}).transport, info, router })
    await router.isReady()
    await nextTick()
    expect(app.text()).toContain('La primera vez')
    expect(app.text()).toContain(ASIDE)
  })
})
