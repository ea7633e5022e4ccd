import { Validator } from '@cfworker/json-schema'
import { addRxPlugin, wrappedValidateStorageFactory } from 'rxdb/plugins/core'
import { disableWarnings, RxDBDevModePlugin } from 'rxdb/plugins/dev-mode'
import { firstValueFrom, skip, take, toArray } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collectionNames } from '#core/domain/registry.ts'
import { openDatabase, type Database } from '#renderer/data/database.ts'
import {
  conflictOf,
  contactOf,
  customerOf,
  invoiceOf,
  itemOf,
  serviceOf,
  siteOf,
  statusOf,
} from '#test/support/builders.ts'
import { createReadHost } from '#test/support/read-host.ts'

disableWarnings()
addRxPlugin(RxDBDevModePlugin)

/** Dev-mode wants a storage that validates; this one also proves that the documents fit the schemas RxDB sees. */
/** The validator writes into the schema it is given; RxDB's is frozen. */
const validatorOf = (schema: object) => new Validator(structuredClone(schema), '7', false)

const validated = wrappedValidateStorageFactory((schema) => {
  const validator = validatorOf(schema)
  return (document) => {
    const { valid, errors } = validator.validate(document)
    return valid ? [] : errors.map(({ error }) => ({ field: '', message: error }))
  }
}, 'cfworker')

let host: ReturnType<typeof createReadHost>
let database: Database

beforeEach(async () => {
  host = createReadHost()
  host.commit(
    { collection: 'customers', id: 'c1', after: customerOf({ id: 'c1', name: 'Beta' }) },
    { collection: 'customers', id: 'c2', after: customerOf({ id: 'c2', name: 'Alfa' }) },
    { collection: 'contacts', id: 'p1', after: contactOf({ id: 'p1', customerId: 'c1' }) },
    { collection: 'sites', id: 's1', after: siteOf({ id: 's1', customerId: 'c1' }) },
    { collection: 'services', id: 'v1', after: serviceOf({ id: 'v1', customerId: 'c1', siteId: 's1' }) },
    { collection: 'inventory', id: 'i1', after: itemOf({ id: 'i1' }) },
    { collection: 'invoices', id: 'f1', after: invoiceOf({ id: 'f1', customerId: 'c1' }) },
    { collection: 'catalog', id: 'status-active', after: statusOf('active') },
    { collection: 'issues', id: 'issue-1', after: conflictOf({ entityId: 'c1' }) },
  )
  database = await openDatabase(host.client, { wrapStorage: (storage) => validated({ storage }) })
})

afterEach(async () => {
  await database.close()
  host.close()
})

const names = (documents: { name: string }[]) => documents.map(({ name }) => name)

describe('the read-only storage under dev-mode', () => {
  it('opens every collection of the registry with its schema', async () => {
    for (const name of collectionNames) {
      const found = await database.collections[name].find().exec()
      expect(found.length).toBeGreaterThan(0)
      // Dev-mode compares nothing on reads; the storage's own validator does.
      const validator = validatorOf(database.collections[name].schema.jsonSchema)
      for (const document of found) expect(validator.validate(document.toJSON(true)).errors).toEqual([])
    }
  })

  it('answers finds, counts and single documents', async () => {
    const { customers } = database.collections
    expect(names(await customers.find({ sort: [{ sortName: 'asc' }] }).exec())).toEqual(['Alfa', 'Beta'])
    expect(names(await customers.find({ selector: { name: { $gt: 'Alfa' } } }).exec())).toEqual(['Beta'])
    expect(await customers.count({ selector: { type: 'business' } }).exec()).toBe(2)
    expect((await customers.findOne('c2').exec())?.name).toBe('Alfa')
    expect(await customers.findOne('nobody').exec()).toBeNull()
  })

  it('refuses every write with 422, at once', async () => {
    const { customers } = database.collections
    const inserted = customers.insert(customerOf({ id: 'c9' }))
    await expect(inserted).rejects.toMatchObject({ parameters: { writeError: { status: 422 } } })
    const document = await customers.findOne('c1').exec()
    await expect(document?.patch({ name: 'Gamma' })).rejects.toMatchObject({
      parameters: { writeError: { status: 422 } },
    })
    await expect(document?.incrementalPatch({ name: 'Gamma' })).rejects.toThrow()
    await expect(customers.remove()).rejects.toThrow(/cannot remove/)
    expect((await host.client.store.count({ collection: 'customers', selector: {} })).ok).toBe(true)
  })

  it('shows a commit in live queries and in documents that are open', async () => {
    const { customers } = database.collections
    const live = customers.find({ sort: [{ sortName: 'asc' }] }).$
    const results = firstValueFrom(live.pipe(take(2), toArray()))
    const document = await customers.findOne('c1').exec()
    host.commit({ collection: 'customers', id: 'c1', after: customerOf({ id: 'c1', name: 'Zeta' }) })
    expect((await results).map(names)).toEqual([
      ['Alfa', 'Beta'],
      ['Alfa', 'Zeta'],
    ])
    expect(document?.getLatest().name).toBe('Zeta')
  })

  it('drops deleted documents from live queries', async () => {
    const live = database.collections.customers.find().$
    const results = firstValueFrom(live.pipe(take(2), toArray()))
    await firstValueFrom(live)
    host.commit({ collection: 'customers', id: 'c2', after: undefined })
    expect((await results).map(names)).toEqual([['Beta', 'Alfa'], ['Beta']])
  })

  it('catches up after a dropped connection, also in a commit larger than one page', async () => {
    const live = database.collections.customers.find({ selector: { type: 'individual' } }).$
    expect(await firstValueFrom(live)).toEqual([])
    const results = firstValueFrom(live.pipe(skip(1)))
    const document = await database.collections.customers.findOne('c1').exec()
    host.disconnect()
    host.commit(
      { collection: 'customers', id: 'c1', after: customerOf({ id: 'c1', name: 'Omega' }) },
      ...Array.from({ length: 450 }, (_, i) => ({
        collection: 'customers' as const,
        id: `n${i}`,
        after: customerOf({ id: `n${i}`, type: 'individual' }),
      })),
    )
    host.reconnect()
    expect(await results).toHaveLength(450)
    await expect.poll(() => document?.getLatest().name).toBe('Omega')
  })

  it('reads a result of more rows than one call answers', async () => {
    host.commit(
      ...Array.from({ length: 10_050 }, (_, i) => ({
        collection: 'contacts' as const,
        id: `n${String(i).padStart(5, '0')}`,
        after: contactOf({ id: `n${String(i).padStart(5, '0')}` }),
      })),
    )
    const all = await database.collections.contacts.find({ sort: [{ id: 'asc' }] }).exec()
    expect(all).toHaveLength(10_051)
    expect(all[10_049]?.id).toBe('n10049')
  }, 60_000)
})
