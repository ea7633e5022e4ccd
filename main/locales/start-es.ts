import type { StartTexts } from './start-texts.ts'

export const es: StartTexts = {
  flag: {
    unknown: 'no se conoce esta opción',
    twice: 'está repetida',
    host: 'debe ser --host=electron o --host=browser',
    port: 'el puerto debe ser un número de 0 a 65535',
    data: 'falta la carpeta: --data=CARPETA',
    demo: 'debe ser un número de clientes de 1 a 1000000',
    customers: 'solo tiene sentido junto con --demo',
    'no-open': 'no lleva valor',
    locale: 'debe ser --locale=es o --locale=en',
  },
  usage: 'Opciones: --host=electron|browser  --port=N  --data=CARPETA  --demo[=N]  --no-open  --locale=es|en',
  portInUse: (port) =>
    `El puerto ${port} está ocupado por otro programa. Elija otro con --port=N o quite la opción.`,
  portForbidden: (port) => `El sistema no permite usar el puerto ${port}. Elija uno de 1024 en adelante.`,
  cannotListen: 'El sistema no permite abrir un puerto en 127.0.0.1.',
  setAside: (path) =>
    `La base de datos estaba dañada. Se ha apartado, sin cambiarla, en ${path} y se ha empezado una nueva.`,
  demoRefused: (folder) =>
    `La carpeta ${folder} ya tiene datos: --demo solo llena carpetas vacías. Elija otra con --data=CARPETA o quite --demo.`,
  demoStopped: (reason) => `No se han podido cargar los datos de demostración (${reason}).`,
  loadingDemo: (customers) => `Preparando ${customers} clientes de demostración…`,
  demoReady: (folder) =>
    `Los datos de demostración están en ${folder}. Ábralos con: npm start -- --data=${folder}`,
  secretsInFile: 'Los secretos se guardan en un archivo que solo puede leer su usuario.',
  linkUsed:
    'Enlace: esta dirección ya se usó o no es de este programa. Vuelva a abrir Enlace para recibir una nueva.',
  noBrowser: (link) => `No se ha podido abrir el navegador. Abra usted esta dirección: ${link}`,
  alreadyOpen: (folder) => `Enlace ya está abierto con la carpeta ${folder}; se muestra esa ventana.`,
  alreadyOpenAt: (folder, link) =>
    `Enlace ya está abierto con la carpeta ${folder}. Esta dirección sirve para entrar una vez: ${link}`,
  noAnswer: (folder) =>
    `Otro Enlace tiene abierta la carpeta ${folder} y no responde. Ciérrelo o elija otra carpeta con --data=CARPETA.`,
  endsSlowly:
    'Enlace sigue terminando una tarea. Espere, o pulse Ctrl+C otra vez para cerrar ya: se pierde esa tarea y nada de lo guardado.',
  building: 'Preparando el programa…',
  downloading: 'Descargando Electron (como mucho un minuto)…',
  noElectron: 'Electron no está instalado y no se ha podido descargar: se abre en el navegador.',
  electronFailed: 'Electron no ha podido abrirse en este equipo: se abre en el navegador.',
  electronMissing: 'Se pidió --host=electron, pero Electron no está instalado y no se ha podido descargar.',
  noDisplay: 'No hay pantalla: se abre en el navegador.',
  displayMissing: 'Se pidió --host=electron, pero no hay pantalla.',
  buildFailed: 'No se ha podido preparar el programa; el motivo está en las líneas de arriba.',
  bug: 'Enlace ha encontrado un error propio y no puede empezar:',
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
