import { startSideThread, type SideThread } from '../side-thread.ts'
import type { BillingCalls } from './billing-worker.ts'

/** Works out and holds one draft. */
export type BillingThread = SideThread<BillingCalls>

/** Mebibytes: what it makes of a customer it lets go of at once, and it is there beside the store's own threads. */
const YOUNG_GENERATION = 16

export const startBillingThread = (workerFile: string, folder: string) =>
  startSideThread<BillingCalls>(workerFile, folder, { youngGeneration: YOUNG_GENERATION })
