import { reactive } from 'vue'
import { describe, expect, it } from 'vitest'
import { changedKeys, contestedUnits, copyForm, rebase } from '#renderer/host/forms/form-merge.ts'

const base = { name: 'Ana', tags: ['a'], billDay: 1 as number | undefined, notes: '' }

describe('a form whose record moves on', () => {
  it('keeps what was typed and takes the rest from the record', () => {
    const mine = { ...base, name: 'Ana Ruiz' }
    const current = { ...base, name: 'Ana R.', notes: 'llamar', tags: ['a', 'b'] }
    expect(rebase(base, mine, current)).toEqual({ ...current, name: 'Ana Ruiz' })
  })

  it('names fields that both changed, unless to the same', () => {
    const mine = { ...base, name: 'Ana Ruiz', notes: 'x' }
    expect(contestedUnits(base, mine, { ...base, name: 'Ana R.', notes: 'x' })).toEqual(['name'])
    expect(contestedUnits(base, mine, { ...base, tags: [] })).toEqual([])
  })

  it('takes fields that belong together as one, and asks about none that nobody chooses', () => {
    const place = { latitude: 1, longitude: 2, filled: 'a' }
    const unitOf = (key: keyof typeof place) => (key === 'filled' ? null : 'position')
    const mine = { latitude: 5, longitude: 2, filled: 'b' }
    const current = { latitude: 1, longitude: 9, filled: 'c' }
    expect(contestedUnits(place, mine, current, unitOf)).toEqual(['position'])
    // Never the latitude of one and the longitude of the other.
    expect(rebase(place, mine, current, unitOf)).toEqual(mine)
  })

  it('sees a number that was emptied, also when JSON has dropped it', () => {
    expect(changedKeys(base, { ...base, billDay: undefined })).toEqual(['billDay'])
    const fromDraft = JSON.parse(JSON.stringify({ ...base, billDay: undefined })) as typeof base
    expect(changedKeys(base, fromDraft)).toEqual(['billDay'])
  })

  it('compares lists by value', () => {
    expect(changedKeys(base, { ...base, tags: ['a'] })).toEqual([])
    expect(changedKeys(base, { ...base, tags: ['b'] })).toEqual(['tags'])
  })
})

describe('copyForm', () => {
  it('copies through Vue proxies, deep, and keeps undefined', () => {
    const form = reactive({ rows: [{ id: '1', text: 'a' }], day: undefined as number | undefined })
    const copy = copyForm(form)
    form.rows[0]!.text = 'b'
    expect(copy).toEqual({ rows: [{ id: '1', text: 'a' }], day: undefined })
    expect('day' in copy).toBe(true)
  })
})
