import { reactive } from 'vue'
import { describe, expect, it } from 'vitest'
import { changedKeys, contestedKeys, copyForm, rebase } from '#renderer/host/forms/form-merge.ts'

const base = { name: 'Ana', tags: ['a'], billDay: 1 as number | undefined, notes: '' }

describe('a form whose record moves on', () => {
  it('keeps what was typed and takes the rest from the record', () => {
    const mine = { ...base, name: 'Ana Ruiz' }
    const current = { ...base, name: 'Ana R.', notes: 'llamar', tags: ['a', 'b'] }
    expect(rebase(base, mine, current)).toEqual({ ...current, name: 'Ana Ruiz' })
  })

  it('names fields that both changed, unless to the same', () => {
    const mine = { ...base, name: 'Ana Ruiz', notes: 'x' }
    expect(contestedKeys(base, mine, { ...base, name: 'Ana R.', notes: 'x' })).toEqual(['name'])
    expect(contestedKeys(base, mine, { ...base, tags: [] })).toEqual([])
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
