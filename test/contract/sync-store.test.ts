import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { createPostgresDatabase } from '#sync-server/store/postgres.ts'
import { migrate } from '#sync-server/store/schema.ts'
import { ANYTHING, type SqlDatabase } from '#sync-server/store/sql.ts'
import { createSqliteDatabase, openSqlite } from '#sync-server/store/sqlite.ts'
import { startPostgres, type RunningPostgres } from '../support/postgres.ts'
import { describeSyncStore } from './sync-store.suite.ts'

const folder = mkdtempSync(join(tmpdir(), 'enlace-sync-store-'))
let postgres: RunningPostgres | undefined
let files = 0

beforeAll(async () => {
  postgres = await startPostgres()
}, 120_000)

afterAll(async () => {
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

describeSyncStore('SQLite', () => {
  const file = join(folder, `${++files}.sqlite`)
  return Promise.resolve({
    mayShare: false,
    open: () => Promise.resolve(createSqliteDatabase(() => openSqlite(file))),
  })
})

describeSyncStore('PostgreSQL', async () => {
  const url = await postgres?.newDatabase()
  if (url === undefined) throw new Error('PostgreSQL did not start')
  return {
    mayShare: true,
    open: () =>
      Promise.resolve(createPostgresDatabase({ url, onError: (error) => console.error(error.message) })),
  }
})

const untilHeard = (database: SqlDatabase): Promise<string> =>
  new Promise((resolve) => database.onPoke((topic) => topic === ANYTHING && resolve(topic)))

it('on SQLite hears that another process wrote to its file', async () => {
  const file = join(folder, `${++files}.sqlite`)
  const [database, other] = [file, file].map((path) => createSqliteDatabase(() => openSqlite(path)))
  if (!database || !other) throw new Error('none')
  onTestFinished(async () => void (await Promise.all([database.close(), other.close()])))
  await migrate(database)
  const heard = untilHeard(database)
  await other.write((sql) => sql.run(`INSERT INTO streams (org, epoch, seq) VALUES ('o', 'e', 0)`))
  expect(await heard).toBe(ANYTHING)
})

it('on PostgreSQL asks anew after it could not hear for a while, and holds up nobody when it falls silent', async () => {
  const url = (await postgres?.newDatabase()) ?? ''
  const [database, silent] = [60_000, 300].map((abandonedAfter) =>
    createPostgresDatabase({ url, abandonedAfter, onError: () => undefined }),
  )
  if (!database || !silent) throw new Error('none')
  onTestFinished(async () => void (await Promise.all([database.close(), silent.close()])))
  await migrate(database)
  const heard = untilHeard(database)
  const endListeners = () =>
    silent.read((sql) =>
      sql.all(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
      ),
    )
  await expect.poll(async () => (await endListeners()).length).toBe(1)
  expect(await heard).toBe(ANYTHING)

  await database.write((sql) => sql.run(`INSERT INTO streams (org, epoch, seq) VALUES ('o', 'e', 0)`))
  const lock = `UPDATE streams SET seq = seq + 1 WHERE org = 'o'`
  let wake: () => void = () => undefined
  const asleep = new Promise<void>((resolve) => (wake = resolve))
  let lost: Promise<void> | undefined
  await new Promise<void>((locked) => {
    lost = silent.write(async (sql) => {
      await sql.run(lock)
      locked()
      // Its server is without power from here on.
      await asleep
      await sql.run(lock)
    })
  })
  await database.write((sql) => sql.run(lock))
  wake()
  await expect(lost).rejects.toThrow()
  expect(await database.read((sql) => sql.all('SELECT seq FROM streams'))).toEqual([{ seq: 1 }])
})
