import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * Where a database is: this machine and this very file on its disk. One that was restored or moved has another home and
 * goes on under a new identity (sync.md §2). What stays hidden from this, the server notices by the chain.
 */
export function homeOf(file: string): string {
  const { ino } = statSync(file, { bigint: true })
  return createHash('sha256').update(`${hostname()}\n${ino}`).digest('hex')
}
