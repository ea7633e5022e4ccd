import type { HostError } from '#core/contract/envelope.ts'
import type { FlagProblem } from '../flags.ts'

/** What the program says before it has a window, in both languages. */
interface StartTexts {
  flag: Record<FlagProblem['code'], string>
  usage: string
  portInUse(port: number): string
  portForbidden(port: number): string
  setAside(path: string): string
  demoSkipped(folder: string): string
  loadingDemo(customers: number): string
  browserHost: string
  noElectron: string
  noDisplay: string
  otherError(code: string): string
  error: Partial<Record<HostError['code'], (path: string) => string>>
}

const es: StartTexts = {
  flag: {
    unknown: 'no se conoce esta opción',
    host: 'debe ser --host=electron o --host=browser',
    port: 'el puerto debe ser un número de 0 a 65535',
    data: 'falta la carpeta: --data=CARPETA',
    demo: 'debe ser un número de clientes de 1 a 1000000',
    locale: 'debe ser --locale=es o --locale=en',
  },
  usage: 'Opciones: --host=electron|browser  --port=N  --data=CARPETA  --demo[=N]  --no-open  --locale=es|en',
  portInUse: (port) =>
    `El puerto ${port} está ocupado por otro programa. Elija otro con --port=N o quite la opción.`,
  portForbidden: (port) => `El sistema no permite usar el puerto ${port}. Elija uno de 1024 en adelante.`,
  setAside: (path) =>
    `La base de datos estaba dañada. Se ha apartado, sin cambiarla, en ${path} y se ha empezado una nueva.`,
  demoSkipped: (folder) => `La carpeta ${folder} ya tiene datos: no se añaden los de demostración.`,
  loadingDemo: (customers) => `Preparando ${customers} clientes de demostración…`,
  browserHost: 'Los secretos se guardan en un archivo que solo puede leer su usuario.',
  noElectron: 'Electron no está instalado y no se ha podido descargar: se abre en el navegador.',
  noDisplay: 'No hay pantalla: se abre en el navegador.',
  otherError: (code) => `Enlace no puede empezar (${code}).`,
  error: {
    'store/locked': (path) =>
      `Enlace ya está abierto con la carpeta ${path}. Use esa ventana o ciérrela primero.`,
    'store/read-only': (path) =>
      `No se puede escribir en ${path}. Compruebe los permisos o elija otra carpeta con --data=CARPETA.`,
    'store/disk-full': (path) =>
      `El disco de ${path} está lleno. Libere espacio y vuelva a empezar; no se ha perdido nada.`,
    'store/newer-version': (path) => `${path} es de una versión más nueva de Enlace. Actualice el programa.`,
    'store/foreign-file': (path) =>
      `${path} es de otro programa y no se ha tocado. Muévalo o elija otra carpeta con --data=CARPETA.`,
    'store/damaged': (path) => `La base de datos ${path} está dañada y no se ha podido apartar.`,
  },
}

const en: StartTexts = {
  flag: {
    unknown: 'unknown option',
    host: 'must be --host=electron or --host=browser',
    port: 'the port must be a number from 0 to 65535',
    data: 'the folder is missing: --data=FOLDER',
    demo: 'must be a number of customers from 1 to 1000000',
    locale: 'must be --locale=es or --locale=en',
  },
  usage: 'Options: --host=electron|browser  --port=N  --data=FOLDER  --demo[=N]  --no-open  --locale=es|en',
  portInUse: (port) =>
    `Port ${port} is in use by another program. Choose another with --port=N or leave the option out.`,
  portForbidden: (port) => `The system does not allow port ${port}. Choose one from 1024 up.`,
  setAside: (path) =>
    `The database was damaged. It was moved, unchanged, to ${path} and a new one was started.`,
  demoSkipped: (folder) => `The folder ${folder} has data already: no demo data is added.`,
  loadingDemo: (customers) => `Preparing ${customers} demo customers…`,
  browserHost: 'Secrets are kept in a file that only your user can read.',
  noElectron: 'Electron is not installed and could not be downloaded: opening in the browser.',
  noDisplay: 'There is no display: opening in the browser.',
  otherError: (code) => `Enlace cannot start (${code}).`,
  error: {
    'store/locked': (path) =>
      `Enlace is already open with the folder ${path}. Use that window or close it first.`,
    'store/read-only': (path) =>
      `${path} cannot be written to. Check its permissions or choose another folder with --data=FOLDER.`,
    'store/disk-full': (path) =>
      `The disk of ${path} is full. Free some space and start again; nothing was lost.`,
    'store/newer-version': (path) => `${path} is from a newer version of Enlace. Update the program.`,
    'store/foreign-file': (path) =>
      `${path} belongs to another program and was left alone. Move it or choose another folder with --data=FOLDER.`,
    'store/damaged': (path) => `The database ${path} is damaged and could not be set aside.`,
  },
}

export const startTexts = (locale: 'es' | 'en'): StartTexts => (locale === 'en' ? en : es)

/** Why the program cannot start and what to do, in the person's language. */
export function startErrorText(error: HostError, locale: 'es' | 'en'): string {
  const texts = startTexts(locale)
  return texts.error[error.code]?.(error.details?.path ?? '') ?? texts.otherError(error.code)
}

/** All problems of the command line, one a line, and the usage. */
export function flagProblemsText(problems: readonly FlagProblem[], locale: 'es' | 'en'): string {
  const texts = startTexts(locale)
  return [...problems.map(({ code, flag }) => `${flag}: ${texts.flag[code]}`), texts.usage].join('\n')
}
