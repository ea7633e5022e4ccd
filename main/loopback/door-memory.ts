import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Type from 'typebox'
import Value from 'typebox/value'
import type { SessionMemory } from './sessions.ts'

/** Milliseconds after which a window has to enter by a new link: a working day with its evening. */
const LONGEST = 16 * 60 * 60 * 1000

const schema = Type.Object({
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  savedAt: Type.Number(),
  sessions: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 1000 }),
})

/** The port of the last run and the windows that had entered it, in an owner-only file of the data folder. */
export interface DoorMemory extends SessionMemory {
  port: number | undefined
  /** To be called once the port is known; only then is anything kept. */
  listensOn(port: number): void
}

/**
 * A host that is started again after a crash takes the same port and knows its windows: what people typed in them is
 * not lost. A file that cannot be read counts as none; one that cannot be written costs only this comfort.
 */
export function createDoorMemory(folder: string, now: () => number): DoorMemory {
  const file = join(folder, 'windows.json')
  const known = read(file, now())
  let port: number | undefined
  return {
    port: known?.port,
    hashes: known?.sessions ?? [],
    listensOn(taken) {
      port = taken
    },
    save(sessions) {
      if (port === undefined) return
      try {
        writeFileSync(file, JSON.stringify({ port, savedAt: now(), sessions }), { mode: 0o600 })
      } catch {
        rmSync(file, { force: true })
      }
    },
  }
}

function read(file: string, now: number): { port: number; sessions: string[] } | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return Value.Check(schema, content) && now - content.savedAt < LONGEST && content.savedAt <= now
      ? content
      : undefined
  } catch {
    return undefined
  }
}
