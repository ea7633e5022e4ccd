import { databaseFile } from '#main/store/database-file.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'

/** Has the file of a desktop that has ended say that an older version of the program made its lists and figures. */
export function makeOlder(folder: string): void {
  const db = openSqlite(databaseFile(folder))
  db.exec(`UPDATE meta SET value = 'older' WHERE key = 'readModels'`)
  db.close()
}
