import { Boxes, Building2, CircleDot, Package, Percent, Tag, Tags, Users } from '@lucide/vue'
import { v7 as uuidv7 } from 'uuid'
import type { Component } from 'vue'
import type { CatalogData } from '#core/domain/catalog/schema.ts'
import AttributeFields from './AttributeFields.vue'
import ContactTypeFields from './ContactTypeFields.vue'
import OfficeFields from './OfficeFields.vue'
import ProductFields from './ProductFields.vue'
import StatusFields from './StatusFields.vue'
import StockPlaceFields from './StockPlaceFields.vue'
import TagFields from './TagFields.vue'
import TaxRateFields from './TaxRateFields.vue'

/** What a new record starts from: the office of this desktop, today. */
export interface NewRecordContext {
  country: string
  timeZone: string
  currency: string
  /** `YYYY-MM-DD` */
  today: string
}

interface EditableKind<D> {
  icon: Component
  /** Takes `form` and `errorOf`, emits `change` with a field and its new value. */
  fields: Component
  blank(context: NewRecordContext): D
}

const kind = <D>(
  icon: Component,
  fields: Component,
  blank: (context: NewRecordContext) => D,
): EditableKind<D> => ({ icon, fields, blank })

/** The lists that a person configures, in the order of the settings. */
export const EDITABLE_KINDS = {
  office: kind(Building2, OfficeFields, ({ country, timeZone, currency }): CatalogData<'office'> => ({
    name: '',
    prefix: '',
    country,
    timeZone,
    currency,
  })),
  customerStatus: kind(CircleDot, StatusFields, (): CatalogData<'customerStatus'> => ({
    key: '',
    labels: { es: '', en: '' },
    colour: 'slate',
    allowsNewServices: true,
    billsServices: true,
    suspendsServices: false,
    receivesCampaigns: true,
    receivesOutageNotices: true,
  })),
  contactType: kind(Users, ContactTypeFields, (): CatalogData<'contactType'> => ({
    key: '',
    labels: { es: '', en: '' },
    receives: {
      invoices: false,
      reminders: false,
      outages: false,
      works: false,
      visits: false,
      campaigns: false,
    },
    mayAskFor: [],
  })),
  tag: kind(Tag, TagFields, (): CatalogData<'tag'> => ({ name: '', colour: 'blue' })),
  attribute: kind(Tags, AttributeFields, (): CatalogData<'attribute'> => ({
    name: '',
    valueKind: 'text',
    required: false,
    unique: false,
  })),
  product: kind(Package, ProductFields, ({ currency }): CatalogData<'product'> => ({
    name: '',
    type: 'internet',
    currency,
    charges: [
      {
        id: uuidv7(),
        kind: 'recurring',
        description: '',
        periodMonths: 1,
        unitPrice: '0',
        quantity: '1',
      },
    ],
  })),
  taxRate: kind(Percent, TaxRateFields, ({ country, today }): CatalogData<'taxRate'> => ({
    name: '',
    country,
    category: 'S',
    rates: [{ id: uuidv7(), from: `${today.slice(0, 4)}-01-01`, percent: '' }],
  })),
  stockPlace: kind(Boxes, StockPlaceFields, (): CatalogData<'stockPlace'> => ({
    name: '',
    kind: 'warehouse',
  })),
} as const

export type EditableKindName = keyof typeof EDITABLE_KINDS
