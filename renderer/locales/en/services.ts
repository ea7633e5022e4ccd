export default {
  title: 'Services',
  status: { pending: 'Pending', active: 'Active', suspended: 'Suspended', ended: 'Ended' },
  archived: 'Archived',
  monthly: '{amount} a month',
  since: 'Since {day}',
  showClosed: 'Show ended ones ({count})',
  noneOpen: 'No services are running.',
  emptyTitle: 'No services',
  emptyText: 'This customer has no services.',
}
