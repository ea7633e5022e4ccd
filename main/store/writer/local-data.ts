import type { HostReply } from '#core/contract/envelope.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'

/** Device-local values: settings and drafts. They are in the file but in no op, so that they never replicate. */
export function createLocalData(db: SqliteDatabase, now: () => number) {
  const get = db.prepare('SELECT value, saved_at FROM local WHERE area = ? AND key = ?')
  const put = db.prepare(
    `INSERT INTO local (area, key, value, saved_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (area, key) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at`,
  )
  const remove = db.prepare('DELETE FROM local WHERE area = ? AND key = ?')
  const list = db.prepare('SELECT key, saved_at FROM local WHERE area = ? ORDER BY saved_at DESC')
  return {
    get(area: string, key: string): HostReply {
      const row = get.get(area, key)
      const value = row && {
        value: JSON.parse(row.value as string) as unknown,
        savedAt: row.saved_at as string,
      }
      return { ok: true, value: value ?? null }
    },
    put(area: string, key: string, value: unknown): HostReply {
      put.run(area, key, JSON.stringify(value ?? null), new Date(now()).toISOString())
      return { ok: true, value: {} }
    },
    remove(area: string, key: string): HostReply {
      remove.run(area, key)
      return { ok: true, value: {} }
    },
    list(area: string): HostReply {
      return { ok: true, value: list.all(area).map((row) => ({ key: row.key, savedAt: row.saved_at })) }
    },
  }
}
