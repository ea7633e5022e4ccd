import { loadLibsql } from './libsql.ts'
import { loadNodeSqlite } from './node-sqlite.ts'
import type { OpenSqlite } from './port.ts'

let open: OpenSqlite | undefined

/** Opens a file with the runtime's own SQLite where it has one (Electron, Node from 22.13), else with `libsql`. */
export const openSqlite: OpenSqlite = (file, options) => {
  open ??= loadNodeSqlite() ?? loadLibsql()
  return open(file, options)
}
