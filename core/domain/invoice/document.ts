import { explainLine } from '../billing/basis-text.ts'
import { countryName } from '../values/country.ts'
import { spacedIban } from '../values/iban.ts'
import { currencyDecimals, minorToDecimal } from '../values/money.ts'
import { addDays } from '../values/plain-date.ts'
import { DOCUMENT_WORDS } from './document-texts.ts'
import type { Invoice, InvoiceLine } from './schema.ts'
import { categoryOf, taxOfLine } from './ubl/tax-breakdown.ts'

/** A fact with its heading, such as the date. */
export interface DocumentFact {
  label: string
  value: string
}

export interface DocumentLine {
  id: string
  description: string
  /** The days billed and how the amount came about. */
  notes: string[]
  quantity: string
  price: string
  tax: string
  amount: string
}

export interface DocumentTax {
  name: string
  base: string
  tax: string
}

/** An invoice as people read it: nothing but texts in the language of the customer, in their order. */
export interface InvoiceDocument {
  language: Invoice['language']
  title: string
  /** What kind of document it is; its number is among the facts. */
  heading: string
  /** What a credit note corrects, or that a proforma is no invoice. */
  subtitle: string | undefined
  issuer: string[]
  customer: string[]
  billTo: string
  facts: DocumentFact[]
  columns: Record<'description' | 'quantity' | 'price' | 'tax' | 'amount', string>
  lines: DocumentLine[]
  taxColumns: Record<'tax' | 'base' | 'taxAmount', string>
  taxes: DocumentTax[]
  /** Why there is no tax, of each rate without one. */
  taxReasons: string[]
  net: DocumentFact
  total: DocumentFact
  /** How to pay; undefined when there is nothing to pay. */
  payment: { title: string; text: string; facts: DocumentFact[] } | undefined
  notes: string | undefined
  legalNote: string | undefined
  pageText: (page: number, pages: number) => string
}

const LOCALES: Readonly<Record<Invoice['language'], string>> = { es: 'es', en: 'en-GB' }

const fill = (template: string, values: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))

/**
 * @param options `correctsNumber` is that of the invoice that a credit note corrects.
 */
export function invoiceDocument(
  invoice: Invoice,
  options: { correctsNumber?: string } = {},
): InvoiceDocument {
  const { language, currency, kind } = invoice
  const words = DOCUMENT_WORDS[language]
  const say = writers(language, currency)
  const { correctsNumber } = options
  const isCredit = invoice.gross < 0
  return {
    language,
    title: `${words.kind[kind]} ${invoice.number}`,
    heading: words.kind[kind],
    subtitle:
      kind === 'proforma'
        ? words.proformaNote
        : correctsNumber === undefined
          ? undefined
          : fill(words.corrects, { number: correctsNumber }),
    issuer: partyLines(invoice.issuer, invoice),
    billTo: words.billTo,
    customer: partyLines(invoice.customer, invoice),
    facts: [
      { label: words.number, value: invoice.number },
      { label: words.issuedOn, value: say.day(invoice.issuedOn) },
      ...(isCredit ? [] : [{ label: words.dueOn, value: say.day(invoice.dueOn) }]),
      ...(invoice.periodFrom !== undefined && invoice.periodTo !== undefined
        ? [{ label: words.period, value: say.days(invoice.periodFrom, invoice.periodTo) }]
        : []),
      ...(invoice.customer.number ? [{ label: words.customerNumber, value: invoice.customer.number }] : []),
    ],
    columns: {
      description: words.description,
      quantity: words.quantity,
      price: words.price,
      tax: words.tax,
      amount: words.amount,
    },
    lines: invoice.lines.map((line) => lineOf(line, invoice, say)),
    taxColumns: { tax: words.tax, base: words.base, taxAmount: words.taxAmount },
    taxes: invoice.taxes.map((total) => ({
      name: taxName(total, language, say),
      base: say.money(total.net),
      tax: say.money(total.tax),
    })),
    taxReasons: [...new Set(invoice.taxes.flatMap((total) => reasonOf(total, language) ?? []))],
    net: { label: words.net, value: say.money(invoice.net) },
    total: { label: isCredit ? words.refund : words.total, value: say.money(invoice.gross) },
    payment: paymentOf(invoice, say),
    notes: invoice.notes,
    legalNote: invoice.legalNote,
    pageText: (page, pages) => fill(words.page, { page, pages }),
  }
}

function writers(language: Invoice['language'], currency: string) {
  const locale = LOCALES[language]
  const words = DOCUMENT_WORDS[language]
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 })
  const price = new Intl.NumberFormat(locale, {
    minimumFractionDigits: currencyDecimals(currency),
    maximumFractionDigits: 6,
  })
  // A day of the calendar is the same in every time zone.
  const day = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'medium' })
  const dayText = (plain: string): string => day.format(new Date(`${plain}T00:00:00Z`))
  return {
    money: (minor: number) => money.format(Number(minorToDecimal(minor, currency))),
    number: (decimal: string) => number.format(Number(decimal)),
    price: (decimal: string) => price.format(Number(decimal)),
    percent: (decimal: string) => `${number.format(Number(decimal))} %`,
    day: dayText,
    /** First and last day billed; `to` is the first one no longer billed. */
    days: (from: string, to: string) => {
      const last = to > from ? addDays(to, -1) : from
      return last === from
        ? fill(words.day, { day: dayText(from) })
        : fill(words.days, { from: dayText(from), to: dayText(last) })
    },
  }
}

type Writers = ReturnType<typeof writers>
type TaxTotal = Invoice['taxes'][number]

/** Name, address as envelopes bear it, tax number, and how to reach them. */
function partyLines(party: Invoice['issuer'], { language }: Invoice): string[] {
  const { name, taxId, addressLine1, addressLine2, city, state, postcode, country } = party
  const town = [postcode, city].filter(Boolean).join(' ')
  const words = DOCUMENT_WORDS[language]
  return [
    name,
    addressLine1,
    addressLine2,
    [town, state === city ? undefined : state].filter(Boolean).join(', '),
    country && countryName(country, language),
    taxId && `${words.taxId}: ${taxId}`,
    [party.phone, party.email, party.website].filter(Boolean).join(' · '),
  ].filter((line): line is string => Boolean(line))
}

function lineOf(line: InvoiceLine, invoice: Invoice, say: Writers): DocumentLine {
  const { periodFrom, periodTo, unit } = line
  // A credit note takes back an amount that came about with the other sign.
  const sign = invoice.kind === 'creditNote' && invoice.correctsId !== undefined ? -1 : 1
  const explained = explainLine({ ...line, net: sign * line.net }, invoice.currency, invoice.language)
  const total = taxOfLine(line, invoice)
  return {
    id: line.id,
    description: line.description,
    notes: [
      ...(periodFrom !== undefined && periodTo !== undefined ? [say.days(periodFrom, periodTo)] : []),
      ...(explained === undefined ? [] : [explained]),
    ],
    quantity: [say.number(line.quantity), unit].filter(Boolean).join(' '),
    price: say.price(line.unitPrice),
    tax: total ? taxShare(total, invoice.language, say) : '',
    amount: say.money(line.net),
  }
}

/** The percentage, or in a word why there is none. */
const taxShare = (total: TaxTotal, language: Invoice['language'], say: Writers): string =>
  DOCUMENT_WORDS[language].untaxed[categoryOf(total)] ?? say.percent(total.percent)

/** What the rate says, or what the law says of its category. */
const reasonOf = (total: TaxTotal, language: Invoice['language']): string | undefined =>
  total.exemptionReason ?? DOCUMENT_WORDS[language].reasons[categoryOf(total)]

const taxName = (total: TaxTotal, language: Invoice['language'], say: Writers): string => {
  const share = taxShare(total, language, say)
  return total.name === '' || total.name === share ? share : `${total.name} · ${share}`
}

function paymentOf(invoice: Invoice, say: Writers): InvoiceDocument['payment'] {
  const { kind, gross, payTo, number, dueOn, language } = invoice
  const words = DOCUMENT_WORDS[language]
  if (kind === 'proforma' || gross === 0) return undefined
  if (gross < 0) return { title: words.pay, text: words.refundNote, facts: [] }
  const by = fill(words.payBy, { amount: say.money(gross), day: say.day(dueOn) })
  const fact = (label: string, value: string | undefined) => (value ? [{ label, value }] : [])
  return {
    title: words.pay,
    text: [by, payTo?.note].filter(Boolean).join(' '),
    facts: payTo?.iban
      ? [
          ...fact(words.iban, spacedIban(payTo.iban)),
          ...fact(words.bic, payTo.bic),
          ...fact(words.bank, payTo.bank),
          { label: words.reference, value: number },
        ]
      : [],
  }
}
