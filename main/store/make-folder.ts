import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Read, write and enter for the owner alone: the data is about people. */
const OWNER_ONLY = 0o700

/**
 * Makes a folder and what is missing above it, for its owner alone. One step at a time: Node's own recursive way never
 * comes back where the system refuses a folder as if its parent were missing (`/proc`).
 *
 * @throws the system's error when a folder cannot be made or the path is no folder
 */
export function makeFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found?.isDirectory()) return
  if (found) throw Object.assign(new Error(`${folder} is not a folder`), { code: 'ENOTDIR' })
  const parent = dirname(folder)
  if (parent !== folder) makeFolder(parent)
  try {
    mkdirSync(folder, { mode: OWNER_ONLY })
  } catch (error) {
    // Somebody else was quicker.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error
  }
}
