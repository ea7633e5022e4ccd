import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { databaseFile } from '../../store/database-file.ts'

/*
 * A desktop that begins with an organisation's data, or goes on from a backup, gets a new file. It is made in a folder of its own; a mark there says
 * that it is whole. From then on the change is completed, at the next start if need be: the file that was there is
 * renamed, never removed; only one of a desktop that was never set up goes, because there is nothing in it.
 */

export const joiningFolder = (folder: string): string => join(folder, 'joining')

const mark = (folder: string): string => join(joiningFolder(folder), 'ready')

/** Removes what an attempt that came to nothing has left. */
export const clearJoining = (folder: string): void => {
  rmSync(joiningFolder(folder), { recursive: true, force: true })
}

/**
 * The file that was there is named by what took its place and by the moment, however often this is tried.
 *
 * @param now milliseconds since 1970 UTC.
 * @param kind `empty`: what is there was never set up.
 */
export const markReady = (folder: string, now: number, kind: 'joining' | 'restore' | 'empty'): void =>
  writeFileSync(mark(folder), `${kind}-${new Date(now).toISOString().replace(/[:.]/g, '-')}`)

/** A file waits to take the place of the one that is there. */
export const isReady = (folder: string): boolean => existsSync(mark(folder))

/**
 * Puts the new file in place; neither may be open. Answers where the file lies that was there before, undefined when
 * there was none or nothing is to be done.
 */
export function finishJoining(folder: string): string | undefined {
  if (!isReady(folder)) return undefined
  const stamp = readFileSync(mark(folder), 'utf8').replace(/[^\w-]/g, '')
  const fresh = databaseFile(joiningFolder(folder))
  const file = databaseFile(folder)
  let setAside: string | undefined
  // Without the new one the change was made, and only the folder is left.
  if (existsSync(fresh)) {
    if (stamp.startsWith('empty-'))
      for (const one of [...COMPANIONS.map((companion) => file + companion), file])
        rmSync(one, { force: true })
    else if (existsSync(file)) setAside = moveAside(file, stamp)
    for (const companion of COMPANIONS)
      if (existsSync(fresh + companion)) renameSync(fresh + companion, file + companion)
    renameSync(fresh, file)
  }
  clearJoining(folder)
  return setAside
}

/** The write-ahead log goes first: SQLite must never find a file without what belongs to it. */
const COMPANIONS = ['-wal', '-shm']

function moveAside(file: string, stamp: string): string {
  const target = file.replace(/\.sqlite$/, `.before-${stamp}.sqlite`)
  for (const companion of COMPANIONS)
    if (existsSync(file + companion)) renameSync(file + companion, target + companion)
  renameSync(file, target)
  return target
}
