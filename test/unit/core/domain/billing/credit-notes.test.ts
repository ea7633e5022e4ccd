import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditableLines, creditDraft, issueCreditNote } from '#core/domain/billing/credit-note.ts'
import { issueDraft } from '#core/domain/billing/issue.ts'
import { billedPeriods } from '#core/domain/billing/line.ts'
import { invoiceSchema, type Invoice } from '#core/domain/invoice/schema.ts'
import { validate } from '#core/lib/validate.ts'
import { details, issued, linesOf, numbered, onlyDraft } from '#test/support/billing-drafts.ts'
import { runOf, sayLines } from '#test/support/billing-table.ts'

describe('a credit note', () => {
  const invoice = issued({ lines: linesOf([333, 335, -100, 2000]) })
  const whole = (earlier: Invoice[] = []) => creditDraft(invoice, earlier)
  const noteOf = (
    earlier: Invoice[],
    wanted?: { lineId: string; net: number }[],
    id = `note-${earlier.length}`,
  ) => {
    const draft = creditDraft(invoice, earlier, wanted)
    if (!draft.ok) throw new Error(draft.error.code)
    return numbered(issueCreditNote(draft.value, invoice, details({ id })).note)
  }

  it('takes back everything', () => {
    const note = noteOf([])
    expect([note.net, note.tax, note.gross]).toEqual([-invoice.net, -invoice.tax, -invoice.gross])
    expect(note).toMatchObject({ kind: 'creditNote', correctsId: invoice.id })
    expect(validate(invoiceSchema, note)).toMatchObject({ ok: true })
    expect(whole([note])).toEqual({ ok: false, error: { code: 'nothingLeft' } })
  })

  it('is never for more than what is left of a line', () => {
    const first = noteOf([], [{ lineId: '4', net: 1500 }])
    expect([first.net, first.tax]).toEqual([-1500, -315])
    expect(creditableLines(invoice, [first]).get('4')).toBe(500)
    const tries = [
      [{ lineId: '4', net: 501 }],
      [{ lineId: '4', net: -1 }],
      [{ lineId: '3', net: -101 }],
      [{ lineId: '9', net: 1 }],
      [{ lineId: '4', net: 0 }],
      [
        { lineId: '4', net: 1 },
        { lineId: '4', net: 1 },
      ],
    ]
    expect(tries.map((wanted) => creditDraft(invoice, [first], wanted))).toMatchObject([
      { error: { code: 'moreThanLeft', lineId: '4', left: 500 } },
      { error: { code: 'moreThanLeft' } },
      { error: { code: 'moreThanLeft', lineId: '3', left: -100 } },
      { error: { code: 'lineUnknown', lineId: '9' } },
      { error: { code: 'nothingLeft' } },
      { error: { code: 'lineTwice' } },
    ])
  })

  it('does not count a part of a metered line in the unit of its meter', () => {
    const metered = issued({
      lines: linesOf([2000]).map((line) => ({ ...line, quantity: '200', unit: 'kWh' })),
    })
    const lineOf = (net: number) => {
      const draft = creditDraft(metered, [], [{ lineId: '1', net }])
      if (!draft.ok) throw new Error(draft.error.code)
      return draft.value.lines[0]
    }
    expect(lineOf(1000)).toMatchObject({ quantity: '-1', unitPrice: '10.00' })
    expect(lineOf(1000)).not.toHaveProperty('unit')
    expect(lineOf(2000)).toMatchObject({ quantity: '-200', unit: 'kWh' })
  })

  it('in any number of parts comes to exactly nothing with its invoice', () => {
    const part = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 2000 }))
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const notes: Invoice[] = []
        for (const [index, size] of parts) {
          const lineId = String(index + 1)
          const left = creditableLines(invoice, notes).get(lineId) ?? 0
          if (left !== 0)
            notes.push(noteOf(notes, [{ lineId, net: Math.sign(left) * Math.min(size, Math.abs(left)) }]))
        }
        const rest = creditDraft(invoice, notes)
        if (rest.ok) notes.push(numbered(issueCreditNote(rest.value, invoice, details({ id: 'last' })).note))
        const all = [invoice, ...notes]
        for (const figure of ['net', 'tax', 'gross'] as const)
          expect(all.reduce((sum, one) => sum + one[figure], 0)).toBe(0)
      }),
    )
  })

  it('is not billed again by the next run, unless it says so', () => {
    const run = {
      terms: 'EUR 1 post',
      charges: '20/1 from 2026-03-01 & once 50 from 2026-03-10',
      through: '2026-04-01',
    }
    const { lines } = runOf(run)
    expect(lines).toHaveLength(2)
    const { invoice: unnumbered, entries } = issueDraft(onlyDraft({ lines }), details())
    const wrong = numbered(unnumbered)
    const credit = creditDraft(wrong, [])
    if (!credit.ok) throw new Error(credit.error.code)
    const byKey = new Map(entries.map((entry) => [entry.key, entry]))
    const kept = issueCreditNote(credit.value, wrong, details({ id: 'note' }))
    const again = issueCreditNote(credit.value, wrong, details({ id: 'note' }), byKey, true)
    // Either way it is taken off the product whose price it was.
    const sold = new Map([...byKey].map(([key, entry]) => [key, { ...entry, productId: 'product-1' }]))
    const off = issueCreditNote(credit.value, wrong, details({ id: 'note' }), sold).entries
    expect(off.filter(({ productId }) => productId === 'product-1')).toHaveLength(2)
    expect(off.some(({ chargeId }) => chargeId !== undefined)).toBe(false)
    expect(runOf({ ...run, billed: billedPeriods([...entries, ...kept.entries]) }).lines).toEqual([])
    const anew = runOf({ ...run, billed: billedPeriods([...entries, ...again.entries]) })
    expect(sayLines(anew, 'EUR')).toBe('03-01..04-01 31/31 × 20, was 0.00 = 20.00; once 50 = 50.00')
    const keys = [...entries, ...again.entries, ...anew.lines].map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
  })
})
