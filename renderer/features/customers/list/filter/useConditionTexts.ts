import { useI18n } from 'vue-i18n'
import { CUSTOMER_AMOUNTS, type CustomerFigure } from '#core/domain/customer/list-columns.ts'
import type { CustomerAttributeCondition } from '#core/domain/customer/filter.ts'
import { useDates, useOwnOffice } from '#renderer/data/index.ts'
import type { CustomerCatalog } from '../../useCustomerCatalog.ts'
import { useMoney } from '#renderer/host/index.ts'
import type { Condition, OptionField, SetField } from './condition.ts'
import { isSpan, type DayRange } from './day-range.ts'
import type { ListFilter } from './list-filter.ts'

const AMOUNTS: readonly CustomerFigure[] = [...CUSTOMER_AMOUNTS, 'uninvoiced']

/** Counts whose name alone would mean the things themselves. */
const FIGURE_NAMES: Partial<Record<CustomerFigure, string>> = { products: 'productCount', tags: 'tagCount' }

export const isAmount = (figure: CustomerFigure): boolean => AMOUNTS.includes(figure)

/** Names and values of conditions as the chips and the menu show them. */
export function useConditionTexts(catalog: CustomerCatalog) {
  const { t, n, locale } = useI18n()
  const { currency } = useOwnOffice()
  const { plainDay: day } = useDates()
  const { money } = useMoney()

  function attributeName({ definitionId, name }: CustomerAttributeCondition): string {
    const definition = catalog.attributes.value.find(({ id }) => id === definitionId)
    return definition?.data.name ?? name ?? ''
  }

  /** What is narrowed: "Status", "Balance". */
  function nameOf(condition: Condition, filter: ListFilter): string {
    switch (condition.kind) {
      case 'options':
      case 'set':
        return t(`list.filter.field.${condition.field}`)
      case 'figure':
        return t(`list.filter.field.${FIGURE_NAMES[condition.figure] ?? condition.figure}`)
      case 'days':
        return t(`list.filter.field.${condition.field}`)
      case 'attribute': {
        const attribute = filter.attributes?.[condition.index]
        return attribute ? attributeName(attribute) : t('list.filter.field.attribute')
      }
      case 'facts':
      case 'archived':
        return t(`list.filter.field.${condition.kind}`)
    }
  }

  /** One value of a field of options; places are `ES/zaragoza`. */
  function valueName(field: OptionField | SetField, key: string, name?: string): string {
    switch (field) {
      case 'types':
        return t(`customers.type.${key}`)
      case 'countries':
        return new Intl.DisplayNames(locale.value, { type: 'region' }).of(key) ?? key
      case 'cities':
      case 'states':
        return (
          name ??
          key.slice(key.indexOf('/') + 1).replace(/(^|[\s-])\p{L}/gu, (letter) => letter.toUpperCase())
        )
      case 'currencies':
        return key
      case 'statusIds':
      case 'officeIds':
      case 'tags':
      case 'products':
        return catalog.labelOf(key)?.label ?? key
    }
  }

  const listed = (field: OptionField | SetField, keys: readonly string[]): string => {
    const [first, ...others] = keys
    const text = first === undefined ? '' : valueName(field, first)
    return others.length > 0 ? `${text} +${others.length}` : text
  }

  function setText(filter: ListFilter, field: SetField): string {
    const { any, all, none } = filter[field] ?? {}
    const parts = [
      any && listed(field, any),
      all && t('list.filter.allOf', { list: listed(field, all) }),
      none && t('list.filter.noneOf', { list: listed(field, none) }),
    ]
    return parts.filter(Boolean).join(' · ')
  }

  function rangeText<T>(min: T | undefined, max: T | undefined, show: (value: T) => string): string {
    if (min !== undefined && max !== undefined)
      return min === max ? show(min) : t('list.filter.between', { from: show(min), to: show(max) })
    if (min !== undefined) return t('list.filter.atLeast', { value: show(min) })
    return max === undefined ? '' : t('list.filter.atMost', { value: show(max) })
  }

  function daysText(range: DayRange | undefined): string {
    if (!range) return ''
    if (isSpan(range)) return t(`list.filter.span.${range.span}`)
    if (range.from !== undefined && range.from === range.to) return day(range.from)
    if (range.from !== undefined && range.to !== undefined)
      return t('list.filter.between', { from: day(range.from), to: day(range.to) })
    if (range.from !== undefined) return t('list.filter.since', { value: day(range.from) })
    return range.to === undefined ? '' : t('list.filter.until', { value: day(range.to) })
  }

  function attributeText(attribute: CustomerAttributeCondition | undefined): string {
    if (!attribute) return ''
    const { has, equals, min, max } = attribute
    if (has === false) return t('list.filter.hasNot')
    if (equals) {
      const words = equals.map((value) =>
        value === 'true' || value === 'false'
          ? t(`customers.detail.${value === 'true' ? 'yes' : 'no'}`)
          : value,
      )
      return words.length > 1 ? `${words[0]} +${words.length - 1}` : (words[0] ?? '')
    }
    const text = rangeText(min, max, (value) => (/^\d{4}-\d\d-\d\d$/.test(value) ? day(value) : value))
    return text || t('list.filter.hasIt')
  }

  /** What it is narrowed to: "Active +1", "at least 50.00 €". */
  function valueOf(condition: Condition, filter: ListFilter): string {
    switch (condition.kind) {
      case 'options':
        return listed(condition.field, filter[condition.field] ?? [])
      case 'set':
        return setText(filter, condition.field)
      case 'figure': {
        const { min, max } = filter.figures?.[condition.figure] ?? {}
        if (condition.figure === 'balance' && min === 1 && max === undefined)
          return t('list.filter.preset.owes')
        if (condition.figure === 'balance' && min === undefined && max === -1)
          return t('list.filter.preset.credit')
        return rangeText(min, max, (value) =>
          isAmount(condition.figure) ? money(value, currency.value) : n(value, 'integer'),
        )
      }
      case 'days':
        return daysText(filter.days?.[condition.field])
      case 'facts':
        return [
          ...(filter.has ?? []).map((fact) => t(`list.filter.has.${fact}`)),
          ...(filter.lacks ?? []).map((fact) => t(`list.filter.lacks.${fact}`)),
        ].join(' · ')
      case 'attribute':
        return attributeText(filter.attributes?.[condition.index])
      case 'archived':
        return t(`list.filter.archived.${filter.archived ?? 'without'}`)
    }
  }

  return { nameOf, valueOf, valueName, attributeName }
}
