import { err, ok, type Result } from '../../lib/result.ts'
import type { CatalogRecordOf } from '../catalog/schema.ts'
import { isExplained, isTaxed, type TaxCategory } from '../invoice/schema.ts'
import type { BillingProblemCode } from './line.ts'

/** A tax rate on a day. */
export interface TaxOnDay {
  taxRateId?: string
  name: string
  category: TaxCategory
  /** Decimal text, `21` or `10.5`; `0` in every category without tax. */
  percent: string
  /** Why there is no tax (`exemptionFields`). */
  exemptionCode?: string
  exemptionReason?: string
}

type TaxProblem = Extract<BillingProblemCode, 'taxRateUnknown' | 'taxRateNotYet'>

export interface TaxBook {
  /** The rate in force on a day. Without an id: not subject to tax. */
  on(taxRateId: string | undefined, day: string): Result<TaxOnDay, TaxProblem>
}

const NO_TAX: TaxOnDay = { name: '', category: 'O', percent: '0' }

/**
 * Rates by their first day; the last one that has begun counts. Archived records stay in force for what names them.
 *
 * @param records of every country: a charge names the rate of its own.
 */
export function createTaxBook(records: Iterable<CatalogRecordOf<'taxRate'>>): TaxBook {
  const byId = new Map([...records].map(({ id, data }) => [id, data]))
  return {
    on(taxRateId, day) {
      if (taxRateId === undefined) return ok(NO_TAX)
      const rate = byId.get(taxRateId)
      if (!rate) return err('taxRateUnknown')
      const { name, category, rates, exemptionCode, exemptionReason } = rate
      let current: (typeof rates)[number] | undefined
      for (const one of rates) if (one.from <= day && (!current || one.from >= current.from)) current = one
      if (!current) return err('taxRateNotYet')
      return ok({
        taxRateId,
        name,
        category,
        percent: isTaxed(category) ? current.percent : '0',
        ...(isExplained(category) && {
          ...(exemptionCode && { exemptionCode }),
          ...(exemptionReason && { exemptionReason }),
        }),
      })
    },
  }
}
