import { copyFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Dialog, SaveDialogOptions } from 'electron'
import type { SaveFile } from '../services/transfer/index.ts'

export interface SaveDialogParts {
  /** Electron's own dialog. */
  ask(options: SaveDialogOptions): ReturnType<Dialog['showSaveDialog']>
  /** Where the dialog begins. */
  folder(): string
}

/** Asks where a file goes and copies it there. The dialog asks before it replaces anything. */
export const createSaveDialog =
  ({ ask, folder }: SaveDialogParts): SaveFile =>
  async (path, suggestedName) => {
    const extension = extname(suggestedName).slice(1)
    const { canceled, filePath } = await ask({
      defaultPath: join(folder(), suggestedName),
      filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
    })
    if (canceled || !filePath) return false
    await copyFile(path, filePath)
    return true
  }
