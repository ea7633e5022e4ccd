import { sha256 } from '#sync-server/crypto.ts'
import type { SqlDatabase } from '#sync-server/store/sql.ts'

/** What is not content: when a device was last seen. */
const MOMENTS = ['seen_at']

/** A digest of every table of a server's database: two are the same when nothing was written between them. */
export const tableDigests = (database: SqlDatabase): Promise<Record<string, string>> =>
  database.read(async (sql) => {
    const tables =
      database.dialect === 'sqlite'
        ? await sql.all(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
        : await sql.all(
            `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1`,
          )
    const digests: Record<string, string> = {}
    for (const { name } of tables) {
      const rows = (await sql.all(`SELECT * FROM ${name}`)).map((row) =>
        JSON.stringify(Object.entries(row).filter(([column]) => !MOMENTS.includes(column))),
      )
      digests[String(name)] = sha256(rows.sort().join('\n'))
    }
    return digests
  })
