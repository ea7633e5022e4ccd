import { afterEach, describe, expect, it } from 'vitest'
import CoordinateField from '#renderer/features/sites/CoordinateField.vue'
import { otherWayRound, readPosition } from '#renderer/features/sites/position-text.ts'
import { handPrecision } from '#renderer/features/sites/start-view.ts'
import { createChannel, mountScreen } from '../support/screen.ts'

const position = (latitude: number, longitude: number, precision = 'pin') => ({
  kind: 'position',
  position: { latitude, longitude, precision },
})
const unread = {
  kind: 'refused',
  issue: { path: 'latitude', code: 'site.positionUnread', severity: 'error' },
}

describe('readPosition', () => {
  it.each<[string, object]>([
    ['40.4168, -3.7038', position(40.4168, -3.7038)],
    ["40°25' N 3°42' O", position(40.416667, -3.7)],
    ['8CGRC78W+PFG', position(40.4168125, -3.7037969)],
    ['8CGRC78W+', position(40.41625, -3.70375, 'place')],
    ['8CGR0000+', position(40.5, -3.5, 'none')],
    ['https://www.google.com/maps/@40.4169,-3.7035,17z', position(40.4169, -3.7035, 'place')],
    // Valid as it stands: whether it is meant the other way round is the form's question.
    ['-3.7, 40.4', position(-3.7, 40.4)],
    ['no es una posición', unread],
    ['40.41', unread],
    ['120, 130', unread],
    ['C78W+PF', unread],
    ['https://example.com/x', unread],
    ['  ', { kind: 'empty' }],
  ])('%s', (text, expected) => expect(readPosition(text)).toEqual(expected))

  it('offers a pair that only exists the other way round, and does not take it', () => {
    const reading = readPosition('91, 0')
    expect(reading).toEqual({
      kind: 'refused',
      issue: {
        path: 'latitude',
        code: 'site.positionSwapped',
        severity: 'error',
        params: { latitude: 0, longitude: 91 },
      },
    })
    expect(reading.kind === 'refused' && otherWayRound(reading.issue)).toEqual({ latitude: 0, longitude: 91 })
  })
})

describe('the position field', () => {
  afterEach(() => document.body.replaceChildren())

  const open = () =>
    mountScreen(
      CoordinateField,
      { transport: createChannel({}).transport },
      { props: { position: { latitude: 40.4168, longitude: -3.7038 }, swapped: undefined } },
    )

  it('refuses what it cannot read, and keeps it for the person to mend', async () => {
    const field = open()
    const input = field.get('input')
    await input.setValue('no es una posición')
    expect(field.emitted('refuse')).toEqual([[unread.issue]])
    expect(field.emitted('position')).toBeUndefined()
    expect(input.element.value).toBe('no es una posición')
    await input.setValue('40.4168, -3.7038')
    expect(field.emitted('refuse')?.at(-1)).toEqual([undefined])
  })

  it('tells that it was emptied', async () => {
    const field = open()
    await field.get('input').setValue('')
    expect(field.emitted('clear')).toHaveLength(1)
  })

  it('lets Ctrl+Enter through to the form, which saves', () => {
    const field = open()
    const press = (ctrlKey: boolean) => {
      const event = new KeyboardEvent('keydown', { key: 'Enter', ctrlKey, cancelable: true, bubbles: true })
      field.get('input').element.dispatchEvent(event)
      return event.defaultPrevented
    }
    expect(press(true)).toBe(false)
    expect(press(false)).toBe(true)
  })
})

describe('handPrecision', () => {
  it.each([
    [18, 'pin'],
    [16, 'pin'],
    [15, 'street'],
    [13, 'place'],
    [6, 'none'],
  ])('at zoom %d: %s', (zoom, precision) => expect(handPrecision(zoom)).toBe(precision))
})
