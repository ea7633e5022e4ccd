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
import { createSaveDialog } from './electron/save-dialog.ts'
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
import type { Host } from './host/host.ts'
import { startHost, type StartedHost } from './host/start-host.ts'
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
  const started = startHere(flags)
  endWithHost({
    app,
    platform: process.platform,
    onSignal: (signal, listener) => process.on(signal, listener),
    close: [() => claim.instance.close(), () => started.close()],
    askEnd,
    wait: (milliseconds) => setTimeout(milliseconds),
    log: started.front.log,
  })
  const isSlow = flags.demo === undefined && (await started.first) === 'slow'
  if (isSlow) {
    setMenu(started, locale)
    showHost(started, folder)
  }
  const host = await settle(started, flags)
  if (typeof host === 'string') return stop(host)
  if (host === undefined) return
  const saved = await host.readSetting('ui.locale')
  setMenu(started, saved === 'es' || saved === 'en' ? saved : locale)
  if (!isSlow) showHost(started, folder)
}

/** The host, whose data is being opened from now on. */
function startHere({ folder, ...flags }: Flags): StartedHost {
  const log = createFolderLog(folder)
  process.on('uncaughtExceptionMonitor', (error) => log.error('uncaught', {}, error))
  return startHost({
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
    saveFile: createSaveDialog({
      ask: (options) => dialog.showSaveDialog(options),
      folder: () => app.getPath('downloads'),
    }),
    log,
  })
}

/** Waits until the data is open and the demo is in. Answers why that cannot be, and nothing where it was ended. */
async function settle({ opened }: StartedHost, { demo }: Flags): Promise<Host | string | undefined> {
  const answer = await opened
  if (!answer.ok)
    return answer.error.code === 'host/cancelled' ? undefined : startErrorText(answer.error, locale)
  const host = answer.value
  const problem = demo === undefined ? undefined : await host.fillWithDemo(demo, () => undefined)
  if (!problem) return host
  await host.close()
  return demoErrorText(problem, locale)
}

/** Opens the window; while the data is being opened it tells how that goes. */
function showHost(started: StartedHost, folder: string): void {
  const { front } = started
  refusePermissions(session.defaultSession)
  blockOutsideRequests(session.defaultSession, origins)
  serveApp(protocol, front.files, front.tiles)
  listenOnIpc({
    ipcMain,
    host: front,
    origins,
    sendToWindows(channel, event) {
      for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channel, event)
    },
  })
  front.events.subscribe((event) => {
    if (event.type !== 'settings' || event.name !== 'ui.locale') return
    if (event.value === 'es' || event.value === 'en') setMenu(started, event.value)
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
      log: front.log,
    })
    recoverFromCrashes(window, { askReload, now: () => Date.now(), log: front.log })
  }
  open()
  process.stdout.write(`Enlace ready: ${APP_ORIGIN}/\n`)
}

function setMenu({ front }: StartedHost, menuLocale: 'es' | 'en'): void {
  const template = menuTemplate({
    locale: menuLocale,
    platform: process.platform,
    send: (command) => front.events.emit({ type: 'menu', command }),
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
