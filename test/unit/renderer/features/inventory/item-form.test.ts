import { describe, expect, it } from 'vitest'
import {
  checkItemForm,
  formToChanges,
  formToCreate,
  itemToForm,
  newItemForm,
  storedSerial,
} from '#renderer/features/inventory/form/item-form.ts'
import { itemOf } from '#test/support/builders.ts'

const codes = (issues: { path: string; code: string }[]) => issues.map(({ path, code }) => `${path} ${code}`)

describe('the form of an item', () => {
  it('names what is wrong beside its field', () => {
    const form = { ...newItemForm('ont', 'office'), mac: 'xx' }
    expect(codes(checkItemForm(form, 'ES', {}))).toEqual([
      'serial inventory.serialMissing',
      'mac inventory.macForm',
    ])
    const taken = { sameSerial: { id: 'other', serial: 'A1' } }
    expect(codes(checkItemForm({ ...form, serial: 'a1', mac: '' }, 'ES', taken))).toEqual([
      'serial inventory.serialTaken',
    ])
  })

  it('says which block overlaps, and that bits behind the prefix are dropped', () => {
    const form = { ...newItemForm('ipBlock', undefined), serial: '10.0.0.9/24' }
    expect(codes(checkItemForm(form, 'ES', { overlapping: '10.0.0.0/16' }))).toEqual([
      'serial inventory.blockHostBits',
      'serial inventory.blockOverlaps',
    ])
    expect(storedSerial('ipBlock', '10.0.0.9/24', 'ES')).toBe('10.0.0.0/24')
  })

  it('takes no ICCID, IMEI or serial for a card number', () => {
    for (const serial of ['8934071100000000001', '490154203237518', '4111111111111111'])
      expect(checkItemForm({ ...newItemForm('sim', undefined), serial }, 'ES', {})).toEqual([])
  })

  it('sends what was typed, and nothing that virtual items do not have', () => {
    const form = { ...newItemForm('ont', 'van'), serial: ' A1 ', model: 'X', mac: '', notes: ' ' }
    expect(formToCreate(form)).toEqual({
      kind: 'ont',
      serial: ' A1 ',
      model: 'X',
      placeId: 'van',
      attributes: [],
    })
    expect(formToCreate({ ...form, kind: 'ipBlock' })).not.toHaveProperty('model')
  })

  it('sends changed fields only, and null for emptied ones', () => {
    const item = itemOf({ serial: 'A1', model: 'X', notes: 'shelf 3' })
    const form = itemToForm(item)
    expect(formToChanges(item, form)).toEqual({})
    expect(formToChanges(item, { ...form, model: '', mac: 'aa:bb:cc:dd:ee:ff' })).toEqual({
      model: null,
      mac: 'aa:bb:cc:dd:ee:ff',
    })
  })
})
