import { describe, expect, it } from 'vitest'
import { collectionNames, entities } from '#core/domain/registry.ts'
import { sortKey } from '#core/lib/fold.ts'
import { growSchema } from '#main/store/schema.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import type { SqliteDatabase } from '#main/store/sqlite/port.ts'
import { createReadyStore, createWriterStore } from '#test/support/writer-store.ts'

const definitions = (db: SqliteDatabase) =>
  db.prepare(`SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name`).all()

/** Without the order of columns, which growing does not change. */
const columns = (db: SqliteDatabase) =>
  collectionNames.map((name) =>
    db
      .prepare(`SELECT name FROM pragma_table_xinfo(?) ORDER BY name`)
      .all(`d_${name}`)
      .map((row) => row.name),
  )

const list = (db: SqliteDatabase) =>
  db.prepare('SELECT id, number, sort_name, contacts, sites FROM r_customer ORDER BY id').all()

function filled() {
  const store = createReadyStore()
  for (const name of ['Ana', 'Núñez', 'Zoë']) store.run('customer.create', { name, type: 'individual' })
  return store
}

describe('growing the tables of a file', () => {
  it('changes nothing when it is done again', () => {
    const store = filled()
    const [tables, content] = [definitions(store.db), store.everything()]
    growSchema(store.db)
    expect(definitions(store.db)).toEqual(tables)
    expect(store.everything()).toEqual(content)
  })

  it('adds the columns and indexes that an older version did not have, and they find its documents', () => {
    const store = filled()
    const wanted = { tables: columns(store.db), names: definitions(store.db).map(({ name }) => name) }
    // As a version wrote it that had no indexed fields yet.
    for (const name of collectionNames) {
      for (const { name: index } of store.db
        .prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL`)
        .all(`d_${name}`))
        store.db.exec(`DROP INDEX ${String(index)}`)
      for (const field of new Set(entities[name].indexes.flat()))
        store.db.exec(`ALTER TABLE d_${name} DROP COLUMN f_${field}`)
    }
    store.close()
    const db = openSqlite(store.path)
    growSchema(db)
    expect(columns(db)).toEqual(wanted.tables)
    expect(definitions(db).map(({ name }) => name)).toEqual(wanted.names)
    db.close()
    const again = createWriterStore({ file: store.path })
    const found = again.db
      .prepare('SELECT id FROM d_customers WHERE deleted = 0 AND f_sortName = ?')
      .all(sortKey('Núñez'))
    expect(found.map(({ id }) => again.get('customers', String(id))?.name)).toEqual(['Núñez'])
    again.run('customer.create', { name: 'Nuevo', type: 'business' })
    expect(again.headers().map(({ n }) => n)).toEqual([1, 2, 3, 4, 5])
  })

  it('adds a collection that an older version did not know', () => {
    const store = filled()
    store.db.exec('DROP TABLE d_sites')
    growSchema(store.db)
    expect(store.count('d_sites')).toBe(0)
  })

  it('makes the read models anew when an older version defined them otherwise', () => {
    const store = filled()
    const shown = list(store.db)
    // Fewer columns: today's indexes would name what is not there.
    store.db.exec(`DROP TABLE r_customer; CREATE TABLE r_customer (n INTEGER PRIMARY KEY, id TEXT);
      DROP TABLE fts_words; CREATE VIRTUAL TABLE fts_words USING fts5 (text);
      UPDATE meta SET value = 'older' WHERE key = 'readModels'`)
    store.close()
    const again = createWriterStore({ file: store.path })
    expect(list(again.db)).toEqual(shown)
    expect(
      again.db.prepare(`SELECT count(*) AS n FROM fts_words WHERE fts_words MATCH 'nunez'`).get()?.n,
    ).toBe(2)
  })

  it('leaves read models alone whose definition is the same', () => {
    const store = filled()
    store.db.exec(`UPDATE r_customer SET sort_name = 'kept'`)
    growSchema(store.db)
    expect(new Set(list(store.db).map((row) => row.sort_name))).toEqual(new Set(['kept']))
  })
})
