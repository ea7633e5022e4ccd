import type { MethodInput } from '#core/contract/host-contract.ts'
import type { Contact } from '#core/domain/contact/schema.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import type { CollectionName } from '#core/domain/entity.ts'
import type { InventoryItem } from '#core/domain/inventory/schema.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import type { Service } from '#core/domain/service/schema.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { hlcMoment } from '#core/sync/hlc.ts'
import type { ChangeRow } from '#core/sync/op.ts'
import { findOps } from '../../../store/activity/find-ops.ts'
import { pagesOfRows } from '../../../store/activity/change-rows.ts'
import { tableOf } from '../../../store/query/document-table.ts'
import { createStatements } from '../../../store/query/statements.ts'
import type { SqliteDatabase } from '../../../store/sqlite/port.ts'
import { logNames } from '../log-names.ts'

export type PersonalDataInput = MethodInput<'exports', 'customer'>

/** One entry of the customer's log; `changes` are only those that concern the customer. */
export interface PersonalActivity {
  /** ISO moment. */
  time: string
  person: string
  office: string
  action: string
  changes: readonly Pick<ChangeRow, 'collection' | 'id' | 'path' | 'kind' | 'from' | 'to'>[]
}

/** All that the program knows of one customer, archived records too. */
export interface PersonalData {
  customer: Customer
  contacts: Contact[]
  sites: Site[]
  services: Service[]
  inventory: InventoryItem[]
  invoices: Invoice[]
  ledger: LedgerEntry[]
  /** Who agreed to advertising, or does not want to be written to, and since when. */
  consents: {
    contactId: string
    name: string
    consent?: Contact['consent']
    suppressed?: Contact['suppressed']
  }[]
  activity: PersonalActivity[]
  /** What the ids of configured records stand for: statuses, tags, products, tax rates, offices, people. */
  names: Record<string, string>
}

/** Ops of the log read at a time. */
const PAGE = 200

/** Undefined when there is no such customer. Reads within the caller's snapshot; `onProgress` may throw to stop. */
export function gatherPersonalData(
  db: SqliteDatabase,
  { customerId, language, timeZone }: PersonalDataInput,
  onProgress: () => void,
): PersonalData | undefined {
  const statements = createStatements(db)
  // The store holds only documents of the collection's schema.
  const read = <T>(collection: CollectionName, column: string): T[] =>
    statements
      .all(`SELECT body FROM ${tableOf(collection)} WHERE deleted = 0 AND ${column} = ? ORDER BY id`, [
        customerId,
      ])
      .map(({ body }) => JSON.parse(body as string) as T)
  const [customer] = read<Customer>('customers', 'id')
  if (!customer) return undefined
  const contacts = read<Contact>('contacts', 'f_customerId')
  const names = logNames(statements, { language, timeZone })
  const data: PersonalData = {
    customer,
    contacts,
    sites: read<Site>('sites', 'f_customerId'),
    services: read<Service>('services', 'f_customerId'),
    inventory: read<InventoryItem>('inventory', 'f_customerId'),
    invoices: read<Invoice>('invoices', 'f_customerId'),
    ledger: statements
      .all(
        `SELECT t.body FROM r_transaction r JOIN transactions t ON t.n = r.n
         WHERE r.customer_n = (SELECT n FROM r_customer WHERE id = ?) ORDER BY r.day, r.n`,
        [customerId],
      )
      .map(({ body }) => JSON.parse(body as string) as LedgerEntry),
    consents: contacts.flatMap(({ id, name, consent, suppressed }) =>
      consent || suppressed
        ? [{ contactId: id, name, ...(consent && { consent }), ...(suppressed && { suppressed }) }]
        : [],
    ),
    activity: [],
    names: {},
  }
  onProgress()
  let before: string | undefined
  do {
    const found = findOps(db, { customerId, limit: PAGE, ...(before !== undefined && { before }) })
    for (const op of found.ops) {
      const changes = [...pagesOfRows(db, op, { customerId })]
        .flat()
        .map(({ i: _i, salt: _salt, ...change }) => change)
      data.activity.push({
        time: hlcMoment(op.at),
        person: names.catalog(op.header.person) ?? '',
        office: names.catalog(op.header.office) ?? '',
        action: op.command,
        changes,
      })
    }
    onProgress()
    before = found.next
  } while (before !== undefined)
  data.names = namesIn(data, names.catalog)
  return data
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** The names of all configured records whose ids stand anywhere in the data. */
function namesIn(data: PersonalData, catalog: (id: string) => string | undefined): Record<string, string> {
  const ids = new Set(JSON.stringify(data).match(UUID) ?? [])
  return Object.fromEntries(
    [...ids].sort().flatMap((id) => {
      const name = catalog(id)
      return name === undefined ? [] : [[id, name] as const]
    }),
  )
}
