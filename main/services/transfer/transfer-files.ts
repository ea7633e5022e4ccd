import {
  appendFileSync,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  openSync,
  readSync,
  closeSync,
} from 'node:fs'
import { join } from 'node:path'
import { isUuid } from '#core/lib/id-source.ts'
import { transferFolder } from '../../store/imported-tables.ts'

/** A file in the host's own folder: taken in from a window, or made for one. */
export interface TransferFile {
  id: string
  path: string
  /** What a person calls it, with its ending. */
  name: string
}

/** Files for import and from export in the data folder, readable by this user only and gone with the program. */
export interface TransferFiles {
  create(name: string): TransferFile
  find(id: string): TransferFile | undefined
  size(file: TransferFile): number
  append(file: TransferFile, bytes: Uint8Array): void
  read(file: TransferFile, offset: number, length: number): Uint8Array
  remove(id: string): void
  /** Removes everything, also what an earlier run left. */
  clear(): void
}

export function createTransferFiles(dataFolder: () => string, newId: () => string): TransferFiles {
  const known = new Map<string, TransferFile & { folder: string }>()
  const clear = (): void => {
    known.clear()
    rmSync(transferFolder(dataFolder()), { recursive: true, force: true })
  }
  return {
    create(name) {
      const id = newId()
      const folder = join(transferFolder(dataFolder()), id)
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      // The name never becomes part of a path.
      const file = { id, folder, path: join(folder, 'content'), name: safeName(name) }
      // A file of no bytes is there too, for whoever reads it.
      appendFileSync(file.path, '', { mode: 0o600 })
      known.set(id, file)
      return file
    },
    find: (id) => (isUuid(id) ? known.get(id) : undefined),
    size: ({ path }) => (existsSync(path) ? statSync(path).size : 0),
    append: ({ path }, bytes) => appendFileSync(path, bytes, { mode: 0o600 }),
    read({ path }, offset, length) {
      if (!existsSync(path)) return new Uint8Array()
      const handle = openSync(path, 'r')
      try {
        const bytes = Buffer.alloc(Math.max(0, Math.min(length, statSync(path).size - offset)))
        readSync(handle, bytes, 0, bytes.length, offset)
        return bytes
      } finally {
        closeSync(handle)
      }
    },
    remove(id) {
      const file = known.get(id)
      known.delete(id)
      if (file) rmSync(file.folder, { recursive: true, force: true })
    },
    clear,
  }
}

/** A name that every file system takes. */
export const safeName = (name: string): string =>
  name

    .replace(/[\u0000-\u001f<>:"/\\|?*]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/[. ]+$/, '')
    .trim()
    .slice(0, 200) || 'enlace'
