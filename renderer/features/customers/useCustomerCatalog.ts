import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { CatalogRecord } from '#core/domain/catalog/schema.ts'
import { useCatalog } from '#renderer/data/index.ts'
import type { Colour, UiOption } from '#renderer/ui/index.ts'

/** A catalogue record as a badge shows it. */
export interface CatalogLabel {
  label: string
  colour: Colour
}

/** The configured records that customers and contacts name by id, in the interface language. */
export function useCustomerCatalog() {
  const { locale } = useI18n()
  const statuses = useCatalog('customerStatus')
  const tags = useCatalog('tag')
  const offices = useCatalog('office')
  const people = useCatalog('person')
  const contactTypes = useCatalog('contactType')
  const attributes = useCatalog('attribute')
  const products = useCatalog('product')

  const language = computed(() => (locale.value === 'en' ? 'en' : 'es'))
  const isInUse = (record: CatalogRecord) => !record.archived
  const labels = computed(
    () =>
      new Map<string, CatalogLabel>([
        ...statuses.value.map(
          (one) => [one.id, { label: one.data.labels[language.value], colour: one.data.colour }] as const,
        ),
        ...tags.value.map((one) => [one.id, { label: one.data.name, colour: one.data.colour }] as const),
        ...offices.value.map((one) => [one.id, { label: one.data.name, colour: 'slate' }] as const),
        ...products.value.map((one) => [one.id, { label: one.data.name, colour: 'slate' }] as const),
        ...people.value.map((one) => [one.id, { label: one.data.name, colour: 'slate' }] as const),
        ...contactTypes.value.map(
          (one) => [one.id, { label: one.data.labels[language.value], colour: 'blue' }] as const,
        ),
      ]),
  )
  const options = (records: readonly CatalogRecord[], withColour: boolean): UiOption[] =>
    records.filter(isInUse).map((record) => {
      const label = labels.value.get(record.id)
      return {
        value: record.id,
        label: label?.label ?? record.id,
        ...(withColour && { colour: label?.colour }),
      }
    })

  return {
    statuses,
    tags,
    offices,
    contactTypes,
    attributes,
    /** Attributes in use that customers can have. */
    customerAttributes: computed(() =>
      attributes.value.filter(
        (one) => isInUse(one) && (!one.data.appliesTo || one.data.appliesTo.includes('customers')),
      ),
    ),
    statusOptions: computed(() => options(statuses.value, true)),
    tagOptions: computed(() => options(tags.value, true)),
    officeOptions: computed(() => options(offices.value, false)),
    contactTypeOptions: computed(() => options(contactTypes.value, false)),
    productOptions: computed(() => options(products.value, false)),
    /** Changes with every record that a label comes from. */
    labels,
    labelOf: (id: string): CatalogLabel | undefined => labels.value.get(id),
    officeOf: (id: string) => offices.value.find((office) => office.id === id),
  }
}

export type CustomerCatalog = ReturnType<typeof useCustomerCatalog>
