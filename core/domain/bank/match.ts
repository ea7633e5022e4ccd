import { fold } from '../../lib/fold.ts'
import type { OpenInvoice } from '../ledger/reader.ts'
import type { BankMovement } from './statement.ts'

/** An open invoice with whose it is. */
export interface PayableInvoice extends OpenInvoice {
  customerId: string
  customerName: string
  customerNumber: string
}

export const MATCH_REASONS = [
  /** The number of the invoice stands in the reference or text. */
  'invoiceNumber',
  'customerNumber',
  /** What is open is exactly what came in. */
  'amount',
  /** What is open of the customer in all is exactly what came in. */
  'amountOfAll',
  'name',
  /** Most words of the name. */
  'partOfName',
  /** The account paid for this customer before. */
  'account',
] as const
export type MatchReason = (typeof MATCH_REASONS)[number]

/** `sure`: may be posted without a look at it. */
export type Confidence = 'sure' | 'likely' | 'possible'

/** What a movement may pay. */
export interface Match {
  customerId: string
  /** In the order in which they are paid; none when only the customer is known. */
  invoiceIds: string[]
  reasons: MatchReason[]
  confidence: Confidence
}

type Ranked = Match & { worth: number }

/** A customer that something of a movement points to, and the invoices that it names. */
interface Found {
  customerId: string
  named: Set<PayableInvoice>
  reasons: Set<MatchReason>
}

export interface Matcher {
  /** Best first, at most five; none for money that went out. Of two that are equally good none is `sure`. */
  match(movement: BankMovement): Match[]
}

const MOST = 5

/** What each reason is worth; 100 is as good as certain. */
const WORTH: Readonly<Record<MatchReason, number>> = {
  invoiceNumber: 70,
  customerNumber: 45,
  account: 40,
  amount: 30,
  amountOfAll: 30,
  name: 30,
  partOfName: 15,
}

const SURE = 90
const LIKELY = 60
/** Below this a match is noise: one amount is shared by thousands of customers with the same plan. */
const SHOWN = 30

/** Only letters and digits, as people copy numbers: `F MAD-7Q 000001` is `fmad7q000001`. */
const squeeze = (text: string): string => fold(text).replace(/[^a-z0-9]/g, '')

const words = (name: string): string[] =>
  fold(name)
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2 && !FORMS.has(word))

/** Forms of companies, which banks write or leave out. */
const FORMS = new Set('sl slu sa sau sll sc cb scp ltd limited plc inc llc gmbh srl'.split(' '))

/**
 * Finds what movements pay, by reference, amount and name.
 *
 * @param invoices everything open.
 * @param accounts whose payments came from an IBAN before.
 */
export function createMatcher(
  invoices: Iterable<PayableInvoice>,
  accounts: ReadonlyMap<string, string> = new Map(),
): Matcher {
  const byCustomer = new Map<string, PayableInvoice[]>()
  const byNumber = new Map<string, PayableInvoice>()
  const byCustomerNumber = new Map<string, string>()
  const byAmount = new Map<string, PayableInvoice[]>()
  const byWord = new Map<string, Set<string>>()
  for (const invoice of invoices) {
    const { customerId, number, customerNumber, customerName, currency, open } = invoice
    push(byCustomer, customerId, invoice)
    byNumber.set(squeeze(number), invoice)
    byCustomerNumber.set(squeeze(customerNumber), customerId)
    push(byAmount, `${currency} ${open}`, invoice)
    for (const word of words(customerName)) byWord.set(word, (byWord.get(word) ?? new Set()).add(customerId))
  }
  for (const list of byCustomer.values())
    list.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.number < b.number ? -1 : 1))
  const numbers = new Set([...byNumber.keys(), ...byCustomerNumber.keys()].map(({ length }) => length))

  return {
    match(movement) {
      if (movement.amount <= 0 || movement.isReversal) return []
      const found = new Map<string, Found>()
      const add = (customerId: string, reason: MatchReason, invoice?: PayableInvoice) => {
        const one = found.get(customerId) ?? { customerId, named: new Set(), reasons: new Set() }
        one.reasons.add(reason)
        if (invoice) one.named.add(invoice)
        found.set(customerId, one)
      }
      for (const part of partsOf(movement)) {
        const invoice = byNumber.get(part)
        if (invoice?.currency === movement.currency) add(invoice.customerId, 'invoiceNumber', invoice)
        const customer = byCustomerNumber.get(part)
        if (customer !== undefined) add(customer, 'customerNumber')
      }
      const payer = movement.iban && accounts.get(movement.iban)
      if (payer && byCustomer.has(payer)) add(payer, 'account')
      for (const [customerId, reason] of namesakes(movement)) add(customerId, reason)
      const sameAmount = byAmount.get(`${movement.currency} ${movement.amount}`) ?? []
      // One amount is only a hint where few have it.
      if (sameAmount.length <= MOST) for (const invoice of sameAmount) add(invoice.customerId, 'amount')
      return ranked([...found.values()].map((one) => finish(one, movement)))
    },
  }

  /** Runs of the reference and text that are as long as some number, and that begin and end where a word does. */
  function* partsOf({ reference = '', text }: BankMovement): Generator<string> {
    for (const source of [reference, text]) {
      const pieces = fold(source)
        .split(/[^a-z0-9]+/)
        .filter((piece) => piece !== '')
      for (let from = 0; from < pieces.length; from++) {
        let joined = ''
        for (let to = from; to < pieces.length && to < from + 6; to++) {
          joined += pieces[to]
          if (numbers.has(joined.length)) yield joined
        }
      }
    }
  }

  function namesakes({ name = '', text }: BankMovement): [string, 'name' | 'partOfName'][] {
    const payer = words(name === '' ? text : name)
    const hits = new Map<string, number>()
    for (const word of new Set(payer))
      for (const customerId of byWord.get(word) ?? []) hits.set(customerId, (hits.get(customerId) ?? 0) + 1)
    return [...hits].flatMap(([customerId, count]): [string, 'name' | 'partOfName'][] => {
      const own = new Set(words(byCustomer.get(customerId)?.[0]?.customerName ?? ''))
      if (count === own.size && own.size > 1) return [[customerId, 'name']]
      if (count === own.size && own.size === 1 && new Set(payer).size === 1) return [[customerId, 'name']]
      return count >= 2 && count * 2 > own.size ? [[customerId, 'partOfName']] : []
    })
  }

  function finish({ customerId, named, reasons }: Found, { amount, currency }: BankMovement): Ranked {
    const own = (byCustomer.get(customerId) ?? []).filter((invoice) => invoice.currency === currency)
    const chosen = named.size > 0 ? own.filter((invoice) => named.has(invoice)) : own
    const exact = named.size > 1 ? undefined : chosen.find(({ open }) => open === amount)
    const isAll = chosen.reduce((sum, { open }) => sum + open, 0) === amount
    reasons.delete('amount')
    if (exact ?? (named.size > 0 && isAll)) reasons.add('amount')
    else if (isAll) reasons.add('amountOfAll')
    const worth = [...reasons].reduce((sum, reason) => sum + WORTH[reason], 0)
    return {
      customerId,
      invoiceIds: (exact ? [exact] : chosen).map(({ id }) => id),
      reasons: MATCH_REASONS.filter((reason) => reasons.has(reason)),
      confidence: worth >= SURE ? 'sure' : worth >= LIKELY ? 'likely' : 'possible',
      worth,
    }
  }
}

/** Best first; a tie at the top is no certainty. */
function ranked(matches: readonly Ranked[]): Match[] {
  const sorted = matches
    .filter(({ worth }) => worth >= SHOWN)
    .sort((a, b) => b.worth - a.worth || (a.customerId < b.customerId ? -1 : 1))
  const isTie = sorted[1] !== undefined && sorted[0]?.worth === sorted[1].worth
  return sorted
    .slice(0, MOST)
    .map(({ worth: _worth, ...match }) =>
      isTie && match.confidence === 'sure' ? { ...match, confidence: 'likely' } : match,
    )
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
