import type { Log } from './log.ts'

/** How long the host may take to end before something is said or done about it, in milliseconds. */
export const CLOSE_PATIENCE = 10_000

/**
 * Closes one after another; one that fails does not keep those after it from their turn. False when one failed, which
 * the log has then.
 */
export async function closeAll(close: readonly (() => Promise<void>)[], log: Log): Promise<boolean> {
  let isWhole = true
  for (const one of close) {
    try {
      await one()
    } catch (error) {
      log.error('not ended in order', {}, error)
      isWhole = false
    }
  }
  return isWhole
}
