import type { MethodOutput } from '#core/contract/host-contract.ts'

/** An item as the list of the inventory answers it. */
export type StockRow = MethodOutput<'inventory', 'list'>['rows'][number]
