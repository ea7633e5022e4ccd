import type { HostReply } from '#core/contract/envelope.ts'
import { findMethod } from '#core/contract/host-contract.ts'
import type { HostHandlers } from '#core/contract/host-handlers.ts'
import { validate } from '#core/lib/validate.ts'

export interface DispatcherOptions {
  /** One line per call: method, milliseconds, outcome. Never the payload. */
  log(line: string): void
  /** Checks answers against the contract too; for development and tests. */
  checkOutput?: boolean
}

export type Dispatch = (method: string, input: unknown) => Promise<HostReply>

/**
 * The one door of the host: every transport ends here. Input is checked once, against the contract; unknown methods and
 * thrown errors become typed replies.
 */
export function createDispatcher(handlers: HostHandlers, { log, checkOutput }: DispatcherOptions): Dispatch {
  return async (method, input) => {
    const started = performance.now()
    const reply = await answer(method, input)
    const outcome = reply.ok ? 'ok' : reply.error.code
    log(`${method.slice(0, 80)} ${(performance.now() - started).toFixed(1)} ms ${outcome}`)
    return reply
  }

  async function answer(method: string, input: unknown): Promise<HostReply> {
    const definition = findMethod(method)
    if (!definition) return failure('host/unknown-method', `no method ${method.slice(0, 80)}`)
    const checked = validate(definition.input, input)
    if (!checked.ok)
      return {
        ok: false,
        error: {
          code: 'host/invalid-input',
          message: `input of ${method} does not fit the contract`,
          retryable: false,
          details: { issues: checked.error },
        },
      }
    const [namespace = '', verb = ''] = method.split('.')
    // `findMethod` has just proved that both are own keys of the contract, which the handlers mirror.
    const handler = (
      handlers as unknown as Record<string, Record<string, (input: unknown) => Promise<HostReply>>>
    )[namespace]?.[verb]
    try {
      if (!handler) throw new Error(`no handler for ${method}`)
      const reply = await handler(checked.value)
      if (checkOutput && reply.ok) {
        const output = validate(definition.output, reply.value)
        if (!output.ok) throw new Error(`${method} answered ${JSON.stringify(output.error)}`)
      }
      return reply
    } catch (error) {
      log(`${method} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      return failure('host/internal', `${method} failed`)
    }
  }
}

const failure = (code: 'host/unknown-method' | 'host/internal', message: string): HostReply => ({
  ok: false,
  error: { code, message, retryable: false },
})
