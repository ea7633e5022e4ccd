import { useI18n } from 'vue-i18n'
import { CUSTOMER_FIGURES, type CustomerFigure } from '#core/domain/customer/list-columns.ts'
import { attributeText, useDates } from '#renderer/data/index.ts'
import type { CustomerCatalog } from '../useCustomerCatalog.ts'
import { definitionOf } from './columns/list-columns.ts'
import type { CustomerRow } from './useCustomerRows.ts'

const FIGURES: ReadonlySet<string> = new Set(CUSTOMER_FIGURES)
const isFigure = (id: string): id is CustomerFigure => FIGURES.has(id)

/** What the cells of the list say, by the column's id. */
export function useCellTexts(catalog: CustomerCatalog) {
  const { t, n, locale } = useI18n()
  const { today } = useDates()

  function attributeOf(customer: CustomerRow['customer'], definitionId: string | undefined): string {
    const attribute = customer?.attributes.find((one) => one.definitionId === definitionId)
    if (!attribute || definitionId === undefined) return ''
    const words = { locale: locale.value, yes: t('customers.detail.yes'), no: t('customers.detail.no') }
    return attributeText(attribute, words)
  }

  function textOf({ customer, city, type, officeId, currency }: CustomerRow, id: string): string {
    switch (id) {
      case 'city':
        return city ?? ''
      case 'type':
        return t(`customers.type.${type}`)
      case 'office':
        return catalog.labelOf(officeId)?.label ?? ''
      case 'taxId':
        return customer?.taxId ?? ''
      case 'paymentType':
        return customer ? t(`customers.paymentType.${customer.paymentType}`) : ''
      case 'billDay':
        return customer ? n(customer.billDay, 'integer') : ''
      case 'language':
        return customer ? t(`customers.language.${customer.language}`) : ''
      case 'currency':
        return currency
      default:
        return attributeOf(customer, definitionOf(id))
    }
  }

  return {
    textOf,
    figureOf: (row: CustomerRow, id: string): number => (isFigure(id) ? row[id] : 0),
    isOverdue: (plain: string) => plain < today.value,
    /** What is owed is told from what is in credit by more than its sign. */
    amountClass: (id: string, minor: number) =>
      minor === 0 ? 'text-faint' : id === 'balance' && minor < 0 ? 'text-success-text' : '',
  }
}
