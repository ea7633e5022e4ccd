import type { App, Session, WebContents } from 'electron'
import { isExternalAddress } from '../services/shell/external-address.ts'
import { isOwnAddress } from './ipc-listener.ts'

/** Electron's security guide, "Disable or limit navigation": the window shows the program and nothing else. */
export function limitNavigation(app: Pick<App, 'on'>, origins: readonly string[]): void {
  onEveryPage(app, (contents) => {
    const check = (event: { url: string; preventDefault(): void }): void => {
      if (!isOwnAddress(event.url, origins)) event.preventDefault()
    }
    contents.on('will-navigate', check)
    contents.on('will-frame-navigate', check)
    contents.on('will-redirect', check)
  })
}

/**
 * Electron's security guide, "Disable or limit creation of new windows" and "Do not use shell.openExternal with
 * untrusted content": a link to elsewhere opens in the system's own program, if at all.
 */
export function limitNewWindows(app: Pick<App, 'on'>, openExternal: (url: string) => void): void {
  onEveryPage(app, (contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      if (isExternalAddress(url)) openExternal(url)
      return { action: 'deny' }
    })
  })
}

/** Electron's security guide, "Verify WebView options before creation": there are none. */
export function refuseWebViews(app: Pick<App, 'on'>): void {
  onEveryPage(app, (contents) => {
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}

/** Electron's security guide, "Handle session permission requests from remote content": copying is all that is needed. */
export function refusePermissions(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >,
): void {
  const allowed = 'clipboard-sanitized-write'
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === allowed))
  session.setPermissionCheckHandler((_contents, permission) => permission === allowed)
  session.setDevicePermissionHandler(() => false)
}

/** Electron's security guide, "Only load secure content", taken further: a window asks no other machine for anything. */
export function blockOutsideRequests(
  session: { webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> },
  origins: readonly string[],
): void {
  const isInside = (url: string): boolean =>
    isOwnAddress(url, origins) ||
    // A development server speaks WebSocket with its page.
    isOwnAddress(url.replace(/^ws:/, 'http:'), origins) ||
    /^(data|blob|devtools):/.test(url)
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isInside(url) }))
}

function onEveryPage(app: Pick<App, 'on'>, prepare: (contents: WebContents) => void): void {
  app.on('web-contents-created', (_event, contents) => prepare(contents))
}
