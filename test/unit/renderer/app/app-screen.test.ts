import { flushPromises } from '@vue/test-utils'
import { computed, defineComponent, h, ref } from 'vue'
import { createMemoryHistory, useRoute, type RouteRecordRaw } from 'vue-router'
import { afterEach, describe, expect, it, vi } from 'vitest'
import AppScreen from '#renderer/app/AppScreen.vue'
import { createAppRouter } from '#renderer/app/router.ts'
import { createChannel, mountScreen } from '../support/screen.ts'

/** Shows its address, and how often somebody has pressed it since it was mounted. */
const screen = defineComponent({
  setup() {
    const route = useRoute()
    const presses = ref(0)
    const text = computed(() => `${route.path}: ${String(presses.value)}`)
    return () => h('button', { onClick: () => presses.value++ }, text.value)
  },
})
const broken = defineComponent({
  setup() {
    throw new Error('this screen cannot be drawn')
  },
})
const routes: RouteRecordRaw[] = [
  { path: '/list/:id?', name: 'list', component: screen },
  { path: '/one/:id/:tab?', name: 'one', component: screen, meta: { record: 'id' } },
  { path: '/broken/:id?', name: 'broken', component: broken },
]

async function open(path: string) {
  const router = createAppRouter({ routes, isSetUp: () => true, history: createMemoryHistory() })
  await router.push(path)
  const wrapper = mountScreen(AppScreen, { transport: createChannel({}).transport, router })
  const go = async (next: string) => {
    await router.push(next)
    await flushPromises()
    return wrapper.text()
  }
  return { wrapper, go, press: () => wrapper.find('button').trigger('click') }
}

afterEach(() => vi.restoreAllMocks())

describe('the screen of the address', () => {
  it('keeps what it holds while a row opens beside its list', async () => {
    const { go, press } = await open('/list')
    await press()
    expect(await go('/list/a')).toBe('/list/a: 1')
    expect(await go('/list/b')).toBe('/list/b: 1')
    expect(await go('/list')).toBe('/list: 1')
  })

  it('keeps what it holds from tab to tab of a record, and nothing of it for another record', async () => {
    const { go, press } = await open('/one/a')
    await press()
    expect(await go('/one/a/sites')).toBe('/one/a/sites: 1')
    expect(await go('/one/b/sites')).toBe('/one/b/sites: 0')
  })

  it('says that it failed, and the next address is shown again', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const { wrapper, go, press } = await open('/broken')
    await flushPromises()
    expect(wrapper.find('[role=alert]').exists()).toBe(true)
    await go('/broken/again')
    expect(wrapper.find('[role=alert]').exists()).toBe(true)
    expect(await go('/list')).toBe('/list: 0')
    await press()
    expect(wrapper.text()).toBe('/list: 1')
  })
})
