import type { MethodOutput } from '#core/contract/host-contract.ts'
import { formatIp, parseIp } from '#core/domain/values/ip.ts'

export type BlockRun = NonNullable<MethodOutput<'inventory', 'block'>['runs']>[number]

/** One address of a small view. */
export interface AddressCell {
  address: string
  /** The last part, as the cell shows it. */
  short: string
  state: 'free' | 'used' | 'reserved'
  use?: BlockRun['use']
}

/** Every address of the runs by itself; the view has at most 256. */
export function addressCells(runs: readonly BlockRun[]): AddressCell[] {
  return runs.flatMap((run) => {
    const first = parseIp(run.from)
    if (!first.ok) return []
    const { family, value } = first.value
    return Array.from({ length: Number(run.size) }, (_, i): AddressCell => {
      const address = formatIp({ family, value: value + BigInt(i) })
      return {
        address,
        short: family === 4 ? (address.split('.').at(-1) ?? '') : ((value + BigInt(i)) & 255n).toString(16),
        state: run.use ? 'used' : run.reserved ? 'reserved' : 'free',
        ...(run.use && { use: run.use }),
      }
    })
  })
}

/** The place a key leads to in a grid of cells; undefined for other keys. */
export function cellAfterKey(key: string, at: number, columns: number, count: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    Home: at - (at % columns),
    End: at - (at % columns) + columns - 1,
    PageUp: 0,
    PageDown: count - 1,
  }
  const next = steps[key]
  return next === undefined ? undefined : Math.min(count - 1, Math.max(0, next))
}
