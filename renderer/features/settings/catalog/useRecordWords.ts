import { useI18n } from 'vue-i18n'
import { isCatalogKind, STATUS_RULES, type CatalogRecord } from '#core/domain/catalog/schema.ts'
import { useCatalog, useDates } from '#renderer/data/index.ts'
import type { Colour } from '#renderer/ui/index.ts'
import { rateOn } from './rate-on.ts'

/** A record of a configured list in a line: its name, its colour, and in short what it says. */
export function useRecordWords() {
  const { t, locale } = useI18n()
  const taxRates = useCatalog('taxRate')
  const { today } = useDates()
  /** Shown only: amounts themselves are never JavaScript numbers. */
  const number = (decimal: string, format: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(locale.value, { ...format, maximumFractionDigits: 6 }).format(Number(decimal))
  const list = (parts: readonly string[]) => parts.filter(Boolean).join(' · ')

  function nameOf(record: CatalogRecord): string {
    if (isCatalogKind('customerStatus', record) || isCatalogKind('contactType', record))
      return record.data.labels[locale.value === 'en' ? 'en' : 'es']
    const { name } = record.data as { name?: unknown }
    return typeof name === 'string' ? name : ''
  }

  const colourOf = (record: CatalogRecord): Colour | undefined =>
    isCatalogKind('customerStatus', record) || isCatalogKind('tag', record) ? record.data.colour : undefined

  function detailOf(record: CatalogRecord): string {
    if (isCatalogKind('office', record))
      return list([record.data.prefix, record.data.country, record.data.timeZone, record.data.currency])
    if (isCatalogKind('customerStatus', record)) {
      const { data } = record
      const rules = STATUS_RULES.filter((rule) => data[rule])
      return rules.length === 0
        ? t('settings.catalog.noRules')
        : list(rules.map((rule) => t(`settings.catalog.field.${rule}`)))
    }
    if (isCatalogKind('contactType', record)) {
      const { receives } = record.data
      const kinds = (Object.keys(receives) as (keyof typeof receives)[]).filter((kind) => receives[kind])
      return kinds.length === 0
        ? t('settings.catalog.receivesNothing')
        : list(kinds.map((kind) => t(`settings.catalog.receives.${kind}`)))
    }
    if (isCatalogKind('tag', record)) return record.data.link ?? ''
    if (isCatalogKind('attribute', record))
      return list([
        t(`settings.catalog.valueKind.${record.data.valueKind}`),
        record.data.required ? t('settings.catalog.field.required') : '',
        record.data.unique ? t('settings.catalog.field.unique') : '',
      ])
    if (isCatalogKind('product', record)) {
      const { currency, charges, type } = record.data
      const prices = charges.map((charge) => {
        const price = number(charge.unitPrice, { style: 'currency', currency })
        const tax = taxRates.value.find(({ id }) => id === charge.taxRateId)?.data.name
        return [price, t(`settings.catalog.chargeKind.${charge.kind}`), tax && `+ ${tax}`]
          .filter(Boolean)
          .join(' ')
      })
      return list([t(`settings.catalog.serviceType.${type}`), ...prices])
    }
    if (isCatalogKind('taxRate', record)) {
      const percent = rateOn(record.data.rates, today.value)
      return list([
        record.data.country,
        percent === undefined ? '' : `${number(percent)} %`,
        t(`settings.catalog.category.${record.data.category}`),
      ])
    }
    if (isCatalogKind('stockPlace', record))
      return list([t(`settings.catalog.placeKind.${record.data.kind}`), record.data.address ?? ''])
    return ''
  }

  return { nameOf, colourOf, detailOf }
}
