import type { EngineName } from './engine.ts'
import type { StoreBenchResult } from './run.ts'

/** What the program's own store is compared with. */
export const OTHERS: readonly Exclude<EngineName, 'enlace'>[] = ['dexie', 'pouchdb']

/** How many times longer the others take, by part and engine: above 1 the program's own store is faster. */
export function ratiosOf({ times }: StoreBenchResult): Record<string, number> {
  const ratios: Record<string, number> = {}
  for (const [part, byEngine] of Object.entries(times))
    for (const other of OTHERS)
      if (byEngine.enlace !== undefined && byEngine[other] !== undefined)
        ratios[`${part}/${other}`] = Number((byEngine[other] / byEngine.enlace).toFixed(2))
  return ratios
}

export function tableOf(result: StoreBenchResult): string {
  const ratios = ratiosOf(result)
  const cell = (value: number | undefined) =>
    (value === undefined ? '-' : value.toFixed(value < 10 ? 2 : 0)).padStart(10)
  const lines = Object.entries(result.times).map(
    ([part, { enlace, dexie, pouchdb }]) =>
      `${part.padEnd(12)}${cell(enlace)}${cell(dexie)}${cell(pouchdb)}${cell(ratios[`${part}/dexie`])}${cell(ratios[`${part}/pouchdb`])}`,
  )
  const head = ['enlace ms', 'dexie ms', 'pouch ms', 'x dexie', 'x pouch']
    .map((text) => text.padStart(10))
    .join('')
  return [
    `${result.customers} customers, ${result.documents} documents`,
    `${''.padEnd(12)}${head}`,
    ...lines,
  ].join('\n')
}
