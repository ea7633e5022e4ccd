import { v7 as uuidv7 } from 'uuid'
import type { Actor, CommandContext, CommandReader } from '#core/domain/command.ts'
import { getMeta } from '../../store/meta.ts'
import { sha256 } from '../../store/sha256.ts'
import type { SqliteDatabase } from '../../store/sqlite/port.ts'
import { createCounters } from '../../store/writer/counters.ts'

/** A context on a read-only connection: nothing can be written, and numbers that it gives out are not kept. */
export function readingContext(
  db: SqliteDatabase,
  read: CommandReader,
  now: number,
  progress: CommandContext['progress'],
): CommandContext {
  // Written by the set-up.
  const device = JSON.parse(getMeta(db, 'device') ?? '{}') as { id: string; code: string } & Pick<
    Actor,
    'personId' | 'officeId'
  >
  return {
    read,
    actor: {
      deviceId: device.id,
      deviceCode: device.code,
      personId: device.personId,
      officeId: device.officeId,
    },
    now,
    newId: () => uuidv7(),
    sha256,
    nextCount: createCounters(db).next,
    progress,
    isPreview: true,
  }
}
