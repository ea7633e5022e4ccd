import { readFileSync, writeFileSync } from 'node:fs'

/** Megabytes that a process has held at the most since `forgetPeak`; undefined where the system does not say (Linux does). */
export function peakMemory(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
  } catch {
    return undefined
  }
}

/** The peak counts from now on (proc(5), `clear_refs`). */
export function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5')
  } catch {
    // Elsewhere there is no peak to forget.
  }
}
