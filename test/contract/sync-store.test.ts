import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { createPostgresDatabase } from '#sync-server/store/postgres.ts'
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
