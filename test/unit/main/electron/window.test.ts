import { EventEmitter } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { openWindow, type WindowOptions } from '#main/electron/window.ts'
import { readWindowState } from '#main/electron/window-state.ts'
import { createLog } from '#main/host/log.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const DISPLAY = { x: 0, y: 25, width: 1920, height: 1055 }
const BOUNDS = { x: 40, y: 60, width: 1200, height: 800 }

function open(options: Partial<WindowOptions> = {}, loads: () => Promise<void> = () => Promise.resolve()) {
  const steps: string[] = []
  const lines: string[] = []
  let created: BrowserWindowConstructorOptions = {}
  const window = Object.assign(new EventEmitter(), {
    maximize: () => void steps.push('maximised'),
    show: () => void steps.push('shown'),
    getNormalBounds: () => BOUNDS,
    isMaximized: () => true,
    loadURL(address: string) {
      steps.push(`load ${address}`)
      return loads()
    },
  })
  const stateFolder = options.stateFolder ?? tempFolder()
  openWindow({
    create(given) {
      created = given
      // The members above are all that is used of it.
      return window as unknown as BrowserWindow
    },
    displays: [DISPLAY],
    preloadFile: '/out/preload/index.cjs',
    stateFolder,
    address: 'app://enlace/',
    isDark: false,
    devTools: false,
    log: createLog(
      (line) => lines.push(line),
      () => 0,
    ),
    ...options,
  })
  return { window, created, steps, lines, stateFolder }
}

describe('a window', () => {
  it('gives the page no Node, no tools and no spelling dictionary of the web', () => {
    expect(open().created.webPreferences).toEqual({
      preload: '/out/preload/index.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      devTools: false,
      spellcheck: false,
    })
  })

  it('is shown when its page is ready, not white before', () => {
    const { window, created, steps } = open()
    expect(created.show).toBe(false)
    expect(steps).toEqual(['load app://enlace/'])
    window.emit('ready-to-show')
    window.emit('ready-to-show')
    expect(steps).toEqual(['load app://enlace/', 'shown'])
  })

  it('has the ground of the theme', () => {
    expect(open({ isDark: true }).created.backgroundColor).not.toBe(open().created.backgroundColor)
  })

  it('opens where it was closed, also maximised', () => {
    const { window, stateFolder } = open()
    window.emit('close')
    expect(readWindowState(stateFolder, [DISPLAY])).toEqual({ ...BOUNDS, isMaximised: true })
    const again = open({ stateFolder })
    expect(again.created).toMatchObject(BOUNDS)
    expect(again.steps).toContain('maximised')
  })

  it('closes also when its place cannot be kept, and logs that', () => {
    const file = join(tempFolder(), 'file')
    writeFileSync(file, '')
    const { window, lines } = open({ stateFolder: file })
    window.emit('close')
    expect(lines.join('\n')).toContain('window state not saved')
  })

  it('logs a page that cannot be loaded', async () => {
    const { lines } = open({}, () => Promise.reject(new Error('ERR_FAILED')))
    await vi.waitFor(() => expect(lines.join('\n')).toContain('page not loaded'))
  })
})
