import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { DraftView } from '#core/contract/methods/billing.ts'
import type { CustomerDraft } from '#core/domain/billing/run.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import { fold } from '#core/lib/fold.ts'

export type DraftRow = MethodOutput<'billing', 'rows'>['rows'][number]
type Summary = Pick<MethodOutput<'billing', 'summary'>, 'counts' | 'totals' | 'leases'>
type Amounts = Summary['totals'][number]

/** A row as it is kept, with what it is found and sorted by. */
interface KeptRow {
  row: Omit<DraftRow, 'excluded'>
  /** Folded name and number. */
  text: string
  sortName: string
}

/** A draft worth a row: something is billed, fails or differs. */
const isWorthARow = ({ invoices, problems, comparison }: CustomerDraft): boolean =>
  invoices.length > 0 || problems.length > 0 || comparison !== undefined

function rowOf({ id, number, name, officeId }: Customer, draft: CustomerDraft): KeptRow['row'] {
  const { invoices, problems, comparison, currency } = draft
  const sum = (of: (invoice: CustomerDraft['invoices'][number]) => number): number =>
    invoices.reduce((total, invoice) => total + of(invoice), 0)
  return {
    customerId: id,
    number,
    name,
    officeId,
    currency,
    invoices: invoices.filter(({ kind }) => kind === 'invoice').length,
    creditNotes: invoices.filter(({ kind }) => kind === 'creditNote').length,
    lines: sum(({ lines }) => lines.length),
    net: draft.net,
    tax: sum(({ tax }) => tax),
    gross: sum(({ gross }) => gross),
    problems: problems.length,
    ...(comparison && { comparison }),
  }
}

/** Part of the earlier bill by which a row differs; new ones come first, those that are gone last. */
const changeOf = ({ comparison }: KeptRow['row']): number => {
  if (!comparison) return 0
  if (comparison.kind === 'new') return Number.MAX_SAFE_INTEGER
  return comparison.kind === 'gone' ? -Number.MAX_SAFE_INTEGER : (comparison.percent ?? 0)
}

/** The rows of a draft in the order of names, and who is left out by hand. */
export function createDraftRows(excluded: Set<string>) {
  const kept: KeptRow[] = []
  const byId = new Map<string, KeptRow>()
  const names = (a: KeptRow, b: KeptRow): number =>
    a.sortName < b.sortName ? -1 : a.sortName > b.sortName ? 1 : a.row.customerId < b.row.customerId ? -1 : 1

  const isIn = ({ row }: KeptRow, view: DraftView): boolean => {
    const isExcluded = excluded.has(row.customerId)
    switch (view) {
      case 'all':
        return true
      case 'excluded':
        return isExcluded
      case 'billed':
        return !isExcluded && row.lines > 0
      case 'failed':
        return row.problems > 0
      default:
        return row.comparison?.kind === view
    }
  }

  return {
    /** Takes over what a customer would be billed, and answers it. */
    put(customer: Customer, draft: CustomerDraft): KeptRow['row'] {
      const row = rowOf(customer, draft)
      const known = byId.get(customer.id)
      if (known) known.row = row
      else if (isWorthARow(draft)) {
        const one = { row, text: fold(`${row.name} ${row.number}`), sortName: customer.sortName }
        byId.set(customer.id, one)
        kept.push(one)
      }
      return row
    },
    sort: () => void kept.sort(names),
    isExcluded: (customerId: string) => excluded.has(customerId),
    excluded: () => [...excluded],
    exclude(customerIds: readonly string[], isOut: boolean) {
      for (const id of customerIds)
        if (isOut) excluded.add(id)
        else excluded.delete(id)
    },
    summary(holderOf: (officeId: string) => string | undefined): Summary {
      const counts = { all: 0, billed: 0, new: 0, gone: 0, changed: 0, failed: 0, excluded: 0 }
      const totals = new Map<string, Amounts>()
      const leases = new Map<string, Summary['leases'][number]>()
      for (const one of kept) {
        for (const view of Object.keys(counts) as DraftView[]) if (isIn(one, view)) counts[view]++
        if (!isIn(one, 'billed')) continue
        const { row } = one
        const name = holderOf(row.officeId)
        if (name !== undefined) {
          const lease = leases.get(row.officeId) ?? { officeId: row.officeId, name, customers: 0 }
          lease.customers++
          leases.set(row.officeId, lease)
        }
        addAmounts(totals, row)
      }
      return {
        counts,
        totals: [...totals.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1)),
        leases: [...leases.values()],
      }
    },
    page({
      view,
      text = '',
      sort,
      skip,
      limit,
    }: MethodInput<'billing', 'rows'>): MethodOutput<'billing', 'rows'> {
      const words = fold(text).split(' ').filter(Boolean)
      const found = kept.filter((one) => isIn(one, view) && words.every((word) => one.text.includes(word)))
      const value = valueOf[sort.field]
      const turn = sort.direction === 'desc' ? -1 : 1
      if (sort.field !== 'name' || turn < 0)
        found.sort((a, b) => {
          const [x, y] = [value(a), value(b)]
          return x < y ? -turn : x > y ? turn : names(a, b)
        })
      const rows = found
        .slice(skip, skip + limit)
        .map(({ row }): DraftRow => ({ ...row, excluded: excluded.has(row.customerId) }))
      return { total: found.length, rows }
    },
    /** Who is billed and not left out. */
    issuable: (isOurs: (officeId: string) => boolean) =>
      kept
        .filter((one) => isIn(one, 'billed') && isOurs(one.row.officeId))
        .map(({ row: { customerId, gross } }) => ({ customerId, gross })),
  }
}

const valueOf: Readonly<
  Record<MethodInput<'billing', 'rows'>['sort']['field'], (one: KeptRow) => string | number>
> = {
  name: ({ sortName }) => sortName,
  number: ({ row }) => row.number,
  net: ({ row }) => row.net,
  gross: ({ row }) => row.gross,
  change: ({ row }) => changeOf(row),
}

function addAmounts(totals: Map<string, Amounts>, row: KeptRow['row']): void {
  const { currency } = row
  const sum = totals.get(currency) ?? { currency, invoices: 0, creditNotes: 0, net: 0, tax: 0, gross: 0 }
  for (const field of ['invoices', 'creditNotes', 'net', 'tax', 'gross'] as const) sum[field] += row[field]
  totals.set(currency, sum)
}
