import type { HostErrorCode } from '#core/contract/error-codes.ts'

const BY_CODE: Readonly<Record<string, HostErrorCode>> = {
  EADDRINUSE: 'hub/port-taken',
  EACCES: 'hub/port-forbidden',
  ENOSPC: 'store/disk-full',
  SQLITE_FULL: 'store/disk-full',
  SQLITE_NOTADB: 'hub/damaged',
  SQLITE_CORRUPT: 'hub/damaged',
  SQLITE_READONLY: 'store/read-only',
  EROFS: 'store/read-only',
  NOT_A_BACKUP: 'hub/not-a-backup',
}

/** Result codes of SQLite (https://sqlite.org/rescode.html), as `node:sqlite` gives them. */
const BY_RESULT: Readonly<Record<number, string>> = {
  8: 'SQLITE_READONLY',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  26: 'SQLITE_NOTADB',
}

/** What stops a hub, as the desktop tells it. What nobody expects is a bug, with its stack for the log. */
export function hubProblem(error: unknown): { code: HostErrorCode; message: string } {
  if (!(error instanceof Error)) return { code: 'host/internal', message: String(error) }
  const name = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const result = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0
  const code = BY_CODE[name] ?? BY_CODE[BY_RESULT[result] ?? '']
  return code
    ? { code, message: error.message }
    : { code: 'host/internal', message: error.stack ?? error.message }
}
