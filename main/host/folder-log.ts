import { createLog, type Log } from './log.ts'
import { createLogFile } from './log-file.ts'

/**
 * The log of a running host: everything in the data folder's file, warnings and errors on stderr as well. With
 * `ENLACE_LOG=1` stderr shows all of it.
 */
export function createFolderLog(folder: string): Log {
  const toFile = createLogFile(folder, (reason) => console.error(`log: ${reason.message}`))
  const isVerbose = process.env.ENLACE_LOG === '1'
  return createLog(
    (line, level) => {
      toFile(line)
      if (isVerbose || level !== 'info') console.error(line)
    },
    () => Date.now(),
  )
}
