import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { recoverFromCrashes, type RecoverableWindow } from '#main/electron/crash-recovery.ts'
import { createLog } from '#main/host/log.ts'

function makeWindow() {
  const lines: string[] = []
  const asked: string[] = []
  let answer: (again: boolean) => void = () => undefined
  let reloads = 0
  let isDestroyed = false
  let now = 1_000_000
  const webContents = Object.assign(new EventEmitter(), { reload: () => void (reloads += 1) })
  const window = Object.assign(new EventEmitter(), { webContents, isDestroyed: () => isDestroyed })
  // Of `on` two events are asked for, which every emitter has.
  recoverFromCrashes(window as unknown as RecoverableWindow, {
    askReload(reason) {
      asked.push(reason)
      return new Promise((given) => (answer = given))
    },
    now: () => now,
    log: createLog(
      (line) => lines.push(line),
      () => 0,
    ),
  })
  return {
    window,
    asked,
    lines,
    reloads: () => reloads,
    crash: (reason = 'crashed') => webContents.emit('render-process-gone', {}, { reason, exitCode: 1 }),
    hang: () => window.emit('unresponsive'),
    reply: (again: boolean) => answer(again),
    pass: (milliseconds: number) => void (now += milliseconds),
    destroy: () => void (isDestroyed = true),
  }
}

describe('a page whose process ended', () => {
  it.each(['crashed', 'oom', 'killed', 'launch-failed', 'integrity-failure'])(
    'is loaded again: %s',
    (reason) => {
      const { crash, reloads, asked, lines } = makeWindow()
      crash(reason)
      expect(reloads()).toBe(1)
      expect(asked).toEqual([])
      expect(lines.join('\n')).toContain(reason)
    },
  )

  it('is left alone when it ended in order', () => {
    const { crash, reloads, lines } = makeWindow()
    crash('clean-exit')
    expect(reloads()).toBe(0)
    expect(lines).toEqual([])
  })

  it('is asked about the third time within a minute', async () => {
    const { crash, reloads, asked, reply } = makeWindow()
    crash()
    crash()
    crash()
    expect(reloads()).toBe(2)
    expect(asked).toEqual(['crashed'])
    reply(true)
    await vi.waitFor(() => expect(reloads()).toBe(3))
  })

  it('is loaded again by itself when the earlier ends are long ago', () => {
    const { crash, pass, reloads, asked } = makeWindow()
    for (let times = 0; times < 5; times++) {
      crash()
      pass(31_000)
    }
    expect(reloads()).toBe(5)
    expect(asked).toEqual([])
  })

  it('stays as it is when the person quits or the window went meanwhile', async () => {
    const { crash, reply, destroy, reloads, asked, hang } = makeWindow()
    crash()
    crash()
    crash()
    destroy()
    reply(true)
    // The question is over, so that the next one can be asked.
    await vi.waitFor(() => {
      hang()
      expect(asked).toHaveLength(2)
    })
    expect(reloads()).toBe(2)
  })
})

describe('a page that hangs', () => {
  it('is asked about, once at a time', async () => {
    const { hang, asked, reply, reloads } = makeWindow()
    hang()
    hang()
    expect(asked).toEqual(['hanging'])
    expect(reloads()).toBe(0)
    reply(true)
    await vi.waitFor(() => expect(reloads()).toBe(1))
  })

  it('is left when the person waits', async () => {
    const { hang, asked, reply, reloads } = makeWindow()
    hang()
    reply(false)
    await vi.waitFor(() => {
      hang()
      expect(asked).toHaveLength(2)
    })
    expect(reloads()).toBe(0)
  })
})
