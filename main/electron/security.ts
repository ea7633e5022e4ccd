import type { App, Session, Shell } from 'electron'

/** Addresses that may leave the program, by the system's own program. */
export const isExternalAddress = (url: string): boolean =>
  /^(https:\/\/|mailto:|geo:)/i.test(url) && url.length <= 2000

/** Electron's security guide, "Disable or limit navigation" and "Disable or limit creation of new windows". */
export function limitNavigation(app: App, shell: Pick<Shell, 'openExternal'>, origin: string): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!event.url.startsWith(`${origin}/`)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      if (isExternalAddress(url)) void shell.openExternal(url)
      return { action: 'deny' }
    })
  })
}

/** Electron's security guide, "Handle session permission requests from remote content": copying is all that is needed. */
export function refusePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === 'clipboard-sanitized-write'),
  )
  session.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write')
}
