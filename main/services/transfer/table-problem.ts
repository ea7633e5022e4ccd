import type { HostErrorCode } from '#core/contract/error-codes.ts'

/** Why a file is no table that can be imported. */
export interface TableProblem {
  code: Extract<HostErrorCode, `import/${string}` | 'host/cancelled'>
  message: string
  details?: Readonly<Record<string, string | number>>
}
