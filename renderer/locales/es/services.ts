export default {
  title: 'Servicios',
  status: { pending: 'Pendiente', active: 'Activo', suspended: 'Suspendido', ended: 'Terminado' },
  archived: 'Archivado',
  monthly: '{amount} al mes',
  since: 'Desde el {day}',
  showClosed: 'Mostrar los terminados ({count})',
  noneOpen: 'No hay servicios en curso.',
  emptyTitle: 'Sin servicios',
  emptyText: 'Este cliente no tiene ningún servicio.',
}
