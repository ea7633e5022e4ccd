import { v7 as newId } from 'uuid'
import type { CatalogRecordOf } from '#core/domain/catalog/schema.ts'
import type { Charge } from '#core/domain/service/schema.ts'
import { isDecimal } from '#core/domain/values/money.ts'

/** A charge as a person types it; empty text stands for what is not there. */
export interface ChargeForm {
  id: string
  kind: Charge['kind']
  description: string
  unitPrice: string
  wholesalePrice: string
  /** As it was; empty also where the person does not see it. */
  costBefore: string
  /** The charge of the product that it came from. */
  follows?: string
  quantity: string
  periodMonths: number | undefined
  taxRateId: string | undefined
  unit: string
  tiers: { id: string; upTo: string; unitPrice: string }[]
  from: string
  to: string
}

export const newChargeForm = (kind: Charge['kind'], more: Partial<ChargeForm> = {}): ChargeForm => ({
  id: newId(),
  kind,
  description: '',
  unitPrice: '',
  wholesalePrice: '',
  costBefore: '',
  quantity: '1',
  periodMonths: kind === 'oneOff' ? undefined : 1,
  taxRateId: undefined,
  unit: kind === 'metered' ? 'kWh' : '',
  tiers: [],
  from: '',
  to: '',
  ...more,
})

type Priced = Omit<Charge, 'from' | 'to' | 'pauses' | 'readings' | 'periodsFrom' | 'productId'> & {
  from?: string
  to?: string
}

/** A charge, or one of a product, as a form shows it. */
export const chargeToForm = (charge: Priced): ChargeForm => ({
  id: charge.id,
  kind: charge.kind,
  description: charge.description,
  unitPrice: charge.unitPrice,
  wholesalePrice: charge.wholesalePrice ?? '',
  costBefore: charge.wholesalePrice ?? '',
  quantity: charge.quantity,
  periodMonths: charge.periodMonths ?? (charge.kind === 'metered' ? 1 : undefined),
  taxRateId: charge.taxRateId,
  unit: charge.unit ?? '',
  tiers: (charge.tiers ?? []).map(({ id, upTo, unitPrice }) => ({ id, upTo: upTo ?? '', unitPrice })),
  from: charge.from ?? '',
  to: charge.to ?? '',
})

/** What a product charges, for a new service: with ids of its own. */
export const productToForms = (product: CatalogRecordOf<'product'>): ChargeForm[] =>
  product.data.charges.map((charge) => ({
    ...chargeToForm(charge),
    id: newId(),
    follows: charge.id,
    tiers: (charge.tiers ?? []).map(({ upTo, unitPrice }) => ({ id: newId(), upTo: upTo ?? '', unitPrice })),
  }))

/** Input of the commands; what the kind does not have is not sent, whatever was typed before it was changed. */
export const formToCharge = (form: ChargeForm) => ({
  id: form.id,
  kind: form.kind,
  description: form.description,
  unitPrice: form.unitPrice,
  quantity: form.quantity,
  // Unsaid it stays what it is; emptied it is gone.
  ...((form.wholesalePrice !== '' || form.costBefore !== '') && { wholesalePrice: form.wholesalePrice }),
  ...(form.follows !== undefined && { follows: form.follows }),
  ...(form.taxRateId !== undefined && { taxRateId: form.taxRateId }),
  ...(form.kind !== 'oneOff' && form.periodMonths !== undefined && { periodMonths: form.periodMonths }),
  ...(form.kind === 'metered' && form.unit !== '' && { unit: form.unit }),
  ...(form.kind === 'metered' &&
    form.tiers.length > 0 && {
      tiers: form.tiers.map(({ id, upTo, unitPrice }) => ({ id, unitPrice, ...(upTo !== '' && { upTo }) })),
    }),
  ...(form.from !== '' && { from: form.from }),
  ...(form.to !== '' && { to: form.to }),
})

/** The charge as the rules see it. */
export function formToRules(form: ChargeForm, firstDay: string): Charge {
  const { wholesalePrice, follows: _product, ...charge } = formToCharge(form)
  return {
    ...charge,
    ...(wholesalePrice && { wholesalePrice }),
    from: form.from === '' ? firstDay : form.from,
  }
}

/**
 * What of a price is left after what it costs ourselves, in per cent of the price; undefined when either is missing or
 * nothing is asked for. Only for people: bills never use it.
 */
export function marginOf({
  unitPrice,
  wholesalePrice,
}: Pick<ChargeForm, 'unitPrice' | 'wholesalePrice'>): number | undefined {
  if (!isDecimal(unitPrice) || !isDecimal(wholesalePrice)) return undefined
  const price = Number(unitPrice)
  return price === 0 ? undefined : (price - Number(wholesalePrice)) / price
}
