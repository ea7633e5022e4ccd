import { Type, type Static } from 'typebox'
import { basisSchema } from '../ledger/basis.ts'
import {
  countryCode,
  currencyCode,
  decimal,
  id,
  instant,
  language,
  listOf,
  minorUnits,
  oneOf,
  plainDate,
  requiredText,
  text,
} from '../schema-kit.ts'

export const INVOICE_KINDS = ['invoice', 'creditNote', 'proforma'] as const

/**
 * EN 16931 tax categories (UNCL 5305): standard, zero, exempt, reverse charge, intra-community supply, export, the taxes of
 * the Canaries (IGIC) and of Ceuta and Melilla (IPSI), not subject.
 */
export const TAX_CATEGORIES = ['S', 'Z', 'E', 'AE', 'K', 'G', 'L', 'M', 'O'] as const
export type TaxCategory = (typeof TAX_CATEGORIES)[number]

/** Of these some tax is due: their percentage counts. The others have none. */
export const isTaxed = (category: TaxCategory): boolean => ['S', 'L', 'M'].includes(category)

/** Of these the buyer is named by their VAT number (BR-AE-02, BR-IC-02). */
export const needsBuyerTaxId = (category: TaxCategory): boolean => category === 'AE' || category === 'K'

/** These say why there is no tax (BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10). */
export const isExplained = (category: TaxCategory): boolean => ['E', 'AE', 'K', 'G', 'O'].includes(category)

/** Why there is no tax, where the tax rate says more than its category. */
export const exemptionFields = {
  /** Of the list VATEX of the European Commission (BT-121), such as `VATEX-EU-132`. */
  exemptionCode: Type.Optional(text(40)),
  /** In words (BT-120). */
  exemptionReason: Type.Optional(text(200)),
}

/** Who issues or gets the invoice, as they were on that day. */
export const partySchema = Type.Object({
  name: requiredText(200),
  taxId: Type.Optional(text(40)),
  /** The customer's number, or nothing for ourselves. */
  number: Type.Optional(text(40)),
  addressLine1: Type.Optional(text(200)),
  addressLine2: Type.Optional(text(200)),
  city: Type.Optional(text(120)),
  state: Type.Optional(text(120)),
  postcode: Type.Optional(text(20)),
  country: Type.Optional(countryCode()),
  phone: Type.Optional(text(40)),
  email: Type.Optional(text(254)),
  website: Type.Optional(text(200)),
})

/** How an invoice is to be paid by transfer, as it was said on that day. */
export const payToSchema = Type.Object({
  /** Without blanks. */
  iban: Type.Optional(text(34)),
  bic: Type.Optional(text(11)),
  bank: Type.Optional(text(120)),
  /** What is said about paying beside the account. */
  note: Type.Optional(text(500)),
})

/** One line; names the ledger entry that it takes. Amounts are net. */
export const invoiceLineSchema = Type.Object({
  id: id(),
  /** Key of the charge or credit; absent on lines that only say something. */
  transactionId: Type.Optional(requiredText(200)),
  siteId: Type.Optional(id()),
  serviceId: Type.Optional(id()),
  description: text(300),
  /** How the amount came about, e.g. `19 of 31 days × 20.00`. */
  explanation: Type.Optional(text(500)),
  /** The same as figures, from which screens and documents write it in any language. */
  basis: Type.Optional(basisSchema),
  periodFrom: Type.Optional(plainDate()),
  periodTo: Type.Optional(plainDate()),
  quantity: decimal(),
  /** What the quantity counts, such as `kWh`; pieces when absent. */
  unit: Type.Optional(text(20)),
  unitPrice: decimal(),
  net: minorUnits(),
  taxRateId: Type.Optional(id()),
  /** Of the rate on the line's tax date, as in `taxes`. */
  percent: Type.Optional(decimal()),
})

/** Tax of one rate: computed once on the summed net of its lines (EN 16931). */
export const taxTotalSchema = Type.Object({
  id: id(),
  taxRateId: Type.Optional(id()),
  name: text(80),
  /** Percent as decimal text, `21` or `10.5`. */
  percent: decimal(),
  /** EN 16931 category; standard when absent. */
  category: Type.Optional(oneOf(TAX_CATEGORIES)),
  ...exemptionFields,
  net: minorUnits(),
  tax: minorUnits(),
})

/**
 * Issued once, then immutable (domain.md §2). Paid, open and overdue are read models of the ledger; all amounts are
 * whole minor units of `currency`, negative on a credit note.
 */
export const invoiceSchema = Type.Object({
  id: id(),
  customerId: id(),
  /** Only on invoices of a site that is invoiced separately. */
  siteId: Type.Optional(id()),
  kind: oneOf(INVOICE_KINDS),
  /** Series, device code and counter; without gaps in each series. */
  number: requiredText(40),
  seriesId: Type.Optional(id()),
  officeId: id(),
  /** The invoice that a credit note corrects. */
  correctsId: Type.Optional(id()),
  issuedOn: plainDate(),
  dueOn: plainDate(),
  /** First day billed, and first day no longer billed. */
  periodFrom: Type.Optional(plainDate()),
  periodTo: Type.Optional(plainDate()),
  currency: currencyCode(),
  language: language(),
  issuer: partySchema,
  customer: partySchema,
  lines: listOf(invoiceLineSchema, 5000),
  taxes: listOf(taxTotalSchema, 50),
  net: minorUnits(),
  tax: minorUnits(),
  gross: minorUnits(),
  notes: Type.Optional(text(2000)),
  /** The billing run that issued it. */
  runId: Type.Optional(id()),
  /** Everything that fell due on or before this day was billed. */
  billedThrough: Type.Optional(plainDate()),
  /** The proforma that became this invoice. */
  proformaId: Type.Optional(id()),
  payTo: Type.Optional(payToSchema),
  /** What the law wants said of the company, at the foot of the document. */
  legalNote: Type.Optional(text(500)),
  createdAt: instant(),
})

export type Invoice = Static<typeof invoiceSchema>
export type InvoiceLine = Static<typeof invoiceLineSchema>
