import PouchDB from 'pouchdb-browser'
import { PAGE, type StoreEngine } from './engine.ts'

const BATCH = 1000

/** Views are functions as text, which PouchDB evaluates; each key ends with the id, so that ties have one order. */
const VIEWS = {
  name: 'function (d) { if (d.number) emit([d.sortName, d._id]) }',
  status: 'function (d) { if (d.number) emit([d.statusId, d.sortName, d._id]) }',
  number: 'function (d) { if (d.number) emit(d.number) }',
}

/** PouchDB over IndexedDB: one database, views for what the others have indexes for. */
export function createPouchdbEngine(): StoreEngine {
  let database: PouchDB | undefined
  const pouch = (): PouchDB => {
    if (!database) throw new Error('not open')
    return database
  }
  const page = async (skip: number, limit: number) =>
    (await pouch().query('bench/name', { skip, limit, include_docs: true })).rows
  const whole = async (matches: (document: Record<string, unknown>) => boolean): Promise<string[]> => {
    const { rows } = await pouch().allDocs({ include_docs: true })
    return rows
      .filter(({ doc }) => doc !== undefined && doc.number !== undefined && matches(doc))
      .sort((a, b) => (keyOf(a.doc) < keyOf(b.doc) ? -1 : 1))
      .map(({ id }) => id)
  }
  return {
    open() {
      database = new PouchDB('bench', { auto_compaction: false })
      return Promise.resolve()
    },
    async insert({ customers, contacts, sites }) {
      const views = Object.fromEntries(Object.entries(VIEWS).map(([name, map]) => [name, { map }]))
      await pouch().put({ _id: '_design/bench', views })
      const all = [...customers, ...contacts, ...sites]
      for (let i = 0; i < all.length; i += BATCH) {
        const batch = all.slice(i, i + BATCH).map(({ id, ...fields }) => ({ _id: id, ...fields }))
        const results = await pouch().bulkDocs(batch)
        if (results.some(({ error }) => error)) throw new Error('PouchDB refused a document')
      }
      // A view is filled by its first query; the others' indexes are filled by inserting.
      for (const name of Object.keys(VIEWS)) await pouch().query(`bench/${name}`, { limit: 1 })
    },
    page: async (skip, limit) => (await page(skip, limit)).map(({ id }) => id),
    async filtered(statusId, limit) {
      const range = { startkey: [statusId], endkey: [statusId, {}] }
      return (await pouch().query('bench/status', { ...range, limit, include_docs: true })).rows.map(
        ({ id }) => id,
      )
    },
    byNumber: async (number) =>
      (await pouch().query('bench/number', { key: number, include_docs: true })).rows.map(({ id }) => id),
    scan: (billDay) => whole((document) => document.billDay === billDay),
    substring: async (text, limit) =>
      (await whole(({ name }) => String(name).includes(text))).slice(0, limit),
    async writeUntilShown(notes) {
      const [first] = await page(0, PAGE)
      if (!first) throw new Error('there are no customers')
      const document = await pouch().get(first.id)
      await new Promise<void>((done, fail) => {
        const feed = pouch()
          .changes({ live: true, since: 'now' })
          .on('change', () => {
            page(0, PAGE)
              .then(([shown]) => {
                if (shown?.doc?.notes !== notes) return
                feed.cancel()
                done()
              })
              .catch(fail)
          })
        pouch()
          .put({ ...document, notes })
          .catch(fail)
      })
    },
    close: () => pouch().close(),
  }
}

const keyOf = (document: Record<string, unknown> | undefined): string =>
  `${String(document?.sortName)}\u0000${String(document?._id)}`
