/** One text per code of `HOST_ERROR_CODES`: what is wrong, and what to do. */
export default {
  host: {
    invalidInput:
      'El programa no entendió la petición. Revise los datos; si se repite, reinicie el programa.',
    unknownMethod:
      'Esta ventana y el programa no son de la misma versión. Cierre todas las ventanas y ábralo de nuevo.',
    unavailable: 'El programa no responde. Lo que escribió sigue aquí; espere a que vuelva la conexión.',
    unauthorised: 'Esta ventana ya no tiene permiso. Ciérrela y abra el programa de nuevo.',
    internal:
      'Algo falló dentro del programa y no se cambió nada. Inténtelo de nuevo; si se repite, reinícielo.',
    cancelled: 'Cancelado: no se cambió nada.',
    notSetUp: 'Falta la puesta en marcha. Complétela para empezar.',
    tooLarge: 'Son demasiados datos de una vez. Hágalo en partes más pequeñas.',
  },
  store: {
    diskFull: 'El disco está lleno y no se guardó nada. Libere espacio e inténtelo de nuevo.',
    readOnly:
      'La carpeta de datos es de solo lectura. Revise los permisos de la carpeta e inténtelo de nuevo.',
    damaged:
      'El archivo de datos está dañado y ya no se guarda nada en él. Cierre Enlace y vuelva a abrirlo: lo apartará sin borrarlo.',
    newerVersion: 'Los datos son de una versión más nueva del programa. Actualice el programa para abrirlos.',
    foreignFile: 'El archivo de datos no es de este programa y no se tocó. Muévalo a otra carpeta.',
    locked: 'Otro programa tiene abiertos los datos. Ciérrelo e inténtelo de nuevo.',
    busy: 'El programa está ocupado con un trabajo largo. Espere a que termine e inténtelo de nuevo.',
  },
  command: {
    unknown: 'Esta acción no existe en esta versión del programa. Actualícelo.',
    refused: 'La acción no se puede hacer ahora. Revise los datos e inténtelo de nuevo.',
    nothingToUndo: 'No hay nada que deshacer.',
    nothingToRedo: 'No hay nada que rehacer.',
    cannotUndo: 'Esto ya no se puede deshacer: algo posterior depende de ello. Cámbielo a mano.',
    changedSince:
      'El valor ya no es el de entonces: alguien lo cambió después. Cámbielo a mano si hace falta.',
    cannotUndoBecause: {
      stillUsed: 'No se puede deshacer: «{title}» depende de ello. Quite antes esa relación.',
      valueTaken:
        'No se puede deshacer: {title} tiene ahora «{value}» en «{attribute}», que no se puede repetir. Cámbielo antes.',
    },
    noPreview: 'De esta acción no se puede ver antes qué haría. Hágala y deshágala si no era eso.',
  },
  bank: {
    notStatement:
      'Este archivo XML no es un extracto bancario (CAMT.053). Pida al banco ese formato o un CSV.',
    brokenXml: 'El archivo XML está dañado (línea y columna: {where}). Descárguelo otra vez del banco.',
    badMovement:
      'El movimiento {position} del extracto no se entiende: «{text}» no es una fecha, un importe o una moneda. No se ha leído nada; descárguelo otra vez del banco.',
    nothingAccepted: 'Acepte antes algún movimiento.',
  },
  import: {
    tooLarge: 'El archivo es demasiado grande. Divídalo en partes de menos de 100 MB.',
    tooManyRows: 'El archivo tiene más de {most} filas. Divídalo en partes más pequeñas.',
    tooManyColumns: 'El archivo tiene más de {most} columnas. Quite las que no hacen falta.',
    empty: 'El archivo no tiene filas con datos. Compruebe que es el correcto.',
    brokenTable: 'El archivo está dañado. Ábralo y guárdelo otra vez.',
    brokenTableBecause: {
      quote:
        'Unas comillas se abren en la línea {line} y no se cierran. Corríjalo ahí y elija el archivo otra vez.',
    },
    oldWorkbook: 'Es un libro de Excel antiguo (.xls). Guárdelo como .xlsx o CSV.',
    notATable: 'No es una tabla. Elija un archivo CSV o un libro .xlsx.',
    fileGone: 'El programa ya no tiene el archivo. Elíjalo otra vez.',
    outOfOrder: 'El archivo no llegó entero. Elíjalo otra vez.',
    notRehearsed: 'Ensaye la importación antes de hacerla.',
  },
  invoices: {
    notValid:
      'La factura {number} no cumple la norma de factura electrónica: {rules}. Complete los datos de la empresa y del cliente; para que consten en esta, rectifíquela y facture de nuevo.',
    notValidBecause: {
      currency:
        'La factura {number} está en {currency}, con más decimales de los que la norma de factura electrónica admite. Guárdela como PDF.',
    },
    none: 'No hay ningún documento que guardar.',
    tooMany: 'Son más de {most} documentos para un solo archivo. Acote la lista por fechas u oficina.',
  },
  billing: {
    draftGone: 'El borrador ya no está. Calcúlelo otra vez.',
    runGone: 'Esa facturación ya no está. Actualice la lista.',
    busy: 'Esta facturación se está emitiendo ahora mismo. Espere a que termine.',
    tooManyExcluded:
      'Son demasiados clientes para dejarlos fuera uno a uno. Acote la facturación por oficina o con un filtro.',
  },
  export: {
    tooManyRows: 'Una hoja de Excel no admite tantas filas. Elija CSV o acorte las fechas.',
  },
  files: {
    gone: 'El archivo ya no está. Vuelva a crearlo.',
    notSaved: 'El archivo no se pudo guardar ahí. Elija otra carpeta.',
  },
  geo: {
    offline:
      'El servicio de mapas no responde. Siga con la búsqueda sin conexión o ponga el marcador a mano.',
    overQuota: 'El servicio de mapas llegó a su límite. Siga con la búsqueda sin conexión o espere un rato.',
    badKey: 'El servicio de mapas rechaza la clave. Revísela en Ajustes.',
    notFound: 'No se encontró ese lugar. Pruebe con la ciudad o ponga el marcador a mano.',
    noGazetteer: 'Falta el archivo de poblaciones. Ponga el marcador a mano y reinstale el programa.',
  },
  access: {
    locked: 'El equipo está bloqueado. Desbloquéelo para seguir.',
    notAllowed: 'Su rol no permite hacer esto. Pídaselo a quien administra.',
    notAllowedBecause: {
      read: 'Su rol no deja ver ese dato. Pídaselo a quien administra.',
      role: 'Su rol no permite hacer esto. Pídaselo a quien administra.',
      field: 'Su rol no permite cambiar uno de estos campos. Pídaselo a quien administra.',
    },
    wrongPassword: 'La contraseña no es esa. Compruebe mayúsculas y teclado.',
    weakPassword: 'Esa contraseña es fácil de adivinar. Use una frase de al menos 10 caracteres.',
    wait: 'Demasiados intentos. Espere {seconds} segundos.',
    offline: 'No se llega al servidor. Compruebe la red e inténtelo de nuevo.',
    refused: 'El servidor no lo ha permitido. Inténtelo de nuevo.',
    refusedBecause: {
      signIn: 'La sesión ha terminado. Entre otra vez.',
      forbidden: 'Su rol no permite hacer esto.',
      wrongPassword: 'El correo o la contraseña no son esos.',
      appUnknown:
        'Este equipo aún no conoce su aplicación de autenticación: solo se le da al entrar con el servidor. Entre una vez con red; después también sin ella.',
      recoveryOnline:
        'Un código de recuperación solo vale con el servidor, que lo tacha para todos. Sin red, use la aplicación.',
      codeNeeded: 'Escriba el código de su aplicación.',
      wrongCode:
        'El código no vale o ya se usó. El de la aplicación cambia: espere al siguiente. Si se lo dio quien administra, pida otro.',
      inactive: 'Esta persona está de baja y no puede entrar.',
      throttled: 'Demasiados intentos. Espere {seconds} segundos.',
      weakPassword: 'Esa contraseña es fácil de adivinar. Use una frase de al menos 10 caracteres.',
      otherOffice: 'Esta persona trabaja en otras oficinas. Entre en un equipo de la suya.',
      revoked: 'Este equipo está dado de baja. Conéctelo de nuevo con un código.',
      emailTaken: 'Otra persona tiene ya ese correo.',
      lastAdmin: 'Es la última persona que administra. Dé antes ese rol a otra.',
      notFound: 'Ya no existe. Actualice la lista.',
    },
  },
  secrets: {
    unavailable: 'El llavero del sistema no está disponible. Desbloquéelo e inténtelo de nuevo.',
  },
  setup: {
    alreadyDone: 'La puesta en marcha ya está hecha. Abra el programa de nuevo.',
    folderNotEmpty: 'La carpeta elegida ya tiene datos. Elija una carpeta vacía.',
  },
  shell: {
    blockedUrl: 'Esa dirección no se abre por seguridad. Cópiela y ábrala usted si confía en ella.',
  },
  backup: {
    unknown: 'Eso no es una copia de los datos de Enlace. No se cambió nada: elija otro archivo.',
    damaged: 'La copia está dañada o no está entera. No se cambió nada: cópiela otra vez o elija otra.',
    tooLarge: 'Una copia no pasa de 8 GB. Compruebe que es el archivo que buscaba.',
    notRead: 'El programa ya no tiene esa copia. Elíjala otra vez.',
    demo: 'Salga de la demostración antes de restaurar una copia.',
  },
  hub: {
    none: 'Este equipo no es el centro. Hágalo primero en Ajustes, Oficinas en sincronía.',
    exists: 'Este equipo ya es el centro. Una copia se restaura en un equipo que no lo sea.',
    unknownDesktop: 'Ese equipo ya no está en el centro. Mire la lista otra vez.',
    notRunning: 'El centro está parado. Arránquelo e inténtelo de nuevo.',
    ended: 'El centro se detuvo por un fallo. No se pierde nada: arránquelo de nuevo.',
    portTaken: 'Otro programa usa ese puerto. Elija otro, por ejemplo el siguiente.',
    portForbidden: 'El sistema no deja usar ese puerto. Elija otro por encima de 1024.',
    damaged:
      'Los datos del centro están dañados y no se tocaron. Restaure una copia del centro en otro equipo, o pida ayuda antes de borrar nada.',
    notABackup: 'Ese archivo no es una copia entera de un centro o servidor. No se cambió nada: elija otro.',
  },
  sync: {
    badCode:
      'Eso no es un código de conexión. Pegue entero el que le dio quien administra el servidor: empieza por «enlace1.».',
    wrongCode:
      'El servidor no admite este código: ya se usó, caducó o no es suyo. Pida uno nuevo a quien administra el servidor.',
    alreadyConnected: 'Este equipo ya está conectado. Desconéctelo antes de usar otro código.',
    notConnected: 'Este equipo trabaja solo. Conéctelo con un código.',
    demo: 'Los datos de demostración nunca pasan a una organización. Salga de la demostración, apártelos al conectar o abra Enlace con una carpeta propia (--data=CARPETA).',
    otherOrganisation:
      'Estos datos ya son de otra organización y no se mezclan. Conecte con «Apartar lo mío» o pida un código de la suya.',
    emptyOrganisation:
      'En la organización todavía no hay nada que recibir. Conecte antes el equipo que tiene los datos, o empiece de cero en este y, en Ajustes, Oficinas en sincronía, añada lo suyo con este mismo código: sigue valiendo.',
    update: 'El servidor pide una versión más nueva de Enlace. Actualice el programa y vuelva a intentarlo.',
    refused: 'El servidor no admite este equipo. Pregunte a quien lo administra.',
    unreachable:
      'No se llega al servidor. Compruebe la red de este equipo y que el servidor esté encendido; el código sigue valiendo.',
    proxy:
      'El proxy de su red no deja pasar. Pida que permita la dirección del servidor; el código sigue valiendo.',
    notOurServer:
      'Contesta otro en lugar del servidor, quizá la página de acceso de esta red. Inicie sesión en la red y vuelva a intentarlo.',
    certificate:
      'Quien contesta no tiene el certificado que dice el código. No se envió nada. Pregunte a quien administra el servidor.',
    busy: 'El servidor no puede atender ahora. Espere un minuto y vuelva a intentarlo.',
    noFileKey:
      'Este equipo se conectó antes de que hubiera archivos. Desconéctelo y conéctelo otra vez por la red con un código nuevo; no se pierde nada.',
    fileUnknown: 'Eso no es un archivo de sincronización de Enlace. No se cambió nada: elija otro.',
    fileNewer:
      'Ese archivo lo escribió una versión más nueva de Enlace. No se cambió nada: actualice el programa.',
    fileOtherKind:
      'Ese archivo va en la otra dirección: se elige en cada equipo la respuesta, y en el centro lo que un equipo envía. No se cambió nada.',
    fileForeign:
      'Ese archivo es de otra organización, o de un equipo que aquí no se conoce. No se cambió nada.',
    fileTruncated: 'Al archivo le falta el final. No se cambió nada: cópielo otra vez.',
    fileAltered:
      'El archivo no es el que se escribió: se dañó por el camino o alguien lo cambió. No se cambió nada: cópielo otra vez.',
    fileTooLarge: 'El archivo es demasiado grande. Haga este intercambio por la red.',
    badAnswer:
      'La respuesta del servidor no se entiende. Puede que sea de otra versión: actualice el programa o el servidor.',
    leaseRefused:
      'El servidor no lo ha permitido: ya lo tiene otro equipo, o aquí falta entrar con un rol que pueda. Mire cómo está ahora.',
  },
}
