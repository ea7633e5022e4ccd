import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Customer, CustomerAttribute } from '#core/domain/customer/index.ts'
import type { MergeField } from '#core/domain/customer/merge/fields.ts'
import { attributeText } from '#renderer/data/index.ts'
import { formatLocale } from '#renderer/locales/index.ts'
import type { CustomerCatalog } from '../useCustomerCatalog.ts'

/** Names of fields, and their values as people read them. */
export function useMergeTexts(catalog: CustomerCatalog) {
  const { t, n, locale } = useI18n()
  const words = computed(() => ({
    locale: formatLocale(locale.value),
    yes: t('customers.detail.yes'),
    no: t('customers.detail.no'),
  }))
  const LABELS: Readonly<Record<MergeField, string>> = {
    name: 'name',
    type: 'type',
    taxId: 'taxId',
    statusId: 'status',
    officeId: 'office',
    paymentType: 'paymentType',
    billDay: 'billDay',
    currency: 'currency',
    language: 'language',
    notes: 'notes',
  }

  function fieldText(field: MergeField, customer: Customer): string {
    switch (field) {
      case 'type':
        return t(`customers.type.${customer.type}`)
      case 'paymentType':
        return t(`customers.paymentType.${customer.paymentType}`)
      case 'language':
        return t(`customers.language.${customer.language}`)
      case 'statusId':
      case 'officeId':
        return catalog.labelOf(customer[field])?.label ?? ''
      case 'billDay':
        return n(customer.billDay, 'integer')
      case 'name':
      case 'taxId':
      case 'currency':
      case 'notes':
        return customer[field] ?? ''
    }
  }

  return {
    fieldLabel: (field: MergeField) => t(`customers.field.${LABELS[field]}`),
    fieldText,
    attributeText: (attribute: CustomerAttribute) => attributeText(attribute, words.value),
  }
}
