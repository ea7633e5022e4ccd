import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import type { Log } from '../host/log.ts'
import { readWindowState, saveWindowState, SMALLEST, type Bounds } from './window-state.ts'

export interface WindowOptions {
  create: (options: BrowserWindowConstructorOptions) => BrowserWindow
  /** Work areas of the displays. */
  displays: readonly Bounds[]
  preloadFile: string
  /** Folder that keeps where the window was. */
  stateFolder: string
  /** Address of the page. */
  address: string
  isDark: boolean
  /** Developer tools are for developers' own builds. */
  devTools: boolean
  log: Log
}

/** The window's ground while the page loads: `--canvas` of renderer/ui/tokens.css. */
const CANVAS = { light: '#f7f9fc', dark: '#0c1322' }

/**
 * Electron's security guide, "Do not enable Node.js integration for remote content", "Enable context isolation",
 * "Enable process sandboxing", "Do not disable webSecurity".
 */
export function openWindow(options: WindowOptions): BrowserWindow {
  const { stateFolder, log } = options
  const { isMaximised, ...bounds } = readWindowState(stateFolder, options.displays)
  const window = options.create({
    ...bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    title: 'Enlace',
    backgroundColor: options.isDark ? CANVAS.dark : CANVAS.light,
    webPreferences: {
      preload: options.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      devTools: options.devTools,
      // The spelling dictionaries would be downloaded.
      spellcheck: false,
    },
  })
  if (isMaximised) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    if (!saveWindowState(stateFolder, window.getNormalBounds(), window.isMaximized()))
      log.warn('window state not saved')
  })
  window.loadURL(options.address).catch((error: unknown) => log.error('page not loaded', {}, error))
  return window
}
