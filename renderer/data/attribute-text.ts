import type { CustomerAttribute } from '#core/domain/customer/index.ts'

interface AttributeWords {
  locale: string
  yes: string
  no: string
}

/** The value of an attribute as people read it; one that does not fit its kind is shown as it was written. */
export function attributeText(
  attribute: Pick<CustomerAttribute, 'kind' | 'value'>,
  { locale, yes, no }: AttributeWords,
): string {
  const { kind, value } = attribute
  if (value === '') return ''
  switch (kind) {
    case 'boolean':
      return value === 'true' ? yes : value === 'false' ? no : value
    case 'number': {
      const number = Number(value)
      // Beyond 15 digits a number would be shown rounded: identifiers that somebody typed as numbers.
      const isExact = Number.isFinite(number) && value.replace(/\D/g, '').length <= 15
      return isExact ? new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(number) : value
    }
    case 'date': {
      // A date has no zone: read and written in UTC, it stays the same day everywhere.
      const date = new Date(`${value}T00:00:00Z`)
      return Number.isNaN(date.getTime())
        ? value
        : new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(date)
    }
    case 'text':
    case 'url':
      return value
  }
}

/** The address of a link attribute; only addresses that a browser may safely open. */
export const attributeLink = ({ kind, value }: CustomerAttribute): string | undefined =>
  kind === 'url' && /^(https?:\/\/|mailto:|tel:)/i.test(value) ? value : undefined
