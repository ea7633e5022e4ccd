import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
} from 'electron'
import { recoverFromCrashes } from './electron/crash-recovery.ts'
import { listenOnIpc } from './electron/ipc-listener.ts'
import { menuTemplate } from './electron/menu.ts'
import { APP_ORIGIN, registerAppScheme, serveApp } from './electron/protocol.ts'
import { endWithHost } from './electron/quit.ts'
import { createKeychainSecrets } from './electron/secrets.ts'
import {
  blockOutsideRequests,
  limitNavigation,
  limitNewWindows,
  refusePermissions,
  refuseWebViews,
} from './electron/security.ts'
import { becomeOnlyInstance, showProgram } from './electron/single-instance.ts'
import { openWindow } from './electron/window.ts'
import { localeFlag, ownParameters, parseFlags, type Flags } from './flags.ts'
import { createFolderLog } from './host/folder-log.ts'
import { createHost, type Host } from './host/host.ts'
import { suggestFromSystem } from './host/suggestions.ts'
import { desktopTexts } from './locales/desktop-texts.ts'
import { demoErrorText, flagProblemsText, startErrorText, startTexts } from './locales/start-texts.ts'
import { claimFolder } from './services/instance/instance.ts'
import { createFileSecrets } from './services/secrets/file-secrets.ts'
import { CANNOT_START } from './start/exit-codes.ts'

/** The Electron host: this file wires, everything else receives. */
const outFolder = resolve(import.meta.dirname, '..')
const parsed = parseFlags(ownParameters(process.argv.slice(1)))
const { locale } = suggestFromSystem(process.env, localeFlag(process.argv))
/** Only `electron-vite dev` names a page of its own. */
const devServer = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL
const origins = devServer ? [APP_ORIGIN, new URL(devServer).origin] : [APP_ORIGIN]
const show = (): void => showProgram({ all: () => BrowserWindow.getAllWindows(), open })

let open = (): void => undefined

// Not awaited: Electron becomes ready only when this module has been evaluated.
const running = parsed.ok ? start(parsed.value) : stop(flagProblemsText(parsed.error, locale))
running.catch((error: unknown) => {
  console.error(error)
  void stop(startTexts(locale).bug)
})

async function start(flags: Flags): Promise<void> {
  const { folder } = flags
  // Chromium's own files; beside the data, so that two data folders are two programs.
  app.setPath('userData', join(folder, 'electron'))
  if (!becomeOnlyInstance(app, show)) return
  app.enableSandbox()
  registerAppScheme(protocol)
  limitNavigation(app, origins)
  // A system without a program for the address: it stays readable in the window.
  limitNewWindows(app, (url) => void shell.openExternal(url).catch(() => undefined))
  refuseWebViews(app)
  await app.whenReady()

  const claim = await claimFolder(folder)
  if (claim.kind === 'second') {
    if (!claim.running) return stop(startTexts(locale).noAnswer(folder))
    if (claim.running.link) await shell.openExternal(claim.running.link)
    return app.quit()
  }
  claim.instance.onKnock(() => {
    show()
    return { host: 'electron' }
  })
  const host = await openHost(flags)
  if (typeof host === 'string') return stop(host)
  endWithHost({
    app,
    platform: process.platform,
    onSignal: (signal, listener) => process.on(signal, listener),
    close: [() => claim.instance.close(), () => host.close()],
    askEnd,
    wait: (milliseconds) => setTimeout(milliseconds),
    log: host.log,
  })
  await showHost(host, folder)
}

/** The host with its demo data, or why there is none. */
async function openHost({ folder, demo, ...flags }: Flags): Promise<Host | string> {
  const log = createFolderLog(folder)
  const opened = await createHost({
    kind: 'electron',
    version: app.getVersion(),
    folder,
    outFolder,
    locale: flags.locale,
    secrets: createKeychainSecrets({
      keychain: safeStorage,
      platform: process.platform,
      sealed: createFileSecrets(folder, log, 'secrets.sealed.json'),
      plain: createFileSecrets(folder, log),
      log,
    }),
    openExternal: (url) =>
      shell.openExternal(url).then(
        () => true,
        () => false,
      ),
    log,
  })
  if (!opened.ok) return startErrorText(opened.error, locale)
  process.on('uncaughtExceptionMonitor', (error) => log.error('uncaught', {}, error))
  const problem = demo === undefined ? undefined : await opened.value.fillWithDemo(demo, () => undefined)
  if (!problem) return opened.value
  await opened.value.close()
  return demoErrorText(problem, locale)
}

async function showHost(host: Host, folder: string): Promise<void> {
  refusePermissions(session.defaultSession)
  blockOutsideRequests(session.defaultSession, origins)
  serveApp(protocol, host.files, host.tiles)
  listenOnIpc({
    ipcMain,
    host,
    origins,
    sendToWindows(channel, event) {
      for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channel, event)
    },
  })
  const saved = await host.readSetting('ui.locale')
  setMenu(host, saved === 'es' || saved === 'en' ? saved : locale)
  host.events.subscribe((event) => {
    if (event.type !== 'settings' || event.name !== 'ui.locale') return
    if (event.value === 'es' || event.value === 'en') setMenu(host, event.value)
  })
  open = () => {
    const window = openWindow({
      create: (options) => new BrowserWindow(options),
      displays: screen.getAllDisplays().map((display) => display.workArea),
      preloadFile: join(outFolder, 'preload', 'index.cjs'),
      stateFolder: folder,
      address: devServer ?? `${APP_ORIGIN}/`,
      isDark: nativeTheme.shouldUseDarkColors,
      devTools: !app.isPackaged,
      log: host.log,
    })
    recoverFromCrashes(window, { askReload, now: () => Date.now(), log: host.log })
  }
  open()
  process.stdout.write(`Enlace ready: ${APP_ORIGIN}/\n`)
}

function setMenu(host: Host, menuLocale: 'es' | 'en'): void {
  const template = menuTemplate({
    locale: menuLocale,
    platform: process.platform,
    send: (command) => host.events.emit({ type: 'menu', command }),
    devTools: !app.isPackaged,
  })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

async function askReload(reason: 'crashed' | 'hanging'): Promise<boolean> {
  const texts = desktopTexts(locale)
  const other = reason === 'crashed' ? texts.quit : texts.wait
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Enlace',
    ...texts[reason],
    buttons: [texts.reload, other],
    noLink: true,
  })
  if (response === 1 && reason === 'crashed') app.quit()
  return response === 0
}

async function askEnd(): Promise<boolean> {
  const texts = desktopTexts(locale)
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Enlace',
    ...texts.ending,
    buttons: [texts.wait, texts.endNow],
    noLink: true,
  })
  return response === 1
}

/** Says why the program cannot start, in a box and on stderr, and ends. */
async function stop(text: string): Promise<void> {
  console.error(text)
  await app.whenReady()
  dialog.showErrorBox('Enlace', text)
  app.exit(CANNOT_START)
}
