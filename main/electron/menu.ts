import type { MenuItemConstructorOptions } from 'electron'
import { desktopTexts } from '../locales/desktop-texts.ts'

export interface MenuOptions {
  locale: 'es' | 'en'
  platform: NodeJS.Platform
  /** Has the window carry out one of its commands (ids of renderer/app/useCommands.ts). */
  send: (command: string) => void
  devTools: boolean
}

/** The application menu: what the system does by role, and the window's own commands. */
export function menuTemplate({
  locale,
  platform,
  send,
  devTools,
}: MenuOptions): MenuItemConstructorOptions[] {
  const t = desktopTexts(locale).menu
  const isMac = platform === 'darwin'
  /** Keys that the page listens to itself are only shown: it knows whether a text field has the focus. */
  const command = (label: string, id: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    registerAccelerator: false,
    click: () => send(id),
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }
  const own: MenuItemConstructorOptions = {
    label: t.program,
    submenu: [
      { role: 'about', label: t.about },
      separator,
      { role: 'hide', label: t.hide },
      { role: 'hideOthers', label: t.hideOthers },
      separator,
      { role: 'quit', label: t.quit },
    ],
  }
  return [
    ...(isMac ? [own] : []),
    {
      label: t.file,
      submenu: [
        { label: t.newCustomer, accelerator: 'CmdOrCtrl+Shift+N', click: () => send('customer.new') },
        separator,
        isMac ? { role: 'close', label: t.close } : { role: 'quit', label: t.quit },
      ],
    },
    {
      label: t.edit,
      submenu: [
        // macOS gives a menu's keys to text fields only by role; the page has seen the key before.
        isMac ? { role: 'undo', label: t.undo } : command(t.undo, 'app.undo', 'Ctrl+Z'),
        isMac ? { role: 'redo', label: t.redo } : command(t.redo, 'app.redo', 'Ctrl+Y'),
        separator,
        { role: 'cut', label: t.cut },
        { role: 'copy', label: t.copy },
        { role: 'paste', label: t.paste },
        { role: 'selectAll', label: t.selectAll },
        separator,
        command(t.find, 'app.find', 'CmdOrCtrl+K'),
      ],
    },
    {
      label: t.view,
      submenu: [
        { role: 'resetZoom', label: t.resetZoom },
        { role: 'zoomIn', label: t.zoomIn },
        { role: 'zoomOut', label: t.zoomOut },
        { role: 'togglefullscreen', label: t.fullScreen },
        separator,
        command(t.theme, 'app.theme'),
        command(t.language, 'app.language'),
        ...(devTools ? [separator, { role: 'toggleDevTools' as const, label: t.devTools }] : []),
      ],
    },
    {
      label: t.window,
      submenu: [
        { role: 'minimize', label: t.minimise },
        { role: 'close', label: t.close },
      ],
    },
    { label: t.help, role: 'help', submenu: [command(t.shortcuts, 'app.shortcuts')] },
  ]
}
