import type { Opening, OpeningStep } from '#core/contract/host-events.ts'
import { systemClock } from '#core/lib/clock.ts'
import { checkCancel } from './cancelled.ts'
import type { SqliteDatabase } from './sqlite/port.ts'

/**
 * Hears what a slow opening of a file is at, before each piece of it, on a connection to the file. May throw
 * `CancelledError` to stop there; the next opening goes on with it.
 */
export type OpeningListener = (step: OpeningStep, db: SqliteDatabase) => void

/** One phase is told of at most this often, in milliseconds. */
const TELL_EVERY = 100

/** Tells the main thread of a slow opening, with how its windows look. */
export function tellOpening(signals: Int32Array, post: (opening: Opening) => void): OpeningListener {
  let looks: Pick<Opening, 'locale' | 'theme'> | undefined
  let last = { phase: '', at: 0 }
  return (step, db) => {
    checkCancel(signals)
    const at = systemClock.now()
    if (step.phase === last.phase && at - last.at < TELL_EVERY) return
    last = { phase: step.phase, at }
    looks ??= readLooks(db)
    post({ state: 'opening', step, ...looks })
  }
}

/** What the settings of the file say of language and theme; settings cannot be asked for before it is open. */
function readLooks(db: SqliteDatabase): Pick<Opening, 'locale' | 'theme'> {
  const hasSettings = db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'local'`).get()
  const setting = (name: string): unknown => {
    const row =
      hasSettings && db.prepare(`SELECT value FROM local WHERE area = 'setting' AND key = ?`).get(name)
    // Written by `createLocalData`.
    return row ? JSON.parse(String(row.value)) : undefined
  }
  const locale = setting('ui.locale')
  const theme = setting('ui.theme')
  return {
    ...((locale === 'es' || locale === 'en') && { locale }),
    ...(typeof theme === 'string' && { theme }),
  }
}
