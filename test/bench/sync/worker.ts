import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { root } from '../../support/built.ts'

interface Question {
  id: number
  method: string
  input: unknown
}
type Answer = { id: number } & ({ value: unknown } | { problem: string })

export type Methods = Readonly<Record<string, (input: never) => unknown>>

/** A process of its own that does one engine's work. */
export interface Worker {
  pid: number
  /** @throws Error with what went wrong there. */
  ask<T>(method: string, input?: unknown): Promise<T>
  stop(): Promise<void>
}

export function startWorker(script: string): Worker {
  const child: ChildProcess = fork(script, {
    cwd: root,
    execArgv: ['--import', 'tsx', '--max-old-space-size=6144'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, { done: (value: never) => void; fail: (error: Error) => void }>()
  let last = 0
  child.on('message', (answer: Answer) => {
    const caller = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('problem' in answer) caller?.fail(new Error(answer.problem))
    else caller?.done(answer.value as never)
  })
  const ended = once(child, 'exit')
  void ended.then(([code]) => {
    for (const { fail } of waiting.values()) fail(new Error(`${script} ended with code ${String(code)}`))
  })
  return {
    pid: child.pid ?? 0,
    ask(method, input) {
      const id = ++last
      return new Promise((done, fail) => {
        waiting.set(id, { done, fail })
        child.send({ id, method, input } satisfies Question)
      })
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ended
    },
  }
}

/** The other side: answers what the bench asks. */
export function serveBench(methods: Methods): void {
  const answer = (message: Answer) => process.send?.(message)
  process.on('message', ({ id, method, input }: Question) => {
    const run = methods[method]
    const work = run ? Promise.resolve().then(() => run(input as never)) : Promise.reject(new Error(method))
    work.then(
      (value) => answer({ id, value }),
      (error: unknown) =>
        answer({ id, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
  process.on('disconnect', () => process.exit())
}

/** Milliseconds since 1970 UTC with their fraction, the same in every process of this machine. */
export const moment = (): number => performance.timeOrigin + performance.now()
