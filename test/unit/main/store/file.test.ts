import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { databaseFile, openForWriting } from '#main/store/file.ts'
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

  it('finds a damaged page after a power cut and sets the file aside with its companions, unchanged', () => {
    const made = madeFile(2000)
    const running = openForWriting(made, () => NOW)
    if (!running.ok) throw new Error(running.error.message)
    const folder = afterPowerCut(made)
    running.value.close()
    const file = databaseFile(folder)
    const bytes = readFileSync(file)
    // The type byte of a page in the middle.
    const page = Math.floor(bytes.length / 4096 / 2) * 4096
    bytes.fill(0xff, page, page + 64)
    writeFileSync(file, bytes)
    const before = contents(folder)
    expect(Object.keys(before)).toContain('enlace.sqlite-wal')

    const opened = open(folder)
    const aside = 'enlace.damaged-2026-03-01T10-20-30-123Z.sqlite'
    expect(opened).toMatchObject({ ok: true, value: { setAside: join(folder, aside) } })
    expect(readFileSync(join(folder, aside)).toString('base64')).toBe(before['enlace.sqlite'])
    expect(readFileSync(join(folder, `${aside}-wal`)).toString('base64')).toBe(before['enlace.sqlite-wal'])
    expect(existsSync(join(folder, `${aside}-shm`))).toBe(true)
    const rows = opened.ok
      ? opened.value.db.prepare('SELECT count(*) AS n FROM d_catalog').get()?.n
      : undefined
    expect(rows).toBe(0)
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
