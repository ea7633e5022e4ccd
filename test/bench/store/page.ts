import { createBenchData, type BenchData } from './data.ts'
import { createDexieEngine } from './dexie-engine.ts'
import { PAGE, type EngineName, type StoreEngine } from './engine.ts'
import { createEnlaceEngine } from './enlace-engine.ts'
import { createPouchdbEngine } from './pouchdb-engine.ts'

/** One question to an engine, with what it takes. */
export interface Question {
  ask: 'first' | 'deep' | 'filtered' | 'byNumber' | 'scan' | 'substring'
  customers: number
  /** Numbers of the same customers in every engine, one for each run. */
  numbers: string[]
  /** Parts of customers' names, one for each run. */
  texts: string[]
}

export interface Answer {
  /** Milliseconds of each run. */
  times: number[]
  ids: string[]
}

const engines: Record<EngineName, () => StoreEngine> = {
  enlace: createEnlaceEngine,
  dexie: () => createDexieEngine(),
  pouchdb: createPouchdbEngine,
}

let engine: StoreEngine | undefined

const opened = (): StoreEngine => {
  if (!engine) throw new Error('no engine is open')
  return engine
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/**
 * RxDB answers a query that it knows from its cache, so that each run asks a little differently: one more row, another
 * page, another day.
 */
function ask(question: Question, run: number): Promise<string[]> {
  const limit = PAGE + run
  switch (question.ask) {
    case 'first':
      return opened().page(0, limit)
    case 'deep':
      return opened().page(Math.floor(question.customers * 0.9), limit)
    case 'filtered':
      return opened().filtered('status-pending', limit)
    case 'byNumber':
      return opened().byNumber(question.numbers[run] ?? '')
    case 'scan':
      return opened().scan(1 + run)
    case 'substring':
      return opened().substring(question.texts[run] ?? '', limit)
  }
}

const bench = {
  /** Opens an engine and asks for its first page; answers how long that took, in milliseconds. */
  async coldOpen(name: EngineName): Promise<number> {
    return timed(async () => {
      engine = engines[name]()
      await engine.open()
      await engine.page(0, PAGE)
    })
  },
  /** Milliseconds for all documents. */
  async insert(name: EngineName, customers: number): Promise<number> {
    const data: BenchData = createBenchData(customers)
    engine = engines[name]()
    await engine.open()
    return timed(async () => engine?.insert?.(data))
  },
  async answer(question: Question, runs: number): Promise<Answer> {
    const times: number[] = []
    let ids: string[] = []
    for (let run = 0; run < runs; run++) times.push(await timed(async () => (ids = await ask(question, run))))
    return { times, ids }
  },
  async write(runs: number): Promise<number[]> {
    const times: number[] = []
    for (let run = 0; run < runs; run++) {
      times.push(await timed(() => opened().writeUntilShown(`note ${run} ${Date.now()}`)))
      // People do not write ten times a second.
      await new Promise((done) => setTimeout(done, 150))
    }
    return times
  },
  /** Opens RxDB on Dexie anew, with transactions that a power cut cannot take back. */
  async openStrict(): Promise<void> {
    await engine?.close()
    engine = createDexieEngine('strict')
    await engine.open()
    await engine.page(0, PAGE)
  },
  async close(): Promise<void> {
    await engine?.close()
    engine = undefined
  },
}

export type BenchPage = typeof bench

Object.assign(window, { bench })
