import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { brotliDecompressSync } from 'node:zlib'
import { createGazetteer, type Gazetteer } from './gazetteer.ts'
import { readGazetteer } from './gazetteer-format.ts'

/** One call to the thread; methods and parameters are those of `Gazetteer`. */
export interface GazetteerCall {
  id: number
  method: keyof Gazetteer
  parameters: unknown[]
}

export type GazetteerMessage =
  { type: 'ready' } | { type: 'failed'; message: string } | { type: 'answer'; id: number; value: unknown }

const post = (message: GazetteerMessage): void => parentPort?.postMessage(message)

try {
  const { assetFile } = workerData as { assetFile: string }
  const gazetteer = createGazetteer(
    readGazetteer(brotliDecompressSync(readFileSync(assetFile)).toString('utf8')),
  )
  parentPort?.on('message', ({ id, method, parameters }: GazetteerCall) => {
    // The client sends only methods of the interface with their own parameters.
    const work = gazetteer[method] as (...parameters: unknown[]) => unknown
    post({ type: 'answer', id, value: work(...parameters) })
  })
  post({ type: 'ready' })
} catch (error) {
  // A missing or damaged asset must not stop the program: places are then found by code, coordinates and own sites.
  post({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
  parentPort?.close()
}
