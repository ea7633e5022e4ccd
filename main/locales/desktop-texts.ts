/** Texts of the desktop window's own menu and boxes; all others are the page's. */
interface DesktopTexts {
  menu: Record<MenuText, string>
  crashed: { message: string; detail: string }
  hanging: { message: string; detail: string }
  ending: { message: string; detail: string }
  reload: string
  wait: string
  endNow: string
  quit: string
}

type MenuText =
  | 'program'
  | 'about'
  | 'hide'
  | 'hideOthers'
  | 'quit'
  | 'file'
  | 'newCustomer'
  | 'close'
  | 'edit'
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'selectAll'
  | 'find'
  | 'view'
  | 'resetZoom'
  | 'zoomIn'
  | 'zoomOut'
  | 'fullScreen'
  | 'theme'
  | 'language'
  | 'devTools'
  | 'window'
  | 'minimise'
  | 'help'
  | 'shortcuts'

const es: DesktopTexts = {
  menu: {
    program: 'Enlace',
    about: 'Acerca de Enlace',
    hide: 'Ocultar Enlace',
    hideOthers: 'Ocultar los demás',
    quit: 'Salir',
    file: 'Archivo',
    newCustomer: 'Nuevo cliente',
    close: 'Cerrar',
    edit: 'Edición',
    undo: 'Deshacer',
    redo: 'Rehacer',
    cut: 'Cortar',
    copy: 'Copiar',
    paste: 'Pegar',
    selectAll: 'Seleccionar todo',
    find: 'Buscar o ejecutar…',
    view: 'Ver',
    resetZoom: 'Tamaño normal',
    zoomIn: 'Ampliar',
    zoomOut: 'Reducir',
    fullScreen: 'Pantalla completa',
    theme: 'Cambiar tema',
    language: 'Cambiar idioma',
    devTools: 'Herramientas de desarrollo',
    window: 'Ventana',
    minimise: 'Minimizar',
    help: 'Ayuda',
    shortcuts: 'Atajos de teclado',
  },
  crashed: {
    message: 'La ventana se ha cerrado varias veces.',
    detail: 'Sus datos y borradores están guardados. Puede volver a cargarla o salir.',
  },
  hanging: {
    message: 'La ventana no responde.',
    detail: 'Puede esperar o volver a cargarla; sus datos y borradores están guardados.',
  },
  ending: {
    message: 'Enlace no termina de cerrarse.',
    detail:
      'Puede que una tarea larga siga en marcha. Si espera, se completa. Si cierra ahora, esa tarea se pierde; todo lo ya guardado sigue a salvo.',
  },
  reload: 'Volver a cargar',
  wait: 'Esperar',
  endNow: 'Cerrar ahora',
  quit: 'Salir',
}

const en: DesktopTexts = {
  menu: {
    program: 'Enlace',
    about: 'About Enlace',
    hide: 'Hide Enlace',
    hideOthers: 'Hide others',
    quit: 'Quit',
    file: 'File',
    newCustomer: 'New customer',
    close: 'Close',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    find: 'Find or run…',
    view: 'View',
    resetZoom: 'Normal size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fullScreen: 'Full screen',
    theme: 'Change theme',
    language: 'Change language',
    devTools: 'Developer tools',
    window: 'Window',
    minimise: 'Minimise',
    help: 'Help',
    shortcuts: 'Keyboard shortcuts',
  },
  crashed: {
    message: 'The window has ended several times.',
    detail: 'Your data and drafts are saved. You can load it again or quit.',
  },
  hanging: {
    message: 'The window does not respond.',
    detail: 'You can wait or load it again; your data and drafts are saved.',
  },
  ending: {
    message: 'Enlace is taking long to close.',
    detail:
      'A long task may still be running. If you wait, it is completed. If you close now, that task is lost; everything already saved stays safe.',
  },
  reload: 'Load again',
  wait: 'Wait',
  endNow: 'Close now',
  quit: 'Quit',
}

export const desktopTexts = (locale: 'es' | 'en'): DesktopTexts => (locale === 'en' ? en : es)
