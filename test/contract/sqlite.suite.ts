import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { SqliteError } from '#main/store/sqlite/errors.ts'
import type { OpenSqlite, SqliteDatabase, SqliteOpenOptions, SqlValue } from '#main/store/sqlite/port.ts'
import { inTransaction } from '#main/store/sqlite/transaction.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** What the store needs of a SQLite driver. Run once for each driver. */
export function sqliteSuite(name: string, open: OpenSqlite): void {
  const opened = (file: string, options?: SqliteOpenOptions): SqliteDatabase => {
    const db = open(file, options)
    onTestFinished(() => db.close())
    return db
  }
  const fresh = () => opened(join(tempFolder(), 'db.sqlite'))
  const failureOf = (call: () => unknown) => {
    try {
      call()
    } catch (error) {
      return error instanceof SqliteError ? error.failure : error
    }
    return 'none'
  }
  const count = (db: SqliteDatabase, table: string) => db.prepare(`SELECT count(*) n FROM ${table}`).get()?.n

  describe(`SQLite through ${name}`, () => {
    test('stores and returns every kind of value', () => {
      const db = fresh()
      db.exec('CREATE TABLE v(id INTEGER PRIMARY KEY, t TEXT, r REAL, b BLOB)')
      const insert = db.prepare('INSERT INTO v VALUES (?, ?, ?, ?)')
      expect(insert.run(1, 'ñandú 𝄞', 1.25, new Uint8Array([0, 255]))).toEqual({ changes: 1 })
      insert.run(2 ** 52, null, null, null)
      const rows = db.prepare('SELECT * FROM v ORDER BY id').all()
      expect(Object.keys(rows[0] ?? {})).toEqual(['id', 't', 'r', 'b'])
      expect({ ...rows[0], b: [...new Uint8Array(rows[0]?.b as Uint8Array)] }).toEqual({
        id: 1,
        t: 'ñandú 𝄞',
        r: 1.25,
        b: [0, 255],
      })
      expect({ ...rows[1] }).toEqual({ id: 2 ** 52, t: null, r: null, b: null })
    })

    test('a single row has its columns and nothing else; no row is undefined', () => {
      const db = fresh()
      expect(Object.entries(db.prepare('SELECT 1 AS a, ? AS b').get('x') ?? {})).toEqual([
        ['a', 1],
        ['b', 'x'],
      ])
      expect(db.prepare('SELECT 1 WHERE 0').get()).toBeUndefined()
    })

    test('takes a lone null or blob as a value', () => {
      const db = fresh()
      const kind = db.prepare('SELECT typeof(?) AS kind')
      expect(kind.get(null)?.kind).toBe('null')
      expect(kind.all(new Uint8Array([1]))[0]?.kind).toBe('blob')
    })

    test('refuses what SQLite cannot store and goes on working', () => {
      const db = fresh()
      const kind = db.prepare('SELECT typeof(?) AS kind')
      for (const value of [undefined, true, 1n, {}, () => 1])
        expect(() => kind.get(value as SqlValue)).toThrow(TypeError)
      expect(kind.get('x')?.kind).toBe('text')
    })

    test('whole numbers stay whole in integer columns and as row numbers, limits and keys of virtual tables', () => {
      const db = fresh()
      db.exec('CREATE TABLE n(i INTEGER NOT NULL); CREATE VIRTUAL TABLE f USING fts5(x)')
      db.prepare('INSERT INTO n VALUES (?)').run(7)
      expect(db.prepare('SELECT typeof(i) AS kind FROM n LIMIT ? OFFSET ?').all(1, 0)[0]?.kind).toBe(
        'integer',
      )
      db.prepare('INSERT INTO f(rowid, x) VALUES (?, ?)').run(42, 'hola')
      expect(db.prepare('SELECT rowid FROM f WHERE f MATCH ?').get('hola')?.rowid).toBe(42)
    })

    test('keeps a transaction whole or not at all', () => {
      const db = fresh()
      db.exec('CREATE TABLE t(x)')
      inTransaction(db, () => db.exec('INSERT INTO t VALUES (1)'))
      expect(() =>
        inTransaction(db, () => {
          db.exec('INSERT INTO t VALUES (2)')
          throw new Error('stop')
        }),
      ).toThrow('stop')
      expect(count(db, 't')).toBe(1)
    })

    test('a reader sees the last commit while a transaction is open (write-ahead log)', () => {
      const file = join(tempFolder(), 'db.sqlite')
      const writer = opened(file)
      expect(writer.prepare('PRAGMA journal_mode = WAL').get()?.journal_mode).toBe('wal')
      writer.exec('CREATE TABLE t(x); INSERT INTO t VALUES (1)')
      const reader = opened(file, { readOnly: true })
      writer.exec('BEGIN IMMEDIATE; INSERT INTO t VALUES (2)')
      expect(count(reader, 't')).toBe(1)
      writer.exec('COMMIT')
      expect(count(reader, 't')).toBe(2)
    })

    test('a read-only connection cannot write', () => {
      const file = join(tempFolder(), 'a #1 100%?.sqlite')
      opened(file).exec('CREATE TABLE t(x)')
      const reader = opened(file, { readOnly: true })
      expect(count(reader, 't')).toBe(0)
      expect(failureOf(() => reader.exec('INSERT INTO t VALUES (1)'))).toBe('read-only')
    })

    test('names a lock that another connection holds', () => {
      const file = join(tempFolder(), 'db.sqlite')
      const first = opened(file)
      first.exec('CREATE TABLE t(x)')
      const second = opened(file, { busyTimeout: 1 })
      first.exec('BEGIN IMMEDIATE')
      expect(failureOf(() => second.exec('BEGIN IMMEDIATE'))).toBe('busy')
    })

    test('names a full disk, and the database is as before', () => {
      const db = fresh()
      db.exec('CREATE TABLE t(x); INSERT INTO t VALUES (1)')
      db.exec('PRAGMA max_page_count = 20')
      const fill = () =>
        inTransaction(db, () => {
          const insert = db.prepare('INSERT INTO t VALUES (?)')
          for (let row = 0; row < 1000; row += 1) insert.run('x'.repeat(1000))
        })
      expect(failureOf(fill)).toBe('disk-full')
      expect(count(db, 't')).toBe(1)
      expect(failureOf(() => inTransaction(db, () => db.exec('DELETE FROM t')))).toBe('none')
    })

    test('names a file that is not a database, a damaged one and one that cannot be opened', () => {
      const folder = tempFolder()
      const text = join(folder, 'text.sqlite')
      writeFileSync(text, 'This is not a database. '.repeat(100))
      expect(failureOf(() => count(opened(text), 'sqlite_schema'))).toBe('damaged')
      expect(failureOf(() => open(join(folder, 'none', 'db.sqlite')))).toBe('cannot-open')
      expect(failureOf(() => open(join(folder, 'missing.sqlite'), { readOnly: true }))).toBe('cannot-open')
    })

    test('names constraints and mistakes in SQL', () => {
      const db = fresh()
      db.exec('CREATE TABLE t(x PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES (1)')
      expect(failureOf(() => db.prepare('INSERT INTO t VALUES (?)').run(1))).toBe('constraint')
      expect(failureOf(() => db.prepare('SELEKT'))).toBe('other')
    })

    test('indexes words without accents, their beginnings, and text inside words', () => {
      const db = fresh()
      db.exec(`CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1,
          tokenize='unicode61 remove_diacritics 2', prefix='2 3');
        CREATE VIRTUAL TABLE inside USING fts5(text, content='', contentless_delete=1, tokenize='trigram');
        CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, 'row')`)
      for (const table of ['words', 'inside'])
        db.prepare(`INSERT INTO ${table}(rowid, text) VALUES (?, ?)`).run(5, 'Cañón Martínez')
      expect(db.prepare('SELECT rowid FROM words WHERE words MATCH ?').get('martinez')?.rowid).toBe(5)
      expect(db.prepare('SELECT rowid FROM words WHERE words MATCH ?').get('ca*')?.rowid).toBe(5)
      expect(db.prepare('SELECT rowid FROM inside WHERE inside MATCH ?').get('tín')?.rowid).toBe(5)
      expect(
        db
          .prepare('SELECT term FROM vocabulary ORDER BY term')
          .all()
          .map((row) => row.term),
      ).toEqual(['canon', 'martinez'])
      db.prepare('DELETE FROM words WHERE rowid = ?').run(5)
      expect(db.prepare('SELECT rowid FROM words WHERE words MATCH ?').get('martinez')).toBeUndefined()
    })

    test('finds boxes in an R-tree', () => {
      const db = fresh()
      db.exec('CREATE VIRTUAL TABLE boxes USING rtree(id, west, east, south, north)')
      const insert = db.prepare('INSERT INTO boxes VALUES (?, ?, ?, ?, ?)')
      insert.run(1, -3.7, -3.7, 40.4, 40.4)
      insert.run(2, 2.17, 2.17, 41.4, 41.4)
      expect(db.prepare('SELECT id FROM boxes WHERE west > ? AND east < ?').all(-4, -3)).toMatchObject([
        { id: 1 },
      ])
    })

    test('knows the maths functions', () => {
      const row = fresh()
        .prepare(
          'SELECT sin(radians(30)) AS sine, acos(0) AS right, power(2, 3) AS cube, floor(-1.5) AS down',
        )
        .get()
      expect(row?.sine).toBeCloseTo(0.5, 12)
      expect(row?.right).toBeCloseTo(Math.PI / 2, 12)
      expect([row?.cube, row?.down]).toEqual([8, -2])
    })

    test('reads JSON through virtual columns with an index, added later to a table with rows', () => {
      const db = fresh()
      db.exec('CREATE TABLE d(id TEXT PRIMARY KEY, body TEXT NOT NULL)')
      db.prepare('INSERT INTO d VALUES (?, ?)').run('a', '{"city":"León"}')
      db.exec(`ALTER TABLE d ADD COLUMN f_city GENERATED ALWAYS AS (json_extract(body, '$.city')) VIRTUAL;
        CREATE INDEX d_city ON d(f_city, id)`)
      db.prepare('INSERT INTO d(id, body) VALUES (?, ?)').run('b', '{}')
      expect(db.prepare('SELECT id FROM d WHERE f_city = ?').all('León')).toMatchObject([{ id: 'a' }])
      const plan = db.prepare('EXPLAIN QUERY PLAN SELECT id FROM d WHERE f_city = ?').all('x')
      expect(String(plan[0]?.detail)).toContain('d_city')
      expect(db.prepare("SELECT value FROM json_each('[1,2]')").all()).toHaveLength(2)
    })

    test('a statement is usable again after a failure and from inside other statements', () => {
      const db = fresh()
      db.exec('CREATE TABLE t(x PRIMARY KEY)')
      const insert = db.prepare('INSERT INTO t VALUES (?)')
      insert.run('a')
      expect(failureOf(() => insert.run('a'))).toBe('constraint')
      for (const row of db.prepare('SELECT x FROM t').all()) insert.run(`${String(row.x)}b`)
      expect(count(db, 't')).toBe(2)
    })
  })
}
