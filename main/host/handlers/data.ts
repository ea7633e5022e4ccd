import type { HostHandlers } from '#core/contract/host-handlers.ts'
import type { Transfer } from '../../services/transfer/index.ts'
import type { HostParts } from '../host-parts.ts'

type DataHandlers = Pick<
  HostHandlers,
  | 'store'
  | 'customers'
  | 'invoices'
  | 'inventory'
  | 'issues'
  | 'payments'
  | 'revenue'
  | 'services'
  | 'search'
  | 'sites'
  | 'activity'
  | 'command'
>

/** What the store answers by itself: reads go to its reader thread, commands to its writer, long checks beside both. */
export const createDataHandlers = (
  { slot }: HostParts,
  { verify }: Pick<Transfer, 'verify'>,
): DataHandlers => ({
  store: {
    query: (input) => slot.current().read('store', 'query', input),
    count: (input) => slot.current().read('store', 'count', input),
    byIds: (input) => slot.current().read('store', 'byIds', input),
    changes: (input) => slot.current().read('store', 'changes', input),
  },
  customers: {
    list: (input) => slot.current().read('customers', 'list', input),
    position: (input) => slot.current().read('customers', 'position', input),
    summary: (input) => slot.current().read('customers', 'summary', input),
    selected: (input) => slot.current().read('customers', 'selected', input),
    matches: (input) => slot.current().read('customers', 'matches', input),
    duplicates: (input) => slot.current().read('customers', 'duplicates', input),
    figures: (input) => slot.current().read('customers', 'figures', input),
    invoices: (input) => slot.current().read('customers', 'invoices', input),
  },
  inventory: {
    list: (input) => slot.current().read('inventory', 'list', input),
    summary: (input) => slot.current().read('inventory', 'summary', input),
    ids: (input) => slot.current().read('inventory', 'ids', input),
    taken: (input) => slot.current().read('inventory', 'taken', input),
    check: (input) => slot.current().read('inventory', 'check', input),
    blocks: (input) => slot.current().read('inventory', 'blocks', input),
    block: (input) => slot.current().read('inventory', 'block', input),
    numbers: (input) => slot.current().read('inventory', 'numbers', input),
  },
  services: {
    list: (input) => slot.current().read('services', 'list', input),
    summary: (input) => slot.current().read('services', 'summary', input),
    towns: (input) => slot.current().read('services', 'towns', input),
    sites: (input) => slot.current().read('services', 'sites', input),
    meters: (input) => slot.current().read('services', 'meters', input),
    freeAddresses: (input) => slot.current().read('services', 'freeAddresses', input),
    nextBill: (input) => slot.current().read('services', 'nextBill', input),
  },
  invoices: {
    list: (input) => slot.current().read('invoices', 'list', input),
    summary: (input) => slot.current().read('invoices', 'summary', input),
    detail: (input) => slot.current().read('invoices', 'detail', input),
  },
  issues: {
    list: (input) => slot.current().read('issues', 'list', input),
    summary: (input) => slot.current().read('issues', 'summary', input),
    open: (input) => slot.current().read('issues', 'open', input),
    ids: (input) => slot.current().read('issues', 'ids', input),
    get: (input) => slot.current().read('issues', 'get', input),
  },
  payments: {
    list: (input) => slot.current().read('payments', 'list', input),
    summary: (input) => slot.current().read('payments', 'summary', input),
    account: (input) => slot.current().read('payments', 'account', input),
    entry: (input) => slot.current().read('payments', 'entry', input),
    statement: (input) => slot.current().read('payments', 'statement', input),
    expiring: (input) => slot.current().read('payments', 'expiring', input),
  },
  revenue: {
    recurring: (input) => slot.current().read('revenue', 'recurring', input),
    arpu: (input) => slot.current().read('revenue', 'arpu', input),
    customerArpu: (input) => slot.current().read('revenue', 'customerArpu', input),
    ageing: (input) => slot.current().read('revenue', 'ageing', input),
    margin: (input) => slot.current().read('revenue', 'margin', input),
  },
  search: {
    find: (input) => slot.current().read('search', 'find', input),
    reasons: (input) => slot.current().read('search', 'reasons', input),
  },
  sites: {
    list: (input) => slot.current().read('sites', 'list', input),
    points: (input) => slot.current().read('sites', 'points', input),
    near: (input) => slot.current().read('sites', 'near', input),
    inBoxes: (input) => slot.current().read('sites', 'inBoxes', input),
  },
  activity: {
    list: (input) => slot.current().read('activity', 'list', input),
    asOf: (input) => slot.current().read('activity', 'asOf', input),
    verify,
  },
  command: {
    run: (input) => slot.current().run(input),
    preview: (input) => slot.current().preview(input),
    undo: (input) => slot.current().undo(input),
    putBack: (input) => slot.current().putBack(input),
    redo: (input) => slot.current().redo(input),
    undoState: () => slot.current().undoState(),
  },
})
