import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { openGazetteer, type GazetteerCalls } from './gazetteer.ts'

/** One question to the thread: the input is that of the named call. */
export interface GazetteerQuestion {
  id: number
  call: keyof GazetteerCalls
  input: unknown
}

export type GazetteerMessage =
  { type: 'ready' } | { type: 'unreadable'; reason: string } | { type: 'answer'; id: number; value: unknown }

const post = (message: GazetteerMessage) => parentPort?.postMessage(message)

const calls = open()
if (calls) {
  parentPort?.on('message', ({ id, call, input }: GazetteerQuestion) => {
    // The client sends each call the input of its own signature.
    const answer = calls[call] as (input: unknown) => unknown
    post({ type: 'answer', id, value: answer(input) })
  })
  post({ type: 'ready' })
}

function open(): GazetteerCalls | undefined {
  try {
    // Set by the client, which starts this thread.
    return openGazetteer(readFileSync((workerData as { assetFile: string }).assetFile))
  } catch (error) {
    post({ type: 'unreadable', reason: error instanceof Error ? error.message : String(error) })
    return undefined
  }
}
