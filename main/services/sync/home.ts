import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { hostname } from 'node:os'
import { databaseFile } from '../../store/database-file.ts'

/**
 * Where the file is: this machine and this very file on its disk. A file that was restored or moved has another home and
 * goes on under a new identity (sync.md §2). What stays hidden from this, the server notices by the chain.
 */
export function homeOf(folder: string): string {
  const { ino } = statSync(databaseFile(folder), { bigint: true })
  return createHash('sha256').update(`${hostname()}\n${ino}`).digest('hex')
}
