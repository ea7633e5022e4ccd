import { fail, type HostError, type HostReply, type MethodDefinition } from '#core/contract/envelope.ts'
import { findMethod } from '#core/contract/host-contract.ts'
import type { HostHandlers } from '#core/contract/host-handlers.ts'
import type { Role } from '#core/domain/people/roles.ts'
import type { Result } from '#core/lib/result.ts'
import { validate, type SchemaIssue } from '#core/lib/validate.ts'
import { findInputProblem, type InputProblem } from './input-limits.ts'
import type { Log } from './log.ts'
import { readableAnswer, readableQuestion, refusedQuestion } from './role-reads.ts'

/** Where a call came from, for the log line. */
export interface CallContext {
  transport: 'memory' | 'loopback' | 'ipc'
}

/** Answers any method name with any input; never rejects. */
export type Dispatch = (method: string, input: unknown, context: CallContext) => Promise<HostReply>

export interface DispatcherOptions {
  log: Log
  /** Milliseconds that only grow, for durations. */
  elapsed: () => number
  /** Also checks what handlers answer; for tests and development. */
  validateOutput?: boolean
  /** Only what a locked window needs is answered; `isOut`: and what a desktop needs that was taken out. */
  isLocked?: () => Promise<{ isOut: boolean } | undefined>
  /** Of who is signed in: what they may not see is left out of the answers. */
  role?: () => Role | undefined
}

/**
 * The one door to the host for every transport. Finds the method among the contract's own names, checks the input
 * once, and turns a thrown error (a bug) into `host/internal` without its message.
 */
export function createDispatcher(handlers: HostHandlers, options: DispatcherOptions): Dispatch {
  const { log, elapsed } = options

  const answer = async (method: string, input: unknown): Promise<HostReply> => {
    const found = findHandler(handlers, method)
    if (!found) return fail('host/unknown-method', 'The host has no such method.')
    const locked = await options.isLocked?.()
    if (locked && !isForLocked(method) && !(locked.isOut && method === 'sync.connect'))
      return fail('access/locked', 'This desktop is locked.')
    const checked = checkInput(found.definition, input)
    if (!checked.ok) return checked
    // Nobody is signed in at a desktop that was taken out: with a new code it comes back, whoever was there last.
    const role = locked ? undefined : options.role?.()
    const refused = role && refusedQuestion(role, method, checked.value)
    if (refused) return { ok: false, error: refused }
    const asked = role ? readableQuestion(role, method, checked.value) : checked.value
    const answered = await found.handle(asked)
    const reply = role ? readableAnswer(role, method, asked, answered) : answered
    if (options.validateOutput && reply.ok) assertOutput(method, found.definition, reply.value)
    return reply
  }

  return async (method, input, context) => {
    const started = elapsed()
    let reply: HostReply
    try {
      reply = await answer(method, input)
    } catch (error) {
      log.error('call failed', { method: loggable(method) }, error)
      reply = fail('host/internal', 'The host failed to answer; the log says why.')
    }
    log.info('call', {
      method: loggable(method),
      from: context.transport,
      ms: Math.round(elapsed() - started),
      outcome: reply.ok ? 'ok' : reply.error.code,
    })
    return reply
  }
}

/** A locked window says that it is locked, in its language and colours, and takes a password. */
const isForLocked = (method: string): boolean =>
  method === 'app.info' ||
  method === 'app.opening' ||
  method === 'settings.get' ||
  /^access\.(state|unlock|recover|signIn|resetPassword)$/.test(method)

interface FoundHandler {
  definition: MethodDefinition
  handle: (input: unknown) => Promise<HostReply>
}

function findHandler(handlers: HostHandlers, method: string): FoundHandler | undefined {
  if (typeof method !== 'string') return undefined
  const definition = findMethod(method)
  const [namespace = '', verb = ''] = method.split('.')
  if (!definition || !Object.hasOwn(handlers, namespace)) return undefined
  // `HostHandlers` has a function for every method of the contract, and the input is checked before it is called.
  const verbs = handlers[namespace as keyof HostHandlers] as unknown as Record<string, FoundHandler['handle']>
  const handle = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
  return handle && { definition, handle }
}

const PROBLEMS: Record<InputProblem, string> = {
  'too-deep': 'nests too deep',
  'too-large': 'is too large',
  'not-json': 'holds something that JSON cannot',
  'forbidden-key': 'holds a key that is not allowed',
}

function checkInput(definition: MethodDefinition, input: unknown): Result<unknown, HostError> {
  const problem = findInputProblem(input)
  if (problem === 'too-large') return fail('host/too-large', 'The input is too large.')
  if (problem) return invalid([{ path: '', message: PROBLEMS[problem] }])
  const checked = validate(definition.input, input)
  return checked.ok ? checked : invalid(checked.error)
}

const invalid = (issues: SchemaIssue[]) =>
  fail('host/invalid-input', 'The input does not fit the method.', { details: { issues } })

function assertOutput(method: string, definition: MethodDefinition, value: unknown): void {
  const checked = validate(definition.output, value)
  if (!checked.ok) throw new Error(`${method} answered what its contract forbids: ${JSON.stringify(checked)}`)
}

/** Method names come from outside: at most the length of a real one reaches the log. */
const loggable = (method: unknown): string =>
  typeof method === 'string' ? method.slice(0, 60) : typeof method
