import { join, resolve } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, safeStorage, session, shell } from 'electron'
import type { HostEvent } from '#core/contract/host-events.ts'
import { APP_ORIGIN, registerAppScheme, serveApp } from './electron/app-protocol.ts'
import { listenOnIpc } from './electron/ipc-listener.ts'
import { createKeychainSecrets } from './electron/keychain-secrets.ts'
import { menuTemplate } from './electron/menu.ts'
import { limitNavigation, refusePermissions } from './electron/security.ts'
import { openWindow } from './electron/window.ts'
import { parseFlags } from './flags.ts'
import { createHost, type Host } from './host/host.ts'
import { suggestFromSystem } from './host/suggestions.ts'
import { startErrorText } from './locales/start-texts.ts'
import { createFileSecrets } from './services/secrets/file-secrets.ts'

/** The Electron host: this file wires, everything else receives. */
const outFolder = resolve(import.meta.dirname, '..')
// Chromium adds switches of its own, so what is not ours is left alone; `npm start` has named mistakes before.
const flags = parseFlags(process.argv.slice(1).filter((one) => /^--(data|locale)=/.test(one)))
const { locale } = suggestFromSystem(flags.ok ? flags.value.locale : undefined)

if (!app.requestSingleInstanceLock()) app.quit()
else {
  registerAppScheme(protocol)
  limitNavigation(app, shell, APP_ORIGIN)
  await app.whenReady()
  await start()
}

async function start(): Promise<void> {
  const folder =
    flags.ok && process.argv.some((one) => one.startsWith('--data='))
      ? flags.value.folder
      : join(app.getPath('userData'), 'data')
  const host = await createHost({
    kind: 'electron',
    version: app.getVersion(),
    folder,
    outFolder,
    locale: flags.ok ? flags.value.locale : undefined,
    secrets: createKeychainSecrets(safeStorage, createFileSecrets(folder)),
    openExternal: (url) => shell.openExternal(url),
    log: () => undefined,
  })
  if (!host.ok) {
    dialog.showErrorBox('Enlace', startErrorText(host.error, locale))
    app.quit()
    return
  }
  const open = (): BrowserWindow =>
    openWindow(join(outFolder, 'preload', 'index.cjs'), app.getPath('userData'))
  refusePermissions(session.defaultSession)
  serveApp(protocol, join(outFolder, 'renderer'), host.value.tiles)
  listenOnIpc(ipcMain, host.value, APP_ORIGIN, tellWindows)
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate(locale, process.platform, (command) =>
        tellWindows('host:event', { type: 'menu', command }),
      ),
    ),
  )
  app.on('second-instance', () => focusWindow(open))
  app.on('activate', () => focusWindow(open))
  app.on('render-process-gone', (_event, contents) => contents.reload())
  app.on('window-all-closed', () => app.quit())
  quitAfter(host.value)
  open()
}

function tellWindows(channel: string, event: HostEvent): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channel, event)
}

function focusWindow(open: () => BrowserWindow): void {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) return void open()
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** The store ends its commands and writes its log back before the program is gone. */
function quitAfter(host: Host): void {
  let isClosed = false
  app.on('before-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    void host.close().finally(() => {
      isClosed = true
      app.quit()
    })
  })
}
