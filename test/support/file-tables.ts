import { expect } from 'vitest'
import type { SqliteDatabase } from '#main/store/sqlite/port.ts'

/** Every row of every table and every entry of the full text indexes, whose own tables depend on the order of writing. */
export function tables(db: SqliteDatabase): Record<string, unknown[]> {
  const names = db
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'fts_%' AND sql IS NOT NULL`,
    )
    .all()
    .map(({ name }) => String(name))
  const rows = (table: string) =>
    db
      .prepare(`SELECT * FROM ${table}`)
      .all()
      .map((row) => JSON.stringify(row))
      .sort()
  db.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_of USING fts5vocab (main, fts_words, instance);
    CREATE VIRTUAL TABLE IF NOT EXISTS temp.inside_of USING fts5vocab (main, fts_inside, instance)`)
  return Object.fromEntries([...names, 'words_of', 'inside_of'].map((name) => [name, rows(name)]))
}

export const indexes = (db: SqliteDatabase): unknown[] =>
  db.prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name`).all()

/** FTS5 compares its indexes with the texts they were made from, and SQLite its own with their tables. */
export function checkWhole(db: SqliteDatabase): void {
  db.exec(`INSERT INTO fts_words (fts_words, rank) VALUES ('integrity-check', 1)`)
  db.exec(`INSERT INTO fts_inside (fts_inside, rank) VALUES ('integrity-check', 1)`)
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
}
