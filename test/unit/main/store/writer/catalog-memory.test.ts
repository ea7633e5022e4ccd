import { describe, expect, it, onTestFinished } from 'vitest'
import type { StoredDocument } from '#core/domain/entity.ts'
import { inTransaction } from '#main/store/sqlite/transaction.ts'
import { rememberCatalog } from '#main/store/writer/catalog-memory.ts'
import { createDocuments } from '#main/store/writer/documents.ts'
import { customerOf } from '#test/support/builders.ts'
import { createReadStore } from '#test/support/read-store.ts'

const tag = (id: string, name: string): StoredDocument => ({ id, kind: 'tag', rank: id, data: { name } })

function openCatalog() {
  const store = createReadStore()
  onTestFinished(() => store.close())
  store.write([{ collection: 'catalog', id: 'a', after: tag('a', 'Fibra') }])
  const { documents, read } = rememberCatalog(createDocuments(store.db))
  const put = (document: StoredDocument): void => {
    const row = { body: JSON.stringify(document), commit: 2, lwt: 2, deleted: false }
    documents.put('catalog', document, row)
  }
  const names = () => read.find('catalog', { kind: 'tag' }).map(({ data }) => (data as { name: string }).name)
  return { store, documents, read, put, names }
}

describe('the catalogue between commands', () => {
  it('is read once', () => {
    const { read } = openCatalog()
    expect(read.get('catalog', 'a')).toEqual(tag('a', 'Fibra'))
    expect(read.get('catalog', 'a')).toBe(read.get('catalog', 'a'))
    expect(read.get('catalog', 'none')).toBeUndefined()
    const [first] = read.find('catalog', { kind: 'tag' })
    expect(read.find('catalog', { kind: 'tag' })[0]).toBe(first)
  })

  it('is read anew once a record of it was written', () => {
    const { store, read, put, names } = openCatalog()
    expect([read.get('catalog', 'a'), names(), names()]).toEqual([tag('a', 'Fibra'), ['Fibra'], ['Fibra']])
    inTransaction(store.db, () => {
      put(tag('a', 'Radio'))
      put(tag('b', 'Cable'))
    })
    expect([read.get('catalog', 'a'), names()]).toEqual([tag('a', 'Radio'), ['Radio', 'Cable']])
  })

  it('is read anew once another office has written it', () => {
    const { documents, read, names } = openCatalog()
    expect([read.get('catalog', 'a'), names()]).toEqual([tag('a', 'Fibra'), ['Fibra']])
    const pulled = [tag('a', 'Radio'), tag('b', 'Cable')].map((document) => ({
      document,
      row: { body: JSON.stringify(document), commit: 2, lwt: 2, deleted: false },
    }))
    documents.putAll('catalog', pulled)
    expect([read.get('catalog', 'a'), names()]).toEqual([tag('a', 'Radio'), ['Radio', 'Cable']])
  })

  it('is as it was after a commit that failed', () => {
    const { store, documents, read, put, names } = openCatalog()
    const failing = () =>
      inTransaction(store.db, () => {
        put(tag('a', 'Radio'))
        expect(documents.get('catalog', 'a')).toEqual(tag('a', 'Radio'))
        throw new Error('no room on the disk')
      })
    expect(failing).toThrow('no room')
    expect([read.get('catalog', 'a'), names()]).toEqual([tag('a', 'Fibra'), ['Fibra']])
  })

  it('gives each who asks a list of its own, and remembers nothing else', () => {
    const { store, read, names } = openCatalog()
    read.find('catalog', { kind: 'tag' }).pop()
    expect(names()).toEqual(['Fibra'])
    const customer = customerOf({ id: 'c1' })
    store.write([{ collection: 'customers', id: 'c1', after: customer }])
    expect(read.get('customers', 'c1')).not.toBe(read.get('customers', 'c1'))
  })
})
