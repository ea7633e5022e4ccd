import { describe, expect, it } from 'vitest'
import { readSerialLines, runAsText, withoutProblems } from '#renderer/features/inventory/form/serial-list.ts'

const none = new Map<string, string>()

describe('a list of serials, one a line', () => {
  it('keeps its line numbers and leaves empty lines out', () => {
    expect(readSerialLines('A1\r\n\r\n A2 \nA3', 'ont', 'ES', none)).toEqual([
      { number: 1, serial: 'A1' },
      { number: 3, serial: 'A2' },
      { number: 4, serial: 'A3' },
    ])
  })

  it('names every line that repeats one, whatever its case, and every serial that is taken', () => {
    const lines = readSerialLines('A1\na1\nB2\nA1', 'ont', 'ES', new Map([['B2', 'item-2']]))
    expect(lines.map(({ number, problem }) => [number, problem])).toEqual([
      [1, undefined],
      [2, { reason: 'repeated', of: 1 }],
      [3, { reason: 'taken', id: 'item-2' }],
      [4, { reason: 'repeated', of: 1 }],
    ])
    expect(withoutProblems('A1\na1\nB2\nA1', lines)).toBe('A1')
  })

  it('reads numbers and blocks in their canonical form, so that two ways of writing one are one', () => {
    const numbers = readSerialLines('911 222 333\n+34 911222333', 'phoneNumber', 'ES', none)
    expect(numbers.map(({ serial }) => serial)).toEqual(['+34911222333', '+34911222333'])
    expect(numbers[1]?.problem).toEqual({ reason: 'repeated', of: 1 })
    const [block, wrong] = readSerialLines('10.0.0.7/24\n10.0.0', 'ipBlock', 'ES', none)
    expect(block).toEqual({ number: 1, serial: '10.0.0.0/24' })
    expect(wrong?.problem).toMatchObject({ reason: 'issue', issue: { code: 'inventory.blockForm' } })
  })

  it('never takes the ICCID of a SIM for a card number', () => {
    const [line] = readSerialLines('8934071100000000001', 'sim', 'ES', none)
    expect(line).toEqual({ number: 1, serial: '8934071100000000001' })
  })

  it('makes a list of a run, zeros kept', () => {
    expect(runAsText('SN0098', 'SN0101')).toBe('SN0098\nSN0099\nSN0100\nSN0101')
    expect(runAsText('SN2', 'XX9')).toBeUndefined()
  })
})
