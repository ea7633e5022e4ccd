import { verifyChain } from '#main/store/activity/verify.ts'
import { databaseFile } from '#main/store/database-file.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'

/** Recomputes the chain of ops in the file of a data folder, beside whoever has it open. */
export function verifyFile(folder: string) {
  const db = openSqlite(databaseFile(folder), { readOnly: true })
  try {
    return verifyChain(db, () => undefined)
  } finally {
    db.close()
  }
}
