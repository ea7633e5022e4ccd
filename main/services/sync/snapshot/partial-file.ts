import { existsSync, readFileSync } from 'node:fs'
import { appendFile, open, rm, writeFile } from 'node:fs/promises'

/** A file that comes in parts, in any order, over as many starts of the program as it takes. */
export interface PartialFile {
  /** The parts that are here. */
  here: ReadonlySet<number>
  put(part: number, bytes: Buffer, at: number): Promise<void>
  /** All parts are here; the disk may not have them yet (`untilOnDisk`). */
  finish(): Promise<void>
  /** Whatever came stays for the next time. */
  close(): Promise<void>
}

/** Beside the file: what it is, then the numbers of the parts that are in it, a line each. */
const listOf = (file: string): string => `${file}.parts`

/** Goes on with a file of this id, or begins a new one. */
export async function openPartialFile(file: string, id: string): Promise<PartialFile> {
  const list = listOf(file)
  const [known, ...parts] = existsSync(list) ? readFileSync(list, 'utf8').split('\n') : []
  const isSame = known === id && existsSync(file)
  if (!isSame) await writeFile(list, `${id}\n`, { mode: 0o600 })
  const handle = await open(file, isSame ? 'r+' : 'w', 0o600)
  return {
    // A line that a crash cut short may name another part; the check of the whole file finds that out.
    here: new Set(isSame ? parts.filter((part) => /^\d+$/.test(part)).map(Number) : []),
    async put(part, bytes, at) {
      await handle.write(bytes, 0, bytes.length, at)
      await appendFile(list, `${part}\n`)
    },
    finish: () => rm(list),
    close: () => handle.close(),
  }
}

/** Waits until the disk has what was written to a file. */
export async function untilOnDisk(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
