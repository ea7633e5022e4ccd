import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { actionOf } from '#renderer/app/useAppKeys.ts'

let seen: string | undefined

const onKey = (event: KeyboardEvent) => {
  seen = actionOf(event)
}

beforeEach(() => {
  document.body.innerHTML =
    '<input id="text"><input id="box" type="checkbox"><textarea id="area"></textarea><p id="page"></p>'
  window.addEventListener('keydown', onKey)
})
afterEach(() => {
  window.removeEventListener('keydown', onKey)
  document.body.innerHTML = ''
})

function press(id: string, key: string, more: KeyboardEventInit = {}): string | undefined {
  seen = undefined
  document.getElementById(id)?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }))
  return seen
}

describe('keys of the window', () => {
  it('undo and redo outside text fields', () => {
    expect(press('page', 'z', { ctrlKey: true })).toBe('undo')
    expect(press('page', 'Z', { ctrlKey: true, shiftKey: true })).toBe('redo')
    expect(press('page', 'y', { ctrlKey: true })).toBe('redo')
    expect(press('page', 'z', { metaKey: true })).toBe('undo')
    expect(press('box', 'z', { ctrlKey: true })).toBe('undo')
  })

  it('wait while a question is open: what they open would lie behind it', () => {
    document.body.innerHTML += '<div role="alertdialog"></div>'
    expect(press('page', 'k', { ctrlKey: true })).toBeUndefined()
  })

  it('leave undo to the text field that is being typed in', () => {
    expect(press('text', 'z', { ctrlKey: true })).toBeUndefined()
    expect(press('area', 'y', { ctrlKey: true })).toBeUndefined()
    expect(press('text', '?')).toBeUndefined()
  })

  it('find from everywhere', () => {
    expect(press('page', 'k', { ctrlKey: true })).toBe('find')
    expect(press('text', 'k', { ctrlKey: true })).toBe('find')
  })

  it('do nothing behind a dialog', () => {
    document.body.insertAdjacentHTML('beforeend', '<div role="dialog"></div>')
    expect(press('page', 'z', { ctrlKey: true })).toBeUndefined()
    expect(press('page', '?')).toBeUndefined()
  })

  it('let plain letters and other combinations pass', () => {
    expect(press('page', 'z')).toBeUndefined()
    expect(press('page', 'z', { ctrlKey: true, altKey: true })).toBeUndefined()
    expect(press('page', '?')).toBe('shortcuts')
  })
})
