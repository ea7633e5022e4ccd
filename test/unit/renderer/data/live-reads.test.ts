import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createApp,
  defineComponent,
  effectScope,
  h,
  isReactive,
  KeepAlive,
  nextTick,
  ref,
  shallowRef,
  watchEffect,
  type EffectScope,
} from 'vue'
import type { HostReply } from '#core/contract/envelope.ts'
import {
  openDatabase,
  provideDatabase,
  useLiveDocument,
  useLiveQuery,
  useReadModel,
  type Database,
} from '#renderer/data/index.ts'
import { contactOf, customerOf } from '#test/support/builders.ts'
import { createReadHost } from '#test/support/read-host.ts'

let host: ReturnType<typeof createReadHost>
let database: Database
let scope: EffectScope

beforeEach(async () => {
  host = createReadHost()
  host.commit(
    { collection: 'customers', id: 'c1', after: customerOf({ id: 'c1', name: 'Beta' }) },
    { collection: 'customers', id: 'c2', after: customerOf({ id: 'c2', name: 'Alfa' }) },
    { collection: 'contacts', id: 'p1', after: contactOf({ id: 'p1', customerId: 'c1', name: 'Ana' }) },
    { collection: 'contacts', id: 'p2', after: contactOf({ id: 'p2', customerId: 'c2', name: 'Bea' }) },
  )
  database = await openDatabase(host.client)
  scope = effectScope()
})

afterEach(async () => {
  scope.stop()
  await database.close()
  host.close()
})

/** As in the setup of a component of an app with this database. */
function inSetup<T>(work: () => T): T {
  const app = createApp({})
  provideDatabase(app, database)
  const result = app.runWithContext(() => scope.run(work))
  if (result === undefined) throw new Error('the scope is closed')
  return result
}

const damaged: HostReply = {
  ok: false,
  error: { code: 'store/damaged', message: 'the file is damaged', retryable: false },
}

describe('useLiveQuery', () => {
  const ofCustomer = (id: string) => ({ selector: { customerId: id }, sort: [{ sortName: 'asc' as const }] })

  it('shows frozen plain documents and follows commits', async () => {
    const { documents, state } = inSetup(() => useLiveQuery('contacts', () => ofCustomer('c1')))
    expect(state.value).toBe('loading')
    await expect.poll(() => state.value).toBe('ready')
    const [ana] = documents.value
    expect(ana).toEqual(contactOf({ id: 'p1', customerId: 'c1', name: 'Ana' }))
    expect(Object.isFrozen(ana)).toBe(true)
    expect(isReactive(ana)).toBe(false)
    host.commit({
      collection: 'contacts',
      id: 'p3',
      after: contactOf({ id: 'p3', customerId: 'c1', name: 'Zoe' }),
    })
    await expect.poll(() => documents.value.map(({ name }) => name)).toEqual(['Ana', 'Zoe'])
    // What did not change is the same object.
    expect(documents.value[0]).toBe(ana)
  })

  it('asks anew only when the query has another content, and nothing for undefined', async () => {
    const id = ref<string | undefined>('c1')
    const other = ref(0)
    const { documents, state } = inSetup(() =>
      useLiveQuery('contacts', () => {
        void other.value
        return id.value === undefined ? undefined : ofCustomer(id.value)
      }),
    )
    await expect.poll(() => documents.value.length).toBe(1)
    const asked = host.calls.length
    other.value++
    await nextTick()
    expect(host.calls.length).toBe(asked)
    id.value = 'c2'
    await expect.poll(() => documents.value[0]?.name).toBe('Bea')
    id.value = undefined
    await nextTick()
    expect(documents.value).toEqual([])
    expect(state.value).toBe('loading')
  })

  it('stops asking when its scope ends', async () => {
    const { documents } = inSetup(() => useLiveQuery('contacts', () => ofCustomer('c1')))
    await expect.poll(() => documents.value.length).toBe(1)
    scope.stop()
    scope = effectScope()
    const watcher = inSetup(() => useLiveDocument('contacts', () => 'p1'))
    await expect.poll(() => watcher.document.value?.name).toBe('Ana')
    host.commit({
      collection: 'contacts',
      id: 'p1',
      after: contactOf({ id: 'p1', customerId: 'c1', name: 'Eva' }),
    })
    await expect.poll(() => watcher.document.value?.name).toBe('Eva')
    expect(documents.value[0]?.name).toBe('Ana')
  })

  it('says that it failed, keeps what it had, and recovers after a reconnection', async () => {
    const selected = ref('c1')
    const { documents, state, error } = inSetup(() =>
      useLiveQuery('contacts', () => ofCustomer(selected.value)),
    )
    await expect.poll(() => state.value).toBe('ready')
    host.disconnect()
    selected.value = 'c2'
    await expect.poll(() => state.value).toBe('error')
    expect(error.value?.code).toBe('host/unavailable')
    expect(documents.value[0]?.name).toBe('Ana')
    host.reconnect()
    await expect.poll(() => state.value).toBe('ready')
    expect(error.value).toBeUndefined()
    expect(documents.value[0]?.name).toBe('Bea')
  })

  it('tries again with the next commit after any other failure', async () => {
    host.failWith(damaged)
    const { documents, state, error } = inSetup(() => useLiveQuery('contacts', () => ofCustomer('c1')))
    await expect.poll(() => error.value?.code).toBe('store/damaged')
    host.failWith(undefined)
    host.commit({
      collection: 'contacts',
      id: 'p1',
      after: contactOf({ id: 'p1', customerId: 'c1', name: 'Eva' }),
    })
    await expect.poll(() => state.value).toBe('ready')
    expect(documents.value[0]?.name).toBe('Eva')
  })
})

describe('useLiveDocument', () => {
  it('follows one document, and never shows another one under its id', async () => {
    const id = ref('c1')
    const { document, state } = inSetup(() => useLiveDocument('customers', () => id.value))
    await expect.poll(() => document.value?.name).toBe('Beta')
    id.value = 'c2'
    await nextTick()
    expect(document.value).toBeUndefined()
    await expect.poll(() => document.value?.name).toBe('Alfa')
    host.commit({ collection: 'customers', id: 'c2', after: undefined })
    await expect.poll(() => document.value).toBeUndefined()
    expect(state.value).toBe('ready')
    id.value = 'nobody'
    await expect.poll(() => state.value).toBe('ready')
    expect(document.value).toBeUndefined()
  })
})

const list = (text: string) =>
  host.client.customers.list({
    filter: { anywhere: text },
    sort: { field: 'sortName', direction: 'asc' },
    skip: 0,
    limit: 10,
  })

describe('useReadModel', () => {
  it('asks again when a commit names one of its collections, and only then', async () => {
    const { value, state } = inSetup(() =>
      useReadModel(() => list(''), { collections: ['customers', 'contacts'] }),
    )
    await expect.poll(() => value.value?.total).toBe(2)
    expect(state.value).toBe('ready')
    host.commit({ collection: 'customers', id: 'c3', after: customerOf({ id: 'c3' }) })
    await expect.poll(() => value.value?.total).toBe(3)
    const asked = host.calls.length
    host.commit({ collection: 'catalog', id: 'x', after: { id: 'x', kind: 'tag', rank: 'a', data: {} } })
    host.commit({ collection: 'customers', id: 'c4', after: customerOf({ id: 'c4' }) })
    await expect.poll(() => value.value?.total).toBe(4)
    expect(host.calls.length).toBe(asked + 1)
  })

  it('asks a few times during a flood of commits, and shows the last state', async () => {
    const { value } = inSetup(() => useReadModel(() => list(''), { collections: ['customers'] }))
    await expect.poll(() => value.value?.total).toBe(2)
    const asked = host.calls.length
    for (let i = 0; i < 40; i++)
      host.commit({ collection: 'customers', id: `f${i}`, after: customerOf({ id: `f${i}` }) })
    await expect.poll(() => value.value?.total).toBe(42)
    expect(host.calls.length - asked).toBeLessThan(5)
  })

  it('shows only the answer to the latest question', async () => {
    const text = ref('slow')
    const answers = new Map<string, (reply: HostReply<string>) => void>()
    const { value } = inSetup(() =>
      useReadModel(() => new Promise<HostReply<string>>((done) => answers.set(text.value, done)), {
        collections: [],
      }),
    )
    text.value = 'fast'
    await nextTick()
    answers.get('fast')?.({ ok: true, value: 'fast' })
    await expect.poll(() => value.value).toBe('fast')
    answers.get('slow')?.({ ok: true, value: 'slow' })
    await nextTick()
    expect(value.value).toBe('fast')
  })

  it('shows a failure beside the last answer and recovers after a reconnection', async () => {
    const filter = shallowRef('')
    const model = inSetup(() => useReadModel(() => list(filter.value), { collections: ['customers'] }))
    await expect.poll(() => model.state.value).toBe('ready')
    host.disconnect()
    filter.value = 'alfa'
    await expect.poll(() => model.state.value).toBe('error')
    expect(model.error.value?.code).toBe('host/unavailable')
    expect(model.value.value?.total).toBe(2)
    host.reconnect()
    await expect.poll(() => model.state.value).toBe('ready')
    expect(model.value.value?.total).toBe(1)
  })

  it('asks again at once when told to', async () => {
    const model = inSetup(() => useReadModel(() => list(''), { collections: [] }))
    await expect.poll(() => model.value.value?.total).toBe(2)
    host.commit({ collection: 'customers', id: 'c3', after: customerOf({ id: 'c3' }) })
    model.refresh()
    await expect.poll(() => model.value.value?.total).toBe(3)
  })
})

describe('a screen that is kept while others are shown', () => {
  /** With what `read` shows; `isShown` takes it away and brings it back. */
  function mountKept<T>(read: () => () => T) {
    const shown = shallowRef<T>()
    const isShown = ref(true)
    const Kept = defineComponent({
      setup() {
        const now = read()
        watchEffect(() => (shown.value = now()))
        return () => h('p')
      },
    })
    const app = createApp(() => h(KeepAlive, () => (isShown.value ? h(Kept) : h('p', 'other'))))
    provideDatabase(app, database)
    app.mount(document.createElement('div'))
    return { shown, isShown, app }
  }

  it('hears no commits while it is away, keeps what it had, and hears them when it is back', async () => {
    let emissions = 0
    const { shown, isShown, app } = mountKept(() => {
      const { documents, state } = useLiveQuery('contacts', () => ({ selector: { customerId: 'c1' } }))
      return () => ((emissions += 1), `${state.value} ${documents.value.map(({ name }) => name).join()}`)
    })
    await expect.poll(() => shown.value).toBe('ready Ana')

    isShown.value = false
    await nextTick()
    const before = emissions
    host.commit({
      collection: 'contacts',
      id: 'p1',
      after: contactOf({ id: 'p1', customerId: 'c1', name: 'Eva' }),
    })
    const other = inSetup(() => useLiveDocument('contacts', () => 'p1'))
    await expect.poll(() => other.document.value?.name).toBe('Eva')
    expect(emissions).toBe(before)

    isShown.value = true
    await nextTick()
    // What is there stays there: nothing flickers.
    expect(shown.value).toBe('ready Ana')
    await expect.poll(() => shown.value).toBe('ready Eva')
    app.unmount()
  })

  it('asks nothing while it is away, and what came meanwhile at once when it is back', async () => {
    let asked = 0
    const { shown, isShown, app } = mountKept(() => {
      const model = useReadModel(() => ((asked += 1), list('')), { collections: ['customers'] })
      return () => model.value.value?.total
    })
    await expect.poll(() => shown.value).toBe(2)

    isShown.value = false
    await nextTick()
    const before = asked
    host.commit({ collection: 'customers', id: 'c4', after: customerOf({ id: 'c4' }) })
    const other = inSetup(() => useReadModel(() => list(''), { collections: ['customers'] }))
    host.commit({ collection: 'customers', id: 'c5', after: customerOf({ id: 'c5' }) })
    // A screen that is shown has heard of both by now.
    await expect.poll(() => other.value.value?.total).toBe(4)
    expect(asked).toBe(before)

    isShown.value = true
    await expect.poll(() => shown.value).toBe(4)
    expect(asked).toBe(before + 1)
    app.unmount()
  })
})
