import { defineComponent, h } from 'vue'
import { createMemoryHistory, type RouteRecordRaw } from 'vue-router'
import { describe, expect, it } from 'vitest'
import { featureRoutes, navigation } from '#renderer/app/features.ts'
import { createAppRouter } from '#renderer/app/router.ts'

const screen = defineComponent({ render: () => h('p') })
const routes: RouteRecordRaw[] = ['/customers', '/sites', '/setup'].map((path) => ({
  path,
  component: screen,
}))

async function goTo(path: string, isSetUp: boolean): Promise<string> {
  const router = createAppRouter({ routes, isSetUp: () => isSetUp, history: createMemoryHistory() })
  await router.push(path)
  return router.currentRoute.value.fullPath
}

describe('ways through the window', () => {
  it('all lead to the first run until it is done', async () => {
    expect(await goTo('/', false)).toBe('/setup')
    expect(await goTo('/sites', false)).toBe('/setup')
    expect(await goTo('/nowhere', false)).toBe('/setup')
  })

  it('never lead back to the first run once it is done', async () => {
    expect(await goTo('/setup', true)).toBe('/customers')
  })

  it('start at the customers', async () => {
    expect(await goTo('/', true)).toBe('/customers')
  })

  it('end before a page that is not for the role of who is here', async () => {
    const router = createAppRouter({
      routes: featureRoutes,
      isSetUp: () => true,
      whyNot: (needs) => (needs === 'import.run' ? 'no' : undefined),
      history: createMemoryHistory(),
    })
    await router.push('/import')
    expect(router.currentRoute.value).toMatchObject({ name: 'not-allowed', query: { needs: 'import.run' } })
  })

  it('keep an unknown address, to say that it does not exist', async () => {
    const router = createAppRouter({ routes, isSetUp: () => true, history: createMemoryHistory() })
    await router.push('/nowhere/at/all')
    expect(router.currentRoute.value.name).toBe('not-found')
  })
})

describe('features', () => {
  it('bring their own routes with lazy screens and titles', () => {
    const named = featureRoutes.map(({ name }) => name)
    expect(named).toEqual(expect.arrayContaining(['setup', 'settings']))
    for (const route of featureRoutes) {
      expect(typeof route.component, String(route.name)).toBe('function')
      expect(route.meta?.title, String(route.name)).toBeTypeOf('string')
    }
  })

  it('name no page twice', () => {
    const names = featureRoutes.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  it('stand in the navigation in their order, each leading somewhere', () => {
    const router = createAppRouter({
      routes: featureRoutes,
      isSetUp: () => true,
      history: createMemoryHistory(),
    })
    const orders = navigation.map(({ order }) => order)
    expect(orders).toEqual([...orders].sort((a, b) => a - b))
    for (const item of navigation) expect(router.resolve(item.to).name, item.id).not.toBe('not-found')
  })
})
