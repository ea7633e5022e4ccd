import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { setLocale, texts } from '#renderer/locales/index.ts'
import { UiConfirmHost, UiToaster, useConfirm, useToast } from '#renderer/ui/index.ts'
import { clearBottom } from '#renderer/ui/useClearBottom.ts'
import { toasts } from '#renderer/ui/useToast.ts'

const router = createRouter({
  history: createMemoryHistory(),
  routes: [{ path: '/:rest(.*)*', component: { render: () => null } }],
})
const global = { plugins: [texts, router] }
beforeEach(() => setLocale('es'))
afterEach(() => {
  toasts.splice(0)
  vi.useRealTimers()
})

describe('toasts', () => {
  it('go by themselves, errors later', async () => {
    vi.useFakeTimers()
    const wrapper = mount(UiToaster, { global })
    const { toast } = useToast()
    toast({ tone: 'success', title: 'Guardado' })
    toast({ tone: 'error', title: 'Falló' })
    await nextTick()
    expect(wrapper.text()).toContain('Guardado')
    expect(wrapper.find('[role=alert]').text()).toBe('Falló')
    await vi.advanceTimersByTimeAsync(6_100)
    expect(wrapper.text()).not.toContain('Guardado')
    expect(wrapper.text()).toContain('Falló')
    await vi.advanceTimersByTimeAsync(6_000)
    expect(wrapper.text()).toBe('')
    wrapper.unmount()
  })

  it('stay while the pointer or the focus is on them', async () => {
    vi.useFakeTimers()
    const wrapper = mount(UiToaster, { global })
    useToast().toast({ tone: 'info', title: 'Espere' })
    await nextTick()
    await wrapper.trigger('mouseenter')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(wrapper.text()).toContain('Espere')
    await wrapper.trigger('mouseleave')
    await vi.advanceTimersByTimeAsync(6_100)
    expect(wrapper.text()).toBe('')
    wrapper.unmount()
  })

  it('offer one thing to do, and go when it is done', async () => {
    const wrapper = mount(UiToaster, { global })
    const run = vi.fn()
    useToast().toast({ tone: 'success', title: 'Archivado', action: { label: 'Deshacer', run } })
    await nextTick()
    await wrapper.find('button').trigger('click')
    expect(run).toHaveBeenCalledOnce()
    expect(wrapper.text()).toBe('')
    wrapper.unmount()
  })

  it('are never more than three', () => {
    for (let index = 0; index < 9; index++) useToast().toast({ tone: 'info', title: `n.º ${index}` })
    expect(toasts.map(({ title }) => title)).toEqual(['n.º 6', 'n.º 7', 'n.º 8'])
  })

  it('take the place of the one of the same key, with time of their own', async () => {
    vi.useFakeTimers()
    const wrapper = mount(UiToaster, { global })
    const { toast } = useToast()
    toast({ tone: 'success', title: 'Guardado', key: 'change' })
    await vi.advanceTimersByTimeAsync(5_000)
    toast({ tone: 'success', title: 'Deshecho', key: 'change' })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(wrapper.text()).toBe('Deshecho')
    await vi.advanceTimersByTimeAsync(1_100)
    expect(wrapper.text()).toBe('')
    wrapper.unmount()
  })
})

describe('the corner of the messages', () => {
  const own = { left: 912, height: 60 }
  const box = (left: number, top: number, right: number, bottom: number) => ({ left, top, right, bottom })

  it('is the bottom of the window where nothing is in the way', () => {
    expect(clearBottom(own, [], 800)).toBe(16)
    // Buttons that end left of it, above it, or that are hidden.
    const apart = [box(300, 740, 860, 790), box(300, 300, 1000, 350), box(0, 0, 0, 0)]
    expect(clearBottom(own, apart, 800)).toBe(16)
  })

  it('rises above the buttons that it would lie on, and on to the next', () => {
    const dialog = box(256, 720, 1024, 776)
    expect(clearBottom(own, [dialog], 800)).toBe(92)
    expect(clearBottom(own, [box(256, 640, 1024, 690), dialog], 800)).toBe(172)
  })
})

describe('a question', () => {
  const press = async (label: string) => {
    await nextTick()
    const button = [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === label)
    button?.click()
    await nextTick()
  }

  it('is answered by its own verb', async () => {
    const wrapper = mount(UiConfirmHost, { global, attachTo: document.body })
    const answer = useConfirm().confirm({
      title: '¿Archivar?',
      text: 'Se puede deshacer',
      confirmLabel: 'Archivar',
    })
    await nextTick()
    expect(document.querySelector('[role=alertdialog]')?.textContent).toContain('Se puede deshacer')
    await press('Archivar')
    expect(await answer).toBe(true)
    wrapper.unmount()
  })

  it('is answered with no by Cancel, and by a second question', async () => {
    const wrapper = mount(UiConfirmHost, { global, attachTo: document.body })
    const { confirm } = useConfirm()
    const first = confirm({ title: '¿Uno?', confirmLabel: 'Sí' })
    const second = confirm({ title: '¿Dos?', confirmLabel: 'Sí' })
    expect(await first).toBe(false)
    await press('Cancelar')
    expect(await second).toBe(false)
    wrapper.unmount()
  })

  it('is answered with no by going to another page, over which it would lie', async () => {
    await router.push('/settings')
    const wrapper = mount(UiConfirmHost, { global, attachTo: document.body })
    const answer = useConfirm().confirm({ title: '¿Archivar?', confirmLabel: 'Archivar' })
    await router.push('/settings?tab=tags')
    expect(document.querySelector('[role=alertdialog]')).not.toBeNull()
    await router.push('/inventory')
    await nextTick()
    expect(document.querySelector('[role=alertdialog]')).toBeNull()
    expect(await answer).toBe(false)
    wrapper.unmount()
  })
})
