export default {
  title: 'Qué equipo factura y envía',
  text: 'Las facturas de una oficina las emite un solo equipo, y los envíos salen de uno solo: así nada se factura ni se envía dos veces. No cambia por sí solo.',
  askedHere: 'Pedido el {when}: en {holder} tienen que pasarlo.',
  giveText:
    'Desde ese momento se hace allí y aquí no. Si el servidor no contesta ahora, nadie lo hace hasta que conteste.',
  forceText:
    'Hágalo solo si ese equipo no puede contestar: mientras no se conecte, podría seguir emitiendo. Si los dos facturan lo mismo, quedan las dos facturas y la segunda espera en Conflictos.',
  aloneText:
    'Este equipo está desconectado de los demás. Hágalo solo si va a seguir solo: si otro factura lo mismo, quedan las dos facturas y la segunda espera en Conflictos al volver a conectar.',
  act: {
    take: 'Hacerlo aquí',
    ask: 'Pedirlo',
    give: 'Pasarlo',
    keep: 'Seguir aquí',
    force: 'Tomarlo sin respuesta',
  },
  billing: {
    here: 'Sus facturas las emite este equipo.',
    elsewhere: 'Sus facturas las emite {name}. Aquí puede preparar y revisar borradores.',
    gone: 'Sus facturas las emitía {name}, que ya no está.',
    nobody: 'Todavía no emite nadie sus facturas.',
    asked: '{name} pide emitirlas desde el {when}.',
    giveTitle: '¿Que {name} emita las facturas de {office}?',
    forceTitle: '¿Emitir aquí las facturas de {office}?',
  },
  mail: {
    title: 'Correo',
    here: 'Los envíos salen de este equipo.',
    elsewhere: 'Los envíos salen de {name}.',
    gone: 'Los envíos salían de {name}, que ya no está.',
    nobody: 'Todavía no envía nadie.',
    asked: '{name} pide enviarlos desde el {when}.',
    giveTitle: '¿Que {name} haga los envíos?',
    forceTitle: '¿Hacer los envíos desde aquí?',
  },
}
