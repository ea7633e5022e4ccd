import { Type } from 'typebox'
import { err, ok } from '../../lib/result.ts'
import { creditDraft, issueCreditNote, type CreditProblem } from '../billing/credit-note.ts'
import { leaseRefusal } from '../billing/lease.ts'
import { allocationEntries } from '../billing/payments.ts'
import { tidyText } from '../changes.ts'
import { defineCommand, type Refusal } from '../command.ts'
import { anyText, closed } from '../input-kit.ts'
import { creditNotesOf, invalid, openInvoicesOf, payingCustomer, readPosting } from '../payment/input.ts'
import type { RefusalCode } from '../refusal-codes.ts'
import { id } from '../schema-kit.ts'
import { readOne, writeOf } from '../typed-reader.ts'
import { minorToDecimal } from '../values/money.ts'
import { seriesNumbers } from './numbering.ts'
import { letterhead } from './parties.ts'
import type { Invoice } from './schema.ts'

const MAX_NOTES = 2000

const REFUSALS: Readonly<Record<CreditProblem['code'], RefusalCode>> = {
  notAnInvoice: 'invoice.notCreditable',
  lineUnknown: 'invoice.lineNotFound',
  lineTwice: 'invoice.lineNotFound',
  nothingLeft: 'invoice.nothingLeft',
  moreThanLeft: 'invoice.moreThanLeft',
}

const refusalOf = ({ code, lineId, left }: CreditProblem, currency: string) =>
  err<Refusal>({
    code: REFUSALS[code],
    details: {
      ...(lineId !== undefined && { lineId }),
      value: `${minorToDecimal(left ?? 0, currency)} ${currency}`,
    },
  })

export interface CreditNoteIssued {
  id: string
  number: string
  /** Minor units, negative. */
  gross: number
  /** What of it settles the invoice itself; the rest is the customer's credit. */
  allocated: number
}

/** Credits an invoice, whole or in part; what is still open of it is settled by the credit note. */
export const creditInvoice = defineCommand({
  name: 'invoice.creditNote',
  input: closed({
    invoiceId: id(),
    /** Net minor units of each line, with its own sign; everything that is left when absent. */
    lines: Type.Optional(
      Type.Array(closed({ lineId: id(), net: Type.Integer() }), { minItems: 1, maxItems: 5000 }),
    ),
    /** The invoice was wrong: the next run bills its periods anew. */
    billAgain: Type.Optional(Type.Boolean()),
    date: Type.Optional(anyText()),
    notes: Type.Optional(anyText()),
  }),
  undo: 'none',
  whole: true,
  run({ invoiceId, lines, billAgain = false, date, notes }, context) {
    const invoice = readOne(context.read, 'invoices', invoiceId)
    if (!invoice) return err({ code: 'invoice.notFound' })
    const { customerId, currency, officeId } = invoice
    const holder = context.billingLease?.(officeId)
    if (holder) return leaseRefusal(holder)
    const customer = payingCustomer(customerId, context)
    if (!customer.ok) return customer
    const posting = readPosting({ ...customer.value, currency, officeId }, date, context)
    if (!posting.ok) return invalid(posting.error)
    const earlier = creditNotesOf(customerId, currency, context).filter(
      (note) => note.correctsId === invoiceId,
    )
    const draft = creditDraft(invoice, earlier, lines)
    if (!draft.ok) return refusalOf(draft.error, currency)
    const numbers = seriesNumbers('creditNote', officeId, context)
    const text = tidyText(notes)?.slice(0, MAX_NOTES)
    const taken = new Map(
      invoice.lines.flatMap(({ transactionId }) => {
        const entry = transactionId === undefined ? undefined : context.read.ledger.get(transactionId)
        return entry ? [[entry.key, entry] as const] : []
      }),
    )
    const { note, entries } = issueCreditNote(
      draft.value,
      invoice,
      {
        id: context.newId(),
        ...(numbers.seriesId !== undefined && { seriesId: numbers.seriesId }),
        officeId,
        issuedOn: posting.value.date,
        dueOn: posting.value.date,
        language: invoice.language,
        customer: invoice.customer,
        ...(text && { notes: text }),
        createdAt: posting.value.postedAt,
      },
      taken,
      billAgain,
    )
    const numbered: Invoice = {
      ...note,
      number: numbers.next(note.issuedOn),
      ...letterhead(context, officeId),
    }
    const open = openInvoicesOf(customerId, currency, context).find((one) => one.id === invoiceId)
    const allocated = Math.max(0, Math.min(open?.open ?? 0, -note.gross))
    const source = { sourceId: note.id, date: posting.value.date, currency, free: allocated }
    const settled = allocationEntries(
      posting.value,
      [source],
      allocated > 0 ? [{ invoiceId, amount: allocated }] : [],
      () => `${note.id}/settles`,
    )
    const result: CreditNoteIssued = { id: note.id, number: numbered.number, gross: note.gross, allocated }
    return ok({
      writes: [writeOf('invoices', undefined, numbered)],
      entries: [...entries, ...(settled.ok ? settled.value : [])],
      result,
    })
  },
})

export const invoiceCommands = [creditInvoice]
