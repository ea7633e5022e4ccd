import { Worker } from 'node:worker_threads'
import { err, ok, type Result } from '#core/lib/result.ts'
import type { Gazetteer } from './gazetteer.ts'
import type { GazetteerMessage } from './gazetteer-worker.ts'

/** The gazetteer in a thread of its own, loaded when first asked: about a second and 80 MB that not everybody needs. */
export interface GazetteerClient {
  ask<M extends keyof Gazetteer>(
    method: M,
    ...parameters: Parameters<Gazetteer[M]>
  ): Promise<Result<ReturnType<Gazetteer[M]>, 'geo/no-gazetteer'>>
  close(): Promise<void>
}

export function createGazetteerClient(workerFile: string, assetFile: string): GazetteerClient {
  let loading: Promise<Worker | undefined> | undefined
  let nextId = 1
  const pending = new Map<number, (value: unknown) => void>()

  const load = (): Promise<Worker | undefined> =>
    new Promise((resolve) => {
      const worker = new Worker(workerFile, { workerData: { assetFile }, name: 'gazetteer' })
      const fail = (error: unknown): void => {
        console.error('gazetteer:', error instanceof Error ? error.message : error)
        for (const answer of pending.values()) answer(undefined)
        pending.clear()
        resolve(undefined)
      }
      worker.unref()
      worker.on('error', fail)
      worker.on('message', (message: GazetteerMessage) => {
        if (message.type === 'ready') resolve(worker)
        else if (message.type === 'failed') fail(message.message)
        else {
          pending.get(message.id)?.(message.value)
          pending.delete(message.id)
        }
      })
    })

  return {
    async ask(method, ...parameters) {
      const worker = await (loading ??= load())
      if (!worker) return err('geo/no-gazetteer')
      const id = nextId++
      const value = await new Promise<unknown>((resolve) => {
        pending.set(id, resolve)
        worker.postMessage({ id, method, parameters })
      })
      // The thread answers with what the interface's method returns.
      return value === undefined ? err('geo/no-gazetteer') : ok(value as never)
    },
    async close() {
      await (await loading)?.terminate()
    },
  }
}
