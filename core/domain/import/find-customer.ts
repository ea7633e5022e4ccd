import type { Customer } from '../customer/schema.ts'
import { numberKeys } from '../matching/keys.ts'
import { matchCustomer, type MatchCandidate, type Matcher } from '../matching/match-customer.ts'
import type { ImportCatalog } from './catalog.ts'
import type { ImportMapping } from './mapping.ts'
import { e164Of } from './plan-contact.ts'
import { isOwnNumber } from './plan-customer.ts'
import type { PlannedStore } from './planned.ts'
import type { RowReport } from './report.ts'
import type { RowDraft } from './row-draft.ts'
import type { RowProblems } from './row-problems.ts'

/** Longest number of a customer; limit of its schema. */
const LONGEST_NUMBER = 40

/** Tells which customer a row is: by the one matcher that forms and merging have too. */
export function createCustomerFinder(
  mapping: ImportMapping,
  catalog: ImportCatalog,
  store: PlannedStore,
  fail: RowProblems['fail'],
) {
  /** The customer that the row is, and whether the mode lets it be. */
  function findCustomer(draft: RowDraft, report: RowReport): Customer | undefined {
    const found = matched(draft)
    const known = found && store.get('customers', found.customerId)
    if (!found || !known) {
      if (mapping.mode === 'update') fail('import.notFound')
      checkNewNumber(draft.number)
      return undefined
    }
    if (!store.isNew(known.id)) {
      report.customerId = known.id
      report.number = known.number
      report.by = found.by
      if (mapping.mode === 'create' && !known.archived)
        fail('import.exists', { number: known.number, name: known.name })
    }
    return known
  }

  /** A number that a row brings along stays free for nobody else. */
  function checkNewNumber(number: string | undefined): void {
    if (number === undefined) return
    if (number.length > LONGEST_NUMBER) fail('import.cellTooLong', { max: LONGEST_NUMBER }, 'customer.number')
    if (isOwnNumber(number)) fail('import.numberNotOurs', { number }, 'customer.number')
    const [holder] = store.customersWith(numberKeys(number), 1)
    if (holder !== undefined)
      fail('import.exists', { number, name: store.get('customers', holder)?.name ?? '' }, 'customer.number')
  }

  function matched(draft: RowDraft): { customerId: string; by: Matcher } | undefined {
    const { contact, site, customer } = draft
    const country = catalog.ownOffice?.data.country ?? ''
    const candidate: MatchCandidate = {
      number: draft.number,
      taxId: customer.taxId ?? undefined,
      name: customer.name ?? contact.name,
      emails: contact.emails ?? [],
      phones: (contact.phones ?? []).map((typed) => ({ typed, ...e164Of(typed, country) })),
      addresses: [
        {
          addressLine1: site.addressLine1 ?? undefined,
          postcode: site.postcode ?? undefined,
          city: site.city ?? undefined,
        },
      ],
    }
    const outcome = matchCustomer(candidate, mapping.matchBy, store)
    if (outcome.kind === 'none') return undefined
    if (outcome.kind === 'one') return outcome
    const numbers = outcome.customerIds.slice(0, 5).map((id) => store.get('customers', id)?.number ?? '')
    const params = { count: outcome.customerIds.length, numbers: numbers.filter(Boolean).join(', ') }
    if (outcome.kind === 'contradiction') return fail('import.contradiction', params)
    return fail(outcome.isPart ? 'import.ambiguousMany' : 'import.ambiguous', params)
  }

  return findCustomer
}
