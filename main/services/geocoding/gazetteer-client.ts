import { Worker } from 'node:worker_threads'
import { systemClock, type Clock } from '#core/lib/clock.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import type { GazetteerCalls } from './gazetteer.ts'
import type { GazetteerMessage, GazetteerQuestion } from './gazetteer-worker.ts'

type Answer<C extends keyof GazetteerCalls> = Promise<
  Result<ReturnType<GazetteerCalls[C]>, 'geo/no-gazetteer'>
>

/**
 * The gazetteer in a thread of its own, started by the first question or before it, when nobody waits.
 * A missing or damaged asset is an answer, not an error: places are then found by code, coordinates and own sites.
 */
export interface Gazetteer {
  ask<C extends keyof GazetteerCalls>(call: C, input: Parameters<GazetteerCalls[C]>[0]): Answer<C>
  /** Starts the thread, so that the first question need not wait for it. */
  prepare(): Promise<void>
  close(): Promise<void>
}

export interface GazetteerOptions {
  /** The built thread (`out/main/gazetteer-worker.js`). */
  workerFile: string
  /** What build-gazetteer.ts made (`out/assets/gazetteer.br`). */
  assetFile: string
  clock?: Clock
  /** Told why the gazetteer cannot be read. */
  onUnreadable?: (reason: string) => void
}

/** After a failure the thread is not started again for this long, in milliseconds. */
const REST = 60_000

export function createGazetteer(options: GazetteerOptions): Gazetteer {
  const { workerFile, assetFile, clock = systemClock, onUnreadable = () => undefined } = options
  const waiting = new Map<number, (value: unknown) => void>()
  let worker: Promise<Worker | undefined> | undefined
  let running: Worker | undefined
  let restUntil = -Infinity
  let nextId = 1
  let isClosed = false

  function start(): Promise<Worker | undefined> {
    return new Promise((done) => {
      const thread = new Worker(workerFile, { workerData: { assetFile }, name: 'gazetteer' })
      running = thread
      // An idle gazetteer must not keep the program alive.
      thread.unref()
      let isGone = false
      const give = (reason: string) => {
        // Its end is told too, perhaps when the next thread is running already.
        if (isGone) return
        isGone = true
        worker = undefined
        restUntil = clock.now() + REST
        for (const answer of waiting.values()) answer(undefined)
        waiting.clear()
        done(undefined)
        if (!isClosed) onUnreadable(reason)
        void thread.terminate()
      }
      thread.on('error', (error: unknown) => give(String(error)))
      thread.on('exit', (code) => give(`the thread ended with code ${code}`))
      thread.on('message', (message: GazetteerMessage) => {
        switch (message.type) {
          case 'ready':
            return done(thread)
          case 'unreadable':
            return give(message.reason)
          case 'answer':
            waiting.get(message.id)?.(message.value)
            waiting.delete(message.id)
        }
      })
    })
  }

  /** Undefined when there is none, or it could not be read a moment ago. */
  async function threadNow(): Promise<Worker | undefined> {
    if (isClosed || (!worker && clock.now() < restUntil)) return undefined
    return (worker ??= start())
  }

  return {
    async ask(call, input) {
      const thread = await threadNow()
      if (!thread || isClosed) return err('geo/no-gazetteer')
      const id = nextId++
      const value = await new Promise<unknown>((done) => {
        waiting.set(id, done)
        thread.postMessage({ id, call, input } satisfies GazetteerQuestion)
      })
      // The thread answers with what the call of that name returns.
      return value === undefined
        ? err('geo/no-gazetteer')
        : ok(value as ReturnType<GazetteerCalls[typeof call]>)
    },
    async prepare() {
      await threadNow()
    },
    async close() {
      isClosed = true
      await running?.terminate()
    },
  }
}
