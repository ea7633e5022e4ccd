/** What people may do, from most to least; fixed words, so that a rule never depends on a list that somebody edits. */
export const ROLES = ['admin', 'manager', 'billing', 'agent', 'technician', 'auditor'] as const
export type Role = (typeof ROLES)[number]

export const isRole = (value: unknown): value is Role => ROLES.some((role) => role === value)

const EVERYBODY = ROLES
const WRITERS = ['admin', 'manager', 'billing', 'agent', 'technician'] as const
const LEADS = ['admin', 'manager'] as const
const MONEY = ['admin', 'manager', 'billing'] as const
const OFFICE = ['admin', 'manager', 'billing', 'agent'] as const
const FIELD = ['admin', 'manager', 'agent', 'technician'] as const

/** Who may run a command: by its whole name, else by its area. Commands of newer versions are left to those who lead. */
const COMMANDS: Readonly<Record<string, readonly Role[]>> = {
  // Becoming one of the people of an office is everybody's; the server looks at what it writes.
  'setup.joinOffice': EVERYBODY,
  setup: ['admin'],
  demo: ['admin'],
  customer: OFFICE,
  'customer.erase': ['admin'],
  'customer.eraseAgain': ['admin'],
  'customer.merge': LEADS,
  'customer.tellApart': LEADS,
  contact: WRITERS,
  site: FIELD,
  service: ['admin', 'manager', 'agent'],
  'service.setStatus': FIELD,
  inventory: FIELD,
  billing: MONEY,
  invoice: MONEY,
  payment: MONEY,
  'payment.record': OFFICE,
  'payment.allocate': OFFICE,
  import: LEADS,
  // Without it nobody has a role.
  'hub.endSignIn': ['admin'],
  // Which lists somebody may change is told by their rows below: views are everybody's own.
  catalog: WRITERS,
  issue: WRITERS,
  value: WRITERS,
}

/** Who may write records of a collection, whatever the command: undo and settling go through all of them. */
const COLLECTIONS: Readonly<Record<string, readonly Role[]>> = {
  customers: OFFICE,
  contacts: WRITERS,
  sites: FIELD,
  services: WRITERS,
  inventory: WRITERS,
  invoices: OFFICE,
  transactions: OFFICE,
  catalog: LEADS,
  issues: WRITERS,
}

/** Kinds of catalogue records that others than those who lead write: what people make for themselves, and what whoever bills decides. */
const KINDS: Readonly<Record<string, readonly Role[]>> = {
  savedView: WRITERS,
  importMapping: WRITERS,
  billingRun: MONEY,
  ignoredMovement: MONEY,
  series: MONEY,
}

/** A field that not everybody who works with the record may see or change. */
export interface FieldRight {
  collection: string
  field: string
  /** The list is a member of the field's object, not the field itself. */
  list?: string
  /** Inside the elements of a list. */
  element?: string
  read: readonly Role[]
  write: readonly Role[]
  /** Who else may give it to a new element: what a product brings along is no change of anything. */
  create?: readonly Role[]
}

export const FIELD_RIGHTS: readonly FieldRight[] = [
  // Bank accounts and cards.
  { collection: 'customers', field: 'paymentMethods', read: [...OFFICE, 'auditor'], write: MONEY },
  { collection: 'customers', field: 'notes', read: WRITERS, write: WRITERS },
  {
    collection: 'services',
    field: 'charges',
    element: 'wholesalePrice',
    read: [...MONEY, 'auditor'],
    write: MONEY,
    create: OFFICE,
  },
  { collection: 'services', field: 'charges', read: EVERYBODY, write: OFFICE },
  // Of products.
  {
    collection: 'catalog',
    field: 'data',
    list: 'charges',
    element: 'wholesalePrice',
    read: [...MONEY, 'auditor'],
    write: MONEY,
  },
  // What an entry costs ourselves; entries come of bills, which whoever records a payment never changes.
  { collection: 'transactions', field: 'wholesale', read: [...MONEY, 'auditor'], write: MONEY },
]

export const mayRun = (role: Role, command: string): boolean => rolesOf(command).includes(role)

/** Who may run a command. */
export const rolesOf = (command: string): readonly Role[] =>
  ownMember(COMMANDS, command) ?? ownMember(COMMANDS, command.split('.')[0] ?? '') ?? LEADS

/** Whether the role may write records of the collection. `kind`: of a catalogue record, when it is known. */
export const mayWriteRecords = (role: Role, collection: string, kind?: string): boolean =>
  (
    (collection === 'catalog' && kind !== undefined ? ownMember(KINDS, kind) : undefined) ??
    ownMember(COLLECTIONS, collection) ??
    LEADS
  ).includes(role)

/** Whether the role may see a field. */
export const mayRead = (role: Role, collection: string, field: string, element?: string): boolean =>
  FIELD_RIGHTS.filter(
    (right) => right.collection === collection && right.field === field && right.element === element,
  ).every(({ read }) => read.includes(role))

/** Whether the role may change a field. */
export const mayWriteField = (role: Role, collection: string, field: string, element?: string): boolean =>
  role === 'admin' ||
  (mayWriteRecords(role, collection) &&
    FIELD_RIGHTS.filter(
      (right) => right.collection === collection && right.field === field && right.element === element,
    ).every(({ write }) => write.includes(role)))

const ownMember = <T>(object: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined
