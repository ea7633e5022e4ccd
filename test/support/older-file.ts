import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync, gzipSync } from 'node:zlib'
import { databaseFile } from '#main/store/database-file.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { removeFolder, temporaryFolder } from './browser-host.ts'

/** Has the file of a desktop that has ended say that an older version of the program made its lists and figures. */
export function makeOlder(folder: string): void {
  const db = openSqlite(databaseFile(folder))
  db.exec(`UPDATE meta SET value = 'older' WHERE key = 'readModels'`)
  db.close()
}

/** A backup as an older version of the program would have written it. */
export function asOlderBackup(backup: Buffer): Buffer {
  const folder = temporaryFolder()
  writeFileSync(databaseFile(folder), gunzipSync(backup))
  makeOlder(folder)
  const older = gzipSync(readFileSync(databaseFile(folder)), { level: 1 })
  removeFolder(folder)
  return older
}
