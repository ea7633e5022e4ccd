import type { BulkBenchResult } from './bulk.ts'
import type { RendererResult } from './renderer.ts'
import type { Spread } from './spread.ts'
import type { StartTimes } from './start.ts'

/** What an action at the screen may take, in milliseconds at p95. */
const TARGET = 50
/** What a bulk status change may take, in seconds for 10,000 customers; what the window may hold, in MB. */
const BULK_TARGET = 5
const MEMORY_TARGET = 400

export interface ListBenchResult {
  customers: number
  /** From input to painted rows, milliseconds. */
  screen: Record<string, Spread>
  renderer: RendererResult
  bulk: BulkBenchResult
  /** Inside the host, milliseconds. */
  host: Record<string, { memory: Spread; tables: Spread }>
  /** Finding anything by a text of a kind, inside the host: processor time, milliseconds. */
  find: Record<string, Spread>
  start: StartTimes
  build: {
    /** Processor time, milliseconds. */
    milliseconds: number
    /** Time of the longest step, in which the reader answers nobody. */
    longestStep: number
    megabytes: number
  }
}

/** How many times better than the target; `host`: how many times faster than the tables. */
export function ratiosOf({ screen, host, find, renderer, bulk }: ListBenchResult): Record<string, number> {
  const ratios: Record<string, number> = {}
  for (const [name, { p95 }] of Object.entries(screen)) ratios[`screen/${name}`] = rounded(TARGET / p95)
  ratios['typing/longestTask'] = rounded(TARGET / renderer.typing.longest)
  ratios['memory/renderer'] = rounded(MEMORY_TARGET / (renderer.memory.process ?? renderer.memory.heap))
  ratios['bulk/status'] = rounded((BULK_TARGET * bulk.customers) / 10_000 / bulk.seconds)
  for (const [name, { p95 }] of Object.entries(find)) ratios[`find/${name}`] = rounded(TARGET / p95)
  for (const [name, { memory, tables }] of Object.entries(host))
    ratios[`host/${name}`] = rounded(tables.p50 / memory.p50)
  return ratios
}

export function tableOf(result: ListBenchResult): string {
  const ratios = ratiosOf(result)
  const cell = (value: number | undefined) => (value === undefined ? '-' : value.toFixed(2)).padStart(10)
  const screen = Object.entries(result.screen).map(
    ([name, { p50, p95 }]) => `${name.padEnd(14)}${cell(p50)}${cell(p95)}${cell(ratios[`screen/${name}`])}`,
  )
  const host = Object.entries(result.host).map(
    ([name, { memory, tables }]) =>
      `${name.padEnd(14)}${cell(memory.p50)}${cell(memory.p95)}${cell(tables.p50)}${cell(ratios[`host/${name}`])}`,
  )
  const find = Object.entries(result.find).map(
    ([name, { p50, p95 }]) => `${name.padEnd(14)}${cell(p50)}${cell(p95)}${cell(ratios[`find/${name}`])}`,
  )
  const { milliseconds, longestStep, megabytes } = result.build
  return [
    `${result.customers} customers`,
    `${'at the screen'.padEnd(14)}${heads('p50 ms', 'p95 ms', `${TARGET} / p95`)}`,
    ...screen,
    ...windowLines(result),
    `${'in the host'.padEnd(14)}${heads('p50 ms', 'p95 ms', 'tables ms', 'x tables')}`,
    ...host,
    `${'found by'.padEnd(14)}${heads('p50 ms', 'p95 ms', `${TARGET} / p95`)}`,
    ...find,
    `start to first rows: ${result.start.warm.toFixed(0)} ms, database from disk ${result.start.cold?.toFixed(0) ?? '-'} ms`,
    `read into memory: ${milliseconds.toFixed(0)} ms of processor time, longest step ${longestStep.toFixed(1)} ms, ${megabytes.toFixed(1)} MB`,
  ].join('\n')
}

function windowLines({ renderer, bulk }: ListBenchResult): string[] {
  const { typing, memory } = renderer
  const held = memory.process === undefined ? '' : `, ${memory.process.toFixed(0)} MB in the process`
  return [
    `${typing.letters} letters typed: ${typing.longTasks} tasks over ${TARGET} ms of processor time, the longest ${typing.longest.toFixed(1)} ms`,
    `window: ${memory.heap.toFixed(0)} MB of objects${held} (target ${MEMORY_TARGET} MB)`,
    `status of ${bulk.customers} customers: ${bulk.seconds.toFixed(2)} s, ${bulk.processorSeconds.toFixed(2)} s of the processor (target ${BULK_TARGET} s for 10,000), told ${bulk.progress} times, undone in ${bulk.undoSeconds.toFixed(2)} s, longest wait of the list meanwhile ${bulk.longestWait.toFixed(0)} ms`,
  ]
}

const heads = (...texts: string[]): string => texts.map((text) => text.padStart(10)).join('')
const rounded = (value: number): number => Number(value.toFixed(2))
