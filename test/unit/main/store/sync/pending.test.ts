import { describe, expect, it } from 'vitest'
import { FULL_SCOPE } from '#core/sync/scope.ts'
import { createReadyStore } from '#test/support/writer-store.ts'

describe('changes that the server does not have yet', () => {
  it('are found by their record, however many ops wait: a branch is offline for days', () => {
    const texts = new Set<string>()
    const store = createReadyStore({ onSql: (sql) => void texts.add(sql) })
    const { sync } = store.writer
    sync.begin()
    sync.join('epoch', FULL_SCOPE)
    const { id } = store.run<{ id: string }>('customer.create', { name: 'Ana', type: 'individual' }).result
    store.run('customer.update', { id, changes: { notes: 'a' } })

    const ofRecord = [...texts].filter((sql) => /FROM changes c .*\bJOIN ops o\b.*c\.id = \?2/s.test(sql))
    expect(ofRecord).not.toEqual([])
    for (const sql of ofRecord) {
      const [first] = store.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(null, null, null, null)
      expect(first?.detail).toBe('SEARCH c USING INDEX changes_document (collection=? AND id=?)')
    }
  })
})
