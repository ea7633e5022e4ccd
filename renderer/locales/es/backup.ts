/** Copias de los datos de este equipo. */
export default {
  title: 'Copia y mudanza',
  text: 'Un archivo con todo lo de este equipo, para una pérdida o para seguir en otro equipo. Se hace mientras se trabaja. Cualquiera que lo tenga puede leerlo: guárdelo donde solo llegue quien deba.',
  make: 'Guardar copia',
  making: 'Copiando los datos',
  name: 'Enlace copia {code} {day}',
  restoreTitle: 'Seguir desde una copia',
  restoreText:
    'La copia ocupa el lugar de lo que hay en este equipo, que se guarda al lado con otro nombre y no se borra. Antes se ve lo que trae.',
  choose: 'Elegir copia',
  reading: 'Comprobando la copia',
  holds: 'Lo que trae «{name}»',
  company: 'Empresa',
  person: 'Persona',
  customers: 'Clientes',
  changedAt: 'Último cambio',
  never: 'Ninguno',
  ready:
    'La copia es íntegra. Este equipo seguirá con otro código en los números nuevos, para que no se repitan los del otro.',
  readyShared:
    'La copia es íntegra y compartía datos con otras oficinas: este equipo seguirá con ellas como equipo nuevo, y lo que la copia no tenga llegará de ellas. En otro equipo hará falta un código de conexión.',
  discard: 'No restaurar',
  restore: 'Restaurar',
  setup: '¿Viene de otro equipo?',
  setupText: 'Si guardó una copia allí (Ajustes, Datos), siga aquí donde lo dejó.',
}
