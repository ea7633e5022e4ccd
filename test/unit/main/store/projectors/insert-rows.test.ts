import { expect, it } from 'vitest'
import { insertRowsFor } from '#main/store/projectors/insert-rows.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'

const insert = insertRowsFor(
  'INSERT INTO t (key, n)',
  2,
  'ON CONFLICT (key) DO UPDATE SET n = n + excluded.n',
)

it('inserts every row in order, however many there are, and each as if it came alone', () => {
  const db = openSqlite(':memory:')
  db.exec('CREATE TABLE t (n INTEGER NOT NULL, key TEXT PRIMARY KEY)')
  for (const count of [0, 1, 15, 16, 17, 40]) {
    db.exec('DELETE FROM t')
    const rows = insert(db)
    for (let n = 0; n < count; n++) rows.add(`key ${n}`, n)
    if (count > 1) rows.add('key 1', 100)
    rows.write()
    rows.write()
    expect(db.prepare('SELECT key, n FROM t ORDER BY rowid').all()).toEqual(
      Array.from({ length: count }, (_, n) => ({ key: `key ${n}`, n: n === 1 ? 101 : n })),
    )
  }
})
