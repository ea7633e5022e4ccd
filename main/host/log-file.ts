import { appendFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '#main/store/make-folder.ts'

/** Bytes after which the log file starts anew; one earlier file is kept as `enlace.previous.log`. */
const LARGEST_LOG = 4 * 1024 * 1024

/**
 * Appends lines to `log/enlace.log` of a data folder. A folder that cannot be written stops the file, not the
 * program: `failed` is told once.
 */
export function createLogFile(folder: string, failed: (reason: Error) => void): (line: string) => void {
  const file = join(folder, 'log', 'enlace.log')
  let size: number | undefined
  let isBroken = false
  const open = (): number => {
    makeFolder(join(folder, 'log'))
    return statSync(file, { throwIfNoEntry: false })?.size ?? 0
  }
  let waiting = ''
  const write = (): void => {
    const text = waiting
    waiting = ''
    if (isBroken || text === '') return
    try {
      size ??= open()
      if (size > LARGEST_LOG) {
        renameSync(file, join(folder, 'log', 'enlace.previous.log'))
        size = 0
      }
      appendFileSync(file, text, { mode: 0o600 })
      size += text.length
    } catch (error) {
      isBroken = true
      failed(error instanceof Error ? error : new Error('unknown failure'))
    }
  }
  // A process that is shot down loses the lines of one turn of its event loop at most.
  process.on('exit', write)
  return (line) => {
    // An answer must not wait for its line, and many lines cost as much as one.
    if (waiting === '') setImmediate(write)
    waiting += `${line}\n`
  }
}
