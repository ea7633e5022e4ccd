import type { SyncError, SyncErrorCode } from '#core/contract/sync-contract.ts'

const STATUS: Readonly<Record<SyncErrorCode, number>> = {
  'sync/unauthorised': 401,
  'sync/forbidden': 403,
  'sync/invalid-input': 400,
  'sync/too-deep': 400,
  'sync/too-large': 413,
  'sync/too-many-requests': 429,
  'sync/unknown-path': 404,
  'sync/gone': 410,
  'sync/unavailable': 503,
  'sync/internal': 500,
}

const MESSAGES: Readonly<Record<SyncErrorCode, string>> = {
  'sync/unauthorised': 'no device has this token',
  'sync/forbidden': 'a device may only speak for itself',
  'sync/invalid-input': 'the request does not follow its schema',
  'sync/too-deep': 'the request is nested too deeply',
  'sync/too-large': 'the request is too large',
  'sync/too-many-requests': 'too many requests, try again later',
  'sync/unknown-path': 'there is nothing at this path',
  'sync/gone': 'the file is not kept any more',
  'sync/unavailable': 'the server cannot work at the moment',
  'sync/internal': 'the server failed',
}

/** A request that ends without an answer of the steps. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  readonly code: SyncErrorCode
  readonly statusCode: number

  constructor(code: SyncErrorCode, message = MESSAGES[code]) {
    super(message)
    this.code = code
    this.statusCode = STATUS[code]
  }
}

export const problemBody = ({ code, message }: HttpProblem): SyncError => ({ error: { code, message } })

/** HTTP status of each refusal; 401, 403 and 426 pause a client (sync.md §5). */
const REFUSALS: Readonly<Record<string, number>> = { signIn: 401, update: 426, epoch: 409, proof: 400 }

/** HTTP status of what a step answered. */
export function statusOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || !('refusal' in value)) return 200
  return REFUSALS[String(value.refusal)] ?? 403
}

/** What a framework error means to a client; everything unforeseen is internal and says nothing of itself. */
export function toProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error
  const { statusCode, code, validation, message } = error as {
    statusCode?: number
    code?: string
    validation?: unknown
    message?: string
  }
  if (validation) return new HttpProblem('sync/invalid-input', message)
  if (statusCode === 413) return new HttpProblem('sync/too-large')
  if (statusCode === 429) return new HttpProblem('sync/too-many-requests')
  if (statusCode === 404) return new HttpProblem('sync/unknown-path')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new HttpProblem('sync/invalid-input', code?.startsWith('FST_ERR_CTP') ? message : undefined)
  return new HttpProblem('sync/internal')
}
