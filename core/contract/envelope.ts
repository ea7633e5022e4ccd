import { Type, type Static, type TSchema } from 'typebox'
import type { FieldIssue } from '../domain/command.ts'
import { err } from '../lib/result.ts'
import type { SchemaIssue } from '../lib/validate.ts'
import type { HostErrorCode } from './error-codes.ts'

/**
 * What went wrong, as a value. `message` is for logs and developers; people read the locale's text for `code`,
 * filled from `details`. Never holds a stack, a key, or an address with a key in it.
 */
export interface HostError {
  code: HostErrorCode
  message: string
  /** True when the same call may succeed later without any change. */
  retryable: boolean
  details?: HostErrorDetails
}

export interface HostErrorDetails {
  /** `host/invalid-input`: where the input does not fit. */
  issues?: SchemaIssue[]
  /** `command/refused`: the refusal's own code (`site/position-missing`), its field issues and figures. */
  refusal?: { code: string; fields?: FieldIssue[]; details?: Readonly<Record<string, unknown>> }
  /** Store errors: the file concerned, and where a damaged one was set aside. */
  path?: string
  setAside?: string
  [name: string]: unknown
}

export type HostReply<T = unknown> = { ok: true; value: T } | { ok: false; error: HostError }

/** An error; not retryable unless said. */
export const hostError = (
  code: HostErrorCode,
  message: string,
  more: Partial<Pick<HostError, 'retryable' | 'details'>> = {},
): HostError => ({ code, message, retryable: false, ...more })

/** The reply to a call that failed. */
export const fail = (...error: Parameters<typeof hostError>) => err(hostError(...error))

/** One method of the contract: what goes in, what comes out. */
export interface MethodDefinition<I extends TSchema = TSchema, O extends TSchema = TSchema> {
  input: I
  output: O
}

export const call = <I extends TSchema, O extends TSchema>(input: I, output: O): MethodDefinition<I, O> => ({
  input,
  output,
})

export const nothing = Type.Object({})
export type Nothing = Static<typeof nothing>
