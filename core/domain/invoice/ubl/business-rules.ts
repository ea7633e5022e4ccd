import { currencyDecimals, taxOf } from '../../values/money.ts'
import { isPlainDate } from '../../values/plain-date.ts'
import { isExplained, isTaxed, needsBuyerTaxId, type Invoice, type TaxCategory } from '../schema.ts'
import { breakdownOf, categoryOf, ruleOf, taxOfLine } from './tax-breakdown.ts'

/** A business rule of EN 16931-1 that an invoice breaks; a proforma is no invoice and breaks the rule of its type. */
export interface RuleProblem {
  /** As the norm numbers it. */
  rule: string
  /** The line, by its id, or the figure that was found. */
  detail?: string
}

/**
 * The rules of EN 16931-1 (clause 6.4) that an invoice made here can break. The others hold by how it is written: it has
 * no allowances, charges, payees, tax representatives or references of their own.
 */
export function en16931Problems(invoice: Invoice): RuleProblem[] {
  const problems: RuleProblem[] = []
  const must = (holds: boolean, rule: string, detail?: string) => {
    if (!holds) problems.push({ rule, ...(detail !== undefined && { detail }) })
  }
  const isSaid = (text: string | undefined) => text !== undefined && text.trim() !== ''
  const { issuer, customer, lines, taxes, net, tax, gross, currency } = invoice
  must(isSaid(invoice.number), 'BR-02')
  must(isPlainDate(invoice.issuedOn), 'BR-03', invoice.issuedOn)
  must(invoice.kind !== 'proforma', 'BR-04', invoice.kind)
  must(isSaid(issuer.name), 'BR-06')
  must(isSaid(customer.name), 'BR-07')
  must(isSaid(issuer.country), 'BR-09')
  must(isSaid(customer.country), 'BR-11')
  must(lines.length > 0, 'BR-16')
  for (const { id, description } of lines) must(isSaid(description), 'BR-25', id)
  // Amounts have at most two decimals, so currencies with three cannot be written (BR-DEC-01 and following).
  must(currencyDecimals(currency) <= 2, 'BR-DEC', currency)
  must(lines.reduce((sum, line) => sum + line.net, 0) === net, 'BR-CO-10', String(net))
  must(taxes.reduce((sum, total) => sum + total.tax, 0) === tax, 'BR-CO-14', String(tax))
  must(net + tax === gross, 'BR-CO-15', String(gross))
  must(taxes.length > 0, 'BR-CO-18')
  must(gross === 0 || isPlainDate(invoice.dueOn), 'BR-CO-25', invoice.dueOn)
  must(isSaid(issuer.taxId), 'BR-CO-26')
  for (const line of lines) must(taxOfLine(line, invoice) !== undefined, 'BR-CO-04', line.id)
  for (const total of taxes) {
    const own = lines.filter((line) => taxOfLine(line, invoice) === total)
    const sum = own.reduce((all, line) => all + line.net, 0)
    must(sum === total.net, ruleOf(categoryOf(total), '08'), String(total.net))
  }
  checkCategories(invoice, must)
  return problems
}

const isRateOf = (category: TaxCategory, percent: number): boolean =>
  category === 'S' ? percent > 0 : isTaxed(category) ? percent >= 0 : percent === 0

function checkCategories(
  invoice: Invoice,
  must: (holds: boolean, rule: string, detail?: string) => void,
): void {
  const { taxes, issuer, customer } = invoice
  const breakdown = breakdownOf(invoice)
  for (const { category, percent, net, tax, reason } of breakdown) {
    must(isRateOf(category, Number(percent)), ruleOf(category, '05'), percent)
    // Credit notes take the rest of what an invoice had, which rounding may leave a unit beside their own share.
    const own = taxes.filter((total) => categoryOf(total) === category && total.percent === percent).length
    must(Math.abs(taxOf(net, percent) - tax) <= own, 'BR-CO-17', String(tax))
    if (category !== 'O') must(Boolean(issuer.taxId?.trim()), ruleOf(category, '02'))
    if (needsBuyerTaxId(category)) must(Boolean(customer.taxId?.trim()), ruleOf(category, '02'))
    if (isExplained(category)) must(reason.trim() !== '', ruleOf(category, '10'))
  }
  // What is not subject to tax stands alone on its invoice.
  must(breakdown.length <= 1 || breakdown.every(({ category }) => category !== 'O'), 'BR-O-11')
}
