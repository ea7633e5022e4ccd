import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { databaseFile } from '#main/store/database-file.ts'
import { checkFile } from '#main/store/file-check.ts'
import { openForWriting } from '#main/store/file.ts'
import { FILE_VERSION } from '#main/store/schema.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { tempFolder } from '#test/support/temp-folder.ts'

const NOW = Date.parse('2026-03-01T10:20:30.123Z')
const open = (folder: string) => {
  const opened = openForWriting(folder, () => NOW)
  if (opened.ok) onTestFinished(() => opened.value.close())
  return opened
}

/** A file of this program with so many documents in it, closed cleanly. */
function madeFile(documents = 0): string {
  const folder = tempFolder()
  const opened = openForWriting(folder, () => NOW)
  if (!opened.ok) throw new Error(opened.error.message)
  const { db, close } = opened.value
  const put = db.prepare(`INSERT INTO d_catalog (id, commit_no, lwt, body) VALUES (?, 1, 1, ?)`)
  db.exec('BEGIN')
  for (let i = 0; i < documents; i++)
    put.run(`id-${i}`, JSON.stringify({ id: `id-${i}`, text: 'x'.repeat(500) }))
  db.exec('COMMIT')
  close()
  return folder
}

/** Copies a database with its companions while its writer still has it open: what a power cut leaves. */
function afterPowerCut(from: string): string {
  const folder = tempFolder()
  for (const name of readdirSync(from))
    if (name.startsWith('enlace.sqlite')) copyFileSync(join(from, name), join(folder, name))
  return folder
}

/** Of all files but empty ones: one driver leaves an empty log behind a connection that only read. */
const contents = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.startsWith('enlace.sqlite') && !name.endsWith('-shm'))
      .map((name) => [name, readFileSync(join(folder, name)).toString('base64')] as const)
      .filter(([, bytes]) => bytes !== ''),
  )

const change = (folder: string, sql: string) => {
  const db = openSqlite(databaseFile(folder))
  db.exec(sql)
  db.close()
}

/** The reader thread's connection, which is closed after the writer's. */
function keepReading(folder: string): void {
  const reader = openSqlite(databaseFile(folder), { readOnly: true })
  reader.prepare('PRAGMA schema_version').get()
  onTestFinished(() => reader.close())
}

const ASIDE = 'enlace.damaged-2026-03-01T10-20-30-123Z.sqlite'

/** What a power cut leaves of a disk that lied: one page, by default in the middle, holds something else. */
function damagedAfterPowerCut(page?: number, before = ''): string {
  const made = madeFile(2000)
  const running = openForWriting(made, () => NOW)
  if (!running.ok) throw new Error(running.error.message)
  running.value.db.exec(before)
  const folder = afterPowerCut(made)
  running.value.close()
  const file = databaseFile(folder)
  const bytes = readFileSync(file)
  const start = (page ?? Math.floor(bytes.length / 4096 / 2)) * 4096
  // The first page begins with the header of the file; then, as in every page, its type.
  bytes.fill(0xff, start + (page === 0 ? 16 : 0), start + 160)
  writeFileSync(file, bytes)
  // The first page is read from the log while it is there.
  if (page === 0) writeFileSync(`${file}-wal`, '')
  return folder
}

function expectAside(folder: string, before: Record<string, string>): void {
  expect(readFileSync(join(folder, ASIDE)).toString('base64')).toBe(before['enlace.sqlite'])
  const log = before['enlace.sqlite-wal']
  if (log) expect(readFileSync(join(folder, `${ASIDE}-wal`)).toString('base64')).toBe(log)
}

const countOf = (opened: ReturnType<typeof openForWriting>): unknown =>
  opened.ok ? opened.value.db.prepare('SELECT count(*) AS n FROM d_catalog').get()?.n : opened.error

describe('opening a file for its writer', () => {
  it('makes folder and file, and opens them again', () => {
    const folder = join(tempFolder(), 'a', 'b')
    expect(open(folder)).toMatchObject({ ok: true })
    expect(existsSync(databaseFile(folder))).toBe(true)
  })

  it('leaves the file of a newer version as it is, byte for byte', () => {
    const folder = madeFile()
    change(folder, `PRAGMA user_version = ${FILE_VERSION + 1}`)
    const before = contents(folder)
    expect(open(folder)).toMatchObject({
      ok: false,
      error: { code: 'store/newer-version', details: { path: databaseFile(folder) } },
    })
    expect(contents(folder)).toEqual(before)
  })

  it('leaves the file of a newer version as it is also after a power cut: its log stays beside it', () => {
    const made = madeFile()
    const db = openSqlite(databaseFile(made))
    db.exec(`PRAGMA user_version = ${FILE_VERSION + 1}`)
    const folder = afterPowerCut(made)
    db.close()
    const before = contents(folder)
    expect(Object.keys(before)).toContain('enlace.sqlite-wal')
    expect(open(folder)).toMatchObject({ ok: false, error: { code: 'store/newer-version' } })
    expect(contents(folder)).toEqual(before)
  })

  it.each([
    ['another program', 'PRAGMA application_id = 7; CREATE TABLE theirs (a)'],
    ['a program that does not sign its files', 'CREATE TABLE theirs (a)'],
    ['another program that has made no table yet', 'PRAGMA application_id = 7'],
  ])('leaves the file of %s as it is', (_whose, sql) => {
    const folder = tempFolder()
    change(folder, sql)
    const before = contents(folder)
    expect(open(folder)).toMatchObject({ ok: false, error: { code: 'store/foreign-file' } })
    expect(contents(folder)).toEqual(before)
  })

  it('refuses another program’s file whose transaction was cut short', () => {
    const made = tempFolder()
    const db = openSqlite(databaseFile(made))
    db.exec(`PRAGMA cache_size = 1; CREATE TABLE theirs (a); INSERT INTO theirs VALUES (zeroblob(90000))`)
    db.exec(`BEGIN; UPDATE theirs SET a = randomblob(90000)`)
    const folder = afterPowerCut(made)
    db.close()
    expect(Object.keys(contents(folder))).toContain('enlace.sqlite-journal')
    expect(open(folder)).toMatchObject({ ok: false, error: { code: 'store/foreign-file' } })
  })

  it('releases the folder after a refusal', () => {
    const folder = madeFile()
    change(folder, `PRAGMA user_version = ${FILE_VERSION + 1}`)
    open(folder)
    change(folder, `PRAGMA user_version = ${FILE_VERSION}`)
    expect(open(folder)).toMatchObject({ ok: true })
  })

  it('answers store/read-only for a folder that is a file', () => {
    const file = join(tempFolder(), 'taken')
    writeFileSync(file, 'x')
    expect(open(file)).toMatchObject({
      ok: false,
      error: { code: 'store/read-only', details: { path: file } },
    })
  })

  it('sets a file aside at once that cannot be opened for damage, with its companions, unchanged', () => {
    const folder = damagedAfterPowerCut(0)
    const before = contents(folder)
    const opened = open(folder)
    expect(opened).toMatchObject({ ok: true, value: { setAside: join(folder, ASIDE), isUnchecked: false } })
    expectAside(folder, before)
    expect(existsSync(join(folder, `${ASIDE}-shm`))).toBe(true)
    expect(countOf(opened)).toBe(0)
  })

  it('reads what a power cut left in the log, and keeps it', () => {
    const made = madeFile()
    const running = openForWriting(made, () => NOW)
    if (!running.ok) throw new Error(running.error.message)
    running.value.db.exec(
      `INSERT INTO d_catalog (id, commit_no, lwt, body) VALUES ('late', 1, 1, '{"id":"late"}')`,
    )
    const folder = afterPowerCut(made)
    running.value.close()
    const opened = open(folder)
    if (!opened.ok) throw new Error(opened.error.message)
    expect(opened.value.setAside).toBeUndefined()
    expect(opened.value.db.prepare('SELECT id FROM d_catalog').all()).toEqual([{ id: 'late' }])
  })

  it('opens an intact file after a power cut at its very beginning', () => {
    const made = tempFolder()
    const db = openSqlite(databaseFile(made))
    db.exec('PRAGMA journal_mode = WAL')
    const folder = afterPowerCut(made)
    db.close()
    expect(open(folder)).toMatchObject({ ok: true })
  })
})

describe('a file that was not closed in order', () => {
  it('opens at once, and stays byte for byte as it was found until it has been checked', () => {
    const folder = damagedAfterPowerCut()
    const before = contents(folder)
    const opened = openForWriting(folder, () => NOW)
    if (!opened.ok) throw new Error(opened.error.message)
    keepReading(folder)
    const { db, isUnchecked, close } = opened.value
    expect(isUnchecked).toBe(true)
    // More than SQLite moves into the file by itself.
    for (let i = 0; i < 20; i++)
      db.exec(
        `INSERT INTO meta VALUES ('blob-${i}', randomblob(400000)); DELETE FROM meta WHERE key = 'blob-${i}'`,
      )
    expect(contents(folder)['enlace.sqlite']).toBe(before['enlace.sqlite'])
    close()
    expect(contents(folder)['enlace.sqlite']).toBe(before['enlace.sqlite'])
    // Nobody has checked it yet.
    expect(open(folder)).toMatchObject({ ok: true, value: { isUnchecked: true } })
  })

  it('when it is damaged takes no more writes, and is set aside by the next start with all that was written', () => {
    const folder = damagedAfterPowerCut()
    expect(checkFile(databaseFile(folder))).toBe('damaged')
    const opened = openForWriting(folder, () => NOW)
    if (!opened.ok) throw new Error(opened.error.message)
    keepReading(folder)
    const { db, settle, close } = opened.value
    db.exec(`INSERT INTO meta VALUES ('meanwhile', 1)`)
    settle('damaged')
    expect(() => db.exec(`INSERT INTO meta VALUES ('later', 1)`)).toThrow(/read-?only/)
    expect(db.prepare(`SELECT value FROM meta WHERE key = 'meanwhile'`).get()).toEqual({ value: 1 })
    const before = contents(folder)
    close()
    expect(contents(folder)).toEqual(before)

    const again = open(folder)
    expect(again).toMatchObject({ ok: true, value: { setAside: join(folder, ASIDE), isUnchecked: false } })
    expectAside(folder, before)
    expect(countOf(again)).toBe(0)
  })

  it('is checked before it opens when its read models are to be made anew', () => {
    const folder = damagedAfterPowerCut(undefined, `UPDATE meta SET value = 'older' WHERE key = 'readModels'`)
    expect(open(folder)).toMatchObject({ ok: true, value: { setAside: join(folder, ASIDE) } })
  })

  it('is set aside once', () => {
    const folder = damagedAfterPowerCut()
    const opened = openForWriting(folder, () => NOW)
    if (!opened.ok) throw new Error(opened.error.message)
    opened.value.settle('damaged')
    opened.value.close()
    const second = openForWriting(folder, () => NOW)
    if (!second.ok) throw new Error(second.error.message)
    second.value.close()
    expect(open(folder)).toMatchObject({ ok: true, value: { setAside: undefined } })
  })

  it('is an ordinary file again when it is whole', () => {
    const made = madeFile(2000)
    const running = openForWriting(made, () => NOW)
    if (!running.ok) throw new Error(running.error.message)
    const folder = afterPowerCut(made)
    running.value.close()
    expect(checkFile(databaseFile(folder))).toBe('whole')
    const opened = openForWriting(folder, () => NOW)
    if (!opened.ok) throw new Error(opened.error.message)
    expect(opened.value.isUnchecked).toBe(true)
    opened.value.settle('whole')
    opened.value.close()
    expect(Object.keys(contents(folder))).toEqual(['enlace.sqlite'])
    expect(open(folder)).toMatchObject({ ok: true, value: { isUnchecked: false } })
  })

  it('found damaged by a read after it was closed in order is kept from further writes too', () => {
    const folder = madeFile(10)
    const opened = openForWriting(folder, () => NOW)
    if (!opened.ok) throw new Error(opened.error.message)
    keepReading(folder)
    expect(opened.value.isUnchecked).toBe(false)
    opened.value.settle('damaged')
    const before = contents(folder)
    opened.value.close()
    expect(contents(folder)).toEqual(before)
    expect(open(folder)).toMatchObject({ ok: true, value: { setAside: join(folder, ASIDE) } })
  })
})
