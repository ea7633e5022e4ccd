import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, shallowRef } from 'vue'
import { useFoundBy } from '#renderer/features/customers/list/useFoundBy.ts'
import { setLocale } from '#renderer/locales/index.ts'
import { contactOf } from '#test/support/builders.ts'
import { createChannel, mountScreen, succeed } from '../../support/screen.ts'
import { testDatabase } from '../../support/test-database.ts'

const opened = testDatabase()
let close: () => void = () => undefined

beforeEach(() => setLocale('es'))
afterEach(() => {
  vi.useRealTimers()
  close()
})

async function search(words: string) {
  const channel = createChannel({
    'search.reasons': succeed({
      reasons: [{ customerId: 'c1', collection: 'contacts', kind: 'name', text: 'Ana Gil' }],
    }),
  })
  const rows = shallowRef<readonly { id: string }[]>([{ id: 'c1' }])
  let foundBy: ReturnType<typeof useFoundBy> | undefined
  const list = defineComponent({
    setup() {
      foundBy = useFoundBy(
        () => words,
        () => rows.value,
      )
      return () => null
    },
  })
  const screen = mountScreen(list, { transport: channel.transport, database: opened.database })
  close = () => screen.unmount()
  await flushPromises()
  return { channel, rows, foundBy: (id: string) => foundBy?.(id) }
}

describe('why a row is in a searched list', () => {
  it('is told in short, and with the word for what it is', async () => {
    const { foundBy } = await search('ana')
    expect(foundBy('c1')).toEqual({ text: 'Ana Gil', whole: 'contacto Ana Gil' })
    expect(foundBy('c2')).toBeUndefined()
  })

  it('is asked once for the rows that a change brings anew', async () => {
    const { channel, rows } = await search('ana')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const heard = new Promise((resolve) => opened.database.feed.touched.subscribe(resolve))
    opened.host.commit({ collection: 'contacts', id: 'p1', after: contactOf({ id: 'p1', name: 'Ana' }) })
    await heard
    rows.value = [{ id: 'c1' }, { id: 'c2' }]
    await vi.advanceTimersByTimeAsync(1_000)
    expect(channel.calls.map(({ input }) => input)).toEqual([
      { text: 'ana', customerIds: ['c1'] },
      { text: 'ana', customerIds: ['c1', 'c2'] },
    ])
  })

  it('is not asked where nothing is searched for', async () => {
    const { channel } = await search('')
    expect(channel.calls).toEqual([])
  })
})
