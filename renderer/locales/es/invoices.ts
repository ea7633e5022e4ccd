export default {
  title: 'Facturas',
  kind: { invoice: 'Factura', creditNote: 'Rectificativa', proforma: 'Proforma' },
  paid: 'Cobrada',
  partlyPaid: 'Cobrada en parte',
  open: 'Pendiente',
  overdue: 'Vencida',
  due: 'Vence el {day}',
  openAmount: '{amount} por cobrar',
  cut: 'Se muestran las {shown} últimas de {count}.',
  emptyTitle: 'Sin facturas',
  emptyText: 'A este cliente no se le ha facturado nada todavía.',
}
