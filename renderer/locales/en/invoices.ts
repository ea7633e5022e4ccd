export default {
  title: 'Invoices',
  kind: { invoice: 'Invoice', creditNote: 'Credit note', proforma: 'Proforma' },
  paid: 'Paid',
  partlyPaid: 'Partly paid',
  open: 'Open',
  overdue: 'Overdue',
  due: 'Due {day}',
  openAmount: '{amount} open',
  cut: 'The last {shown} of {count} are shown.',
  emptyTitle: 'No invoices',
  emptyText: 'Nothing has been invoiced to this customer yet.',
}
