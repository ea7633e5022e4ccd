import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { describe, expect, it } from 'vitest'
import { becomeOnlyInstance, showProgram, type Focusable } from '#main/electron/single-instance.ts'

function makeApp(isFirst: boolean) {
  const emitter = new EventEmitter()
  const steps: string[] = []
  const app = Object.assign(emitter, {
    requestSingleInstanceLock: () => isFirst,
    quit: () => void steps.push('quit'),
  })
  // Of `on` only two events are asked for.
  const isOnly = becomeOnlyInstance(
    app as unknown as Pick<App, 'requestSingleInstanceLock' | 'quit' | 'on'>,
    () => steps.push('shown'),
  )
  return { app, steps, isOnly }
}

describe('one program per folder', () => {
  it('the first stays, and shows itself when a second starts or the dock asks (macOS)', () => {
    const { app, steps, isOnly } = makeApp(true)
    expect(isOnly).toBe(true)
    expect(steps).toEqual([])
    app.emit('second-instance', {}, ['enlace', '--data=/etc'], '/')
    app.emit('activate')
    expect(steps).toEqual(['shown', 'shown'])
  })

  it('the second ends, and listens to nothing', () => {
    const { app, steps, isOnly } = makeApp(false)
    expect(isOnly).toBe(false)
    expect(steps).toEqual(['quit'])
    expect(app.eventNames()).toEqual([])
  })
})

describe('showing the program', () => {
  const makeWindow = (isMinimised: boolean): { window: Focusable; steps: string[] } => {
    const steps: string[] = []
    const window: Focusable = {
      isMinimized: () => isMinimised,
      restore: () => void steps.push('restore'),
      show: () => void steps.push('show'),
      focus: () => void steps.push('focus'),
    }
    return { window, steps }
  }
  const never = (): void => {
    throw new Error('must not open another')
  }

  it('brings its window to the front', () => {
    const { window, steps } = makeWindow(false)
    showProgram({ all: () => [window], open: never })
    expect(steps).toEqual(['show', 'focus'])
  })

  it('also when it is minimised', () => {
    const { window, steps } = makeWindow(true)
    showProgram({ all: () => [window], open: never })
    expect(steps).toEqual(['restore', 'show', 'focus'])
  })

  it('opens one when all are closed', () => {
    let opened = 0
    showProgram({ all: () => [], open: () => (opened += 1) })
    expect(opened).toBe(1)
  })
})
