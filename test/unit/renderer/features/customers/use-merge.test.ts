import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, type App } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import { openDatabase, provideDatabase, type Database } from '#renderer/data/index.ts'
import { useMerge, type Merge } from '#renderer/features/customers/duplicates/useMerge.ts'
import { provideHost } from '#renderer/host/index.ts'
import { texts } from '#renderer/locales/index.ts'
import { contactOf, customerOf } from '#test/support/builders.ts'
import { createReadHost } from '#test/support/read-host.ts'

let host: ReturnType<typeof createReadHost>
let database: Database
/** What the host was asked to preview, last one last. */
let previewed: unknown[]
let merge: Merge
let screen: ReturnType<typeof mount>

const ana = customerOf({ id: 'a', number: 'N-1', name: 'Ana Núñez', billDay: 1, notes: 'Una' })
const twin = customerOf({ id: 'b', number: 'N-2', name: 'ANA NUNEZ', billDay: 9, taxId: 'X1', notes: 'Otra' })

beforeEach(async () => {
  host = createReadHost()
  host.commit(
    { collection: 'customers', id: 'a', after: ana },
    { collection: 'customers', id: 'b', after: twin },
    { collection: 'contacts', id: 'k1', after: contactOf({ id: 'k1', customerId: 'a' }) },
    { collection: 'contacts', id: 'k2', after: contactOf({ id: 'k2', customerId: 'b' }) },
    {
      collection: 'contacts',
      id: 'k3',
      after: contactOf({ id: 'k3', customerId: 'b', name: 'Luis', emails: [] }),
    },
  )
  database = await openDatabase(host.client)
  previewed = []
  const client: HostClient = {
    ...host.client,
    command: {
      ...host.client.command,
      preview: ({ input }) => {
        previewed.push(input)
        return Promise.resolve({
          ok: true,
          value: { commit: 1, changed: 1, unchanged: 0, refused: [], examples: [], result: { name: 'x' } },
        })
      },
    },
  }
  const providers = {
    install(app: App) {
      provideHost(app, client)
      provideDatabase(app, database)
    },
  }
  const Screen = defineComponent({
    setup() {
      merge = useMerge(() => ['a', 'b'])
      return () => null
    },
  })
  screen = mount(Screen, { global: { plugins: [createPinia(), texts, providers] } })
  await expect.poll(() => merge.contactGroups.value.length).toBe(1)
})

afterEach(async () => {
  screen.unmount()
  await database.close()
  host.close()
})

const lastInput = () => previewed.at(-1)

describe('a merge being put together', () => {
  it('takes what the survivor has, and everybody’s notes, until somebody chooses otherwise', async () => {
    await expect.poll(lastInput).toMatchObject({
      survivorId: 'a',
      absorbedIds: ['b'],
      fields: { name: 'a', billDay: 'a', notes: 'all' },
    })
    merge.pick('fields', 'billDay', 'b')
    merge.setSurvivor('b')
    await expect.poll(lastInput).toMatchObject({
      survivorId: 'b',
      absorbedIds: ['a'],
      fields: { name: 'b', billDay: 'b', notes: 'all' },
    })
    merge.pick('fields', 'notes', 'a')
    await expect.poll(lastInput).toMatchObject({ fields: { notes: 'a' } })
  })

  it('asks nothing where only one has a value', async () => {
    await expect.poll(lastInput).toBeDefined()
    expect(lastInput()).not.toMatchObject({ fields: { taxId: expect.anything() as unknown } })
  })

  it('offers contacts that look like one person, not a family’s other members, and leaves them alone when told so', async () => {
    await expect.poll(lastInput).toMatchObject({ contacts: [{ keepId: 'k1', otherIds: ['k2'] }] })
    merge.setUnited('k1', false)
    await expect.poll(lastInput).toMatchObject({ contacts: [] })
  })

  it('never lets an archived customer stay', async () => {
    const archived = { at: '2026-02-01T00:00:00.000Z', by: 'x' }
    host.commit({ collection: 'customers', id: 'a', after: { ...ana, archived } })
    await expect.poll(() => merge.survivor.value?.id).toBe('b')
    merge.setSurvivor('a')
    expect(merge.survivor.value?.id).toBe('b')
  })

  it('has nothing to do when the other one has been merged meanwhile', async () => {
    host.commit({ collection: 'customers', id: 'b', after: { ...twin, mergedInto: 'a' } })
    await expect.poll(() => merge.customers.value.map(({ id }) => id)).toEqual(['a'])
    expect(merge.preview.value).toBeUndefined()
  })
})
