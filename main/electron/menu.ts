import type { MenuItemConstructorOptions } from 'electron'

const texts = {
  es: {
    file: 'Archivo',
    newCustomer: 'Nuevo cliente',
    edit: 'Edición',
    undo: 'Deshacer',
    redo: 'Rehacer',
    find: 'Buscar o ejecutar…',
    view: 'Ver',
    theme: 'Cambiar tema',
    language: 'Cambiar idioma',
    window: 'Ventana',
    help: 'Ayuda',
    shortcuts: 'Atajos de teclado',
    close: 'Cerrar',
    quit: 'Salir',
    cut: 'Cortar',
    copy: 'Copiar',
    paste: 'Pegar',
    selectAll: 'Seleccionar todo',
    zoomIn: 'Ampliar',
    zoomOut: 'Reducir',
    resetZoom: 'Tamaño normal',
    fullScreen: 'Pantalla completa',
    minimise: 'Minimizar',
  },
  en: {
    file: 'File',
    newCustomer: 'New customer',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    find: 'Find or run…',
    view: 'View',
    theme: 'Change theme',
    language: 'Change language',
    window: 'Window',
    help: 'Help',
    shortcuts: 'Keyboard shortcuts',
    close: 'Close',
    quit: 'Quit',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    resetZoom: 'Normal size',
    fullScreen: 'Full screen',
    minimise: 'Minimise',
  },
} as const

/** The application menu; its own entries are commands that the window carries out. */
export function menuTemplate(
  locale: 'es' | 'en',
  platform: NodeJS.Platform,
  send: (command: string) => void,
): MenuItemConstructorOptions[] {
  const t = texts[locale]
  const command = (label: string, id: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    // The page has the same keys itself; the menu only shows them.
    registerAccelerator: false,
    click: () => send(id),
  })
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    {
      label: t.file,
      submenu: [
        command(t.newCustomer, 'customer.new'),
        { type: 'separator' },
        platform === 'darwin' ? { role: 'close', label: t.close } : { role: 'quit', label: t.quit },
      ],
    },
    {
      label: t.edit,
      submenu: [
        command(t.undo, 'app.undo', 'CmdOrCtrl+Z'),
        command(t.redo, 'app.redo', 'CmdOrCtrl+Shift+Z'),
        { type: 'separator' },
        { role: 'cut', label: t.cut },
        { role: 'copy', label: t.copy },
        { role: 'paste', label: t.paste },
        { role: 'selectAll', label: t.selectAll },
        { type: 'separator' },
        command(t.find, 'app.find', 'CmdOrCtrl+K'),
      ],
    },
    {
      label: t.view,
      submenu: [
        { role: 'zoomIn', label: t.zoomIn },
        { role: 'zoomOut', label: t.zoomOut },
        { role: 'resetZoom', label: t.resetZoom },
        { role: 'togglefullscreen', label: t.fullScreen },
        { type: 'separator' },
        command(t.theme, 'app.theme'),
        command(t.language, 'app.language'),
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
