import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { endWithHost } from '#main/electron/quit.ts'
import { CLOSE_PATIENCE } from '#main/host/close-all.ts'
import { createLog } from '#main/host/log.ts'

/** Electron's app as far as ending goes, with a clock that stands still until it is told. */
function makeProgram(platform: NodeJS.Platform = 'linux') {
  const steps: string[] = []
  const lines: string[] = []
  const emitter = new EventEmitter()
  const signals = new EventEmitter()
  const pauses: { milliseconds: number; end: () => void }[] = []
  const answers: ((end: boolean) => void)[] = []
  let hostEnds: () => void = () => undefined
  const ended = new Promise<void>((done) => (hostEnds = done))
  const app = Object.assign(emitter, {
    quit() {
      steps.push('quit')
      let isStopped = false
      emitter.emit('will-quit', { preventDefault: () => (isStopped = true) })
      if (!isStopped) steps.push('gone')
    },
    exit: (code = 0) => void steps.push(`exit ${code}`),
  })
  endWithHost({
    // Of `on` only the events above are asked for.
    app: app as unknown as Pick<App, 'on' | 'quit' | 'exit'>,
    platform,
    onSignal: (signal, listener) => signals.on(signal, listener),
    close: [
      () => Promise.resolve().then(() => void steps.push('folder left')),
      () => ended.then(() => void steps.push('store closed')),
    ],
    askEnd() {
      steps.push('asked')
      return new Promise((answer) => answers.push(answer))
    },
    wait: (milliseconds) => new Promise((end) => pauses.push({ milliseconds, end })),
    log: createLog(
      (line) => lines.push(line),
      () => 0,
    ),
  })
  return { app, signals, steps, lines, pauses, answers, hostEnds: () => hostEnds() }
}

describe('the order of ending', () => {
  it('closes the store before the process ends, and once', async () => {
    const { app, steps, hostEnds } = makeProgram()
    app.emit('window-all-closed')
    app.quit()
    await vi.waitFor(() => expect(steps).toContain('folder left'))
    expect(steps).toEqual(['quit', 'quit', 'folder left'])
    hostEnds()
    await vi.waitFor(() => expect(steps.at(-1)).toBe('exit 0'))
    expect(steps.slice(2)).toEqual(['folder left', 'store closed', 'exit 0'])
  })

  it('stays without a window on macOS', () => {
    const { app, steps } = makeProgram('darwin')
    app.emit('window-all-closed')
    expect(steps).toEqual([])
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('ends in the same order on %s', async (signal) => {
    const { signals, steps, hostEnds } = makeProgram()
    signals.emit(signal)
    hostEnds()
    await vi.waitFor(() => expect(steps).toEqual(['quit', 'folder left', 'store closed', 'exit 0']))
  })

  it('closes the store when what is before it fails, logs that and says so by its code', async () => {
    const steps: string[] = []
    const lines: string[] = []
    const app = new EventEmitter()
    endWithHost({
      app: Object.assign(app, {
        quit: () => undefined,
        exit: (code?: number) => void steps.push(`exit ${code}`),
      }) as unknown as Pick<App, 'on' | 'quit' | 'exit'>,
      platform: 'linux',
      onSignal: () => undefined,
      close: [
        () => Promise.reject(new Error('socket')),
        () => Promise.resolve(void steps.push('store closed')),
      ],
      askEnd: () => Promise.resolve(false),
      wait: () => new Promise(() => undefined),
      log: createLog(
        (line) => lines.push(line),
        () => 0,
      ),
    })
    app.emit('will-quit', { preventDefault: () => undefined })
    await vi.waitFor(() => expect(steps).toEqual(['store closed', 'exit 1']))
    expect(lines.join('\n')).toContain('not ended in order')
  })
})

describe('a host that does not come back', () => {
  it('is said to the person, who may wait on', async () => {
    const { app, steps, pauses, answers, hostEnds, lines } = makeProgram()
    app.quit()
    expect(pauses.map(({ milliseconds }) => milliseconds)).toEqual([CLOSE_PATIENCE])
    pauses[0]?.end()
    await vi.waitFor(() => expect(answers).toHaveLength(1))
    expect(lines.join('\n')).toContain('host does not end')
    answers[0]?.(false)
    await vi.waitFor(() => expect(pauses).toHaveLength(2))
    expect(steps).not.toContain('exit 1')
    hostEnds()
    await vi.waitFor(() => expect(steps.at(-1)).toBe('exit 0'))
  })

  it('ends at once when the person wants so', async () => {
    const { app, steps, pauses, answers } = makeProgram()
    app.quit()
    pauses[0]?.end()
    await vi.waitFor(() => expect(answers).toHaveLength(1))
    answers[0]?.(true)
    await vi.waitFor(() => expect(steps).toEqual(['quit', 'folder left', 'asked', 'exit 1']))
  })

  it('ends without a question while it is open: the store came back', async () => {
    const { app, steps, pauses, answers, hostEnds } = makeProgram()
    app.quit()
    pauses[0]?.end()
    await vi.waitFor(() => expect(answers).toHaveLength(1))
    hostEnds()
    await vi.waitFor(() => expect(steps.at(-1)).toBe('exit 0'))
  })

  it('ends after its time when the system ends the program: nobody is asked', async () => {
    const { signals, steps, pauses } = makeProgram()
    signals.emit('SIGTERM')
    await vi.waitFor(() => expect(steps).toContain('folder left'))
    pauses[0]?.end()
    await vi.waitFor(() => expect(steps).toEqual(['quit', 'folder left', 'exit 1']))
  })
})
