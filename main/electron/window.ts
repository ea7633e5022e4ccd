import { BrowserWindow, screen } from 'electron'
import { APP_ORIGIN } from './app-protocol.ts'
import { readWindowState, saveWindowState } from './window-state.ts'

/** Electron's security guide, "Do not enable Node.js integration", "Enable context isolation", "Enable process sandboxing". */
export function openWindow(preloadFile: string, stateFolder: string): BrowserWindow {
  const displays = screen.getAllDisplays().map((display) => display.workArea)
  const { maximised, ...bounds } = readWindowState(stateFolder, displays)
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Enlace',
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  })
  if (maximised) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => saveWindowState(stateFolder, window.getNormalBounds(), window.isMaximized()))
  void window.loadURL(`${APP_ORIGIN}/`)
  return window
}
