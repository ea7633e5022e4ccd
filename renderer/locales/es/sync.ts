export default {
  title: 'Oficinas en sincronía',
  open: 'Oficinas en sincronía: estado y conexión',
  frame: 'Sincronización: {state}. Ver detalles',
  settings: 'Abrir en Ajustes',
  retry: 'Preguntar ahora',
  pending: 'Por enviar',
  pendingText: 'Lo suyo está guardado aquí y se envía solo.',
  contact: 'Último contacto',
  noContact: 'Todavía ninguno',
  server: 'Servidor',
  connectedAt: 'Conectado desde',
  demo: 'Los datos de demostración no se conectan con otras oficinas. Salga de la demostración para conectar los suyos.',
  state: {
    off: 'Este equipo trabaja solo',
    connecting: 'Conectando…',
    firstSync: 'Recibiendo los datos…',
    firstSyncOf: 'Recibiendo los datos: {percent}',
    inSync: 'En sincronía',
    pending: '{count} cambio por enviar | {count} cambios por enviar',
    offline: 'Sin conexión desde {time}',
    paused: 'En pausa: {reason}',
  },
  pausedShort: {
    signIn: 'hace falta un código nuevo',
    forbidden: 'sin permiso',
    update: 'actualice el programa',
    revoked: 'equipo dado de baja',
    quarantined: 'dos copias de este archivo',
    closed: 'otro equipo lo sustituyó',
    unknownDevice: 'equipo desconocido',
    damaged: 'el registro no encaja',
  },
  paused: {
    signIn:
      'El servidor ya no reconoce a este equipo. Desconecte y vuelva a conectar con un código nuevo: lo que espera se envía después.',
    forbidden: 'El servidor no deja a este equipo. Pregunte a quien lo administra; lo que espera sigue aquí.',
    update:
      'El servidor pide una versión más nueva de Enlace. Actualice el programa; lo que espera se envía después.',
    revoked:
      'Quien administra el servidor dio de baja este equipo. Lo que hay aquí se conserva, pero no se envía ni se recibe nada.',
    quarantined:
      'Dos copias de este archivo trabajaron a la vez. Pida a quien administra el servidor que libere el equipo: después ninguna pierde nada.',
    closed: 'Otra copia de este archivo ocupó su lugar. En un momento sigue solo con una identidad nueva.',
    unknownDevice: 'El servidor no conoce este equipo. Desconecte y vuelva a conectar con un código nuevo.',
    damaged:
      'El servidor no pudo comprobar un cambio de este equipo. Compruebe el registro en Ajustes, Datos, y avise a quien administra el servidor.',
  },
  trouble: {
    unreachable: 'No se llega al servidor. Puede seguir trabajando: se envía solo cuando vuelva la red.',
    proxy:
      'El proxy de su red no deja pasar. Pida que permita la dirección del servidor; puede seguir trabajando.',
    notOurServer:
      'Contesta otro en lugar del servidor, quizá la página de acceso de esta red. Inicie sesión en la red; puede seguir trabajando.',
    certificate:
      'Quien contesta no tiene el certificado del servidor, así que no se envía nada. Avise a quien administra el servidor.',
    busy: 'El servidor no puede atender ahora. Se vuelve a intentar solo.',
    tooLarge:
      'Un cambio es más grande de lo que admite el servidor. Pida a quien lo administra que suba su límite.',
    badAnswer:
      'La respuesta del servidor no se entiende. Puede que sea de otra versión: actualice el programa o el servidor.',
    disk: 'No se puede escribir en el disco de este equipo. Libere espacio; no se pierde nada.',
  },
  first: {
    label: 'Recibiendo los datos de la organización',
    done: '{done} registros recibidos. Puede dejarlo trabajando: si se corta, sigue donde estaba.',
    doneOf: '{done} de {total} registros. Puede dejarlo trabajando: si se corta, sigue donde estaba.',
    history: 'Los datos ya están; la actividad anterior sigue llegando.',
  },
  connect: {
    text: 'Conectadas, las oficinas ven lo mismo: cada una trabaja en su equipo, también sin red, y los cambios viajan solos.',
    code: 'Código de conexión',
    codeHint: 'Se lo da quien administra el servidor. Vale una vez, para este equipo.',
    codeServer: 'Conecta con {server}',
    codeMissing: 'Pegue el código de conexión.',
    codeWrong: 'Eso no es un código de conexión. Péguelo entero: empieza por «enlace1.».',
    join: '¿Qué se hace con lo que hay en este equipo?',
    addMine: 'Añadirlo a la organización',
    addMineText: 'Sus clientes y todo lo demás pasan a ser de todos, con su historia.',
    aside: 'Apartar lo mío',
    asideText:
      'Este equipo empieza con los datos de la organización. Su archivo se guarda al lado, sin cambios.',
    asideTitle: '¿Apartar lo que hay en este equipo?',
    asideSure:
      'El archivo de ahora se guarda en la misma carpeta y no se borra nada de él. La ventana vuelve a empezar con los datos de la organización.',
    asideConfirm: 'Apartar y conectar',
    do: 'Conectar',
  },
  disconnect: {
    do: 'Desconectar',
    hint: 'Desconectado, este equipo conserva todo y trabaja solo.',
    title: '¿Desconectar este equipo?',
    text: 'Todo lo que hay se queda aquí. Para volver a conectar hace falta un código nuevo.',
    pending:
      'Queda {count} cambio sin enviar: se envía si vuelve a conectar. Para eso hace falta un código nuevo. | Quedan {count} cambios sin enviar: se envían si vuelve a conectar. Para eso hace falta un código nuevo.',
    confirm: 'Desconectar',
  },
  aside: {
    title: 'Lo que había antes en este equipo',
    text: 'Al conectar se apartó en este archivo. No se borra nunca por sí solo.',
  },
}
