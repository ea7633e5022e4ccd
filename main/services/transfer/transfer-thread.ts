import { startSideThread, type SideThread } from '../side-thread.ts'
import type { TransferCalls } from './transfer-worker.ts'

/** Reads and writes tables. */
export type TransferThread = SideThread<TransferCalls>

export const startTransferThread = (workerFile: string, folder: string) =>
  startSideThread<TransferCalls>(workerFile, folder)
