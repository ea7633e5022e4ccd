import { Boxes, Building2, CircleDot, Landmark, Package, Percent, Tag, Tags, User, Users } from '@lucide/vue'
import { v7 as uuidv7 } from 'uuid'
import type { Component } from 'vue'
import { COLOURS, STATUS_RULES, type CatalogData, type CatalogKind } from '#core/domain/catalog/schema.ts'
import { TAX_CATEGORIES } from '#core/domain/invoice/schema.ts'
import { SERVICE_TYPES } from '#core/domain/service/schema.ts'
import { LOCALES } from '#renderer/locales/index.ts'
import ContactTypeRights from './ContactTypeRights.vue'
import LetterheadFields from './LetterheadFields.vue'
import ProductCharges from './ProductCharges.vue'
import { choiceField, nameField, textField, type RecordField } from './record-fields.ts'
import TaxRates from './TaxRates.vue'

/** What a new record starts from: the office of this desktop, today. */
export interface NewRecordContext {
  country: string
  timeZone: string
  currency: string
  /** `YYYY-MM-DD` */
  today: string
}

export interface RecordKind<D = unknown> {
  icon: Component
  fields: readonly RecordField[]
  /** What fields cannot say: takes `form` and `errorOf`, emits `change` with a member and its new value. */
  more?: Component
  blank: (context: NewRecordContext) => D
}

const kind = <K extends CatalogKind>(
  icon: Component,
  blank: (context: NewRecordContext) => CatalogData<K>,
  fields: readonly RecordField[],
  more?: Component,
): RecordKind<CatalogData<K>> => ({ icon, blank, fields, ...(more && { more }) })

const labelsField: RecordField = { control: 'labels', name: 'labels' }
const colourField = choiceField('colour', COLOURS, { areColours: true })

/** The configured records that a person changes by hand. */
export const RECORD_KINDS = {
  company: kind<'company'>(
    Landmark,
    ({ country, timeZone, currency }) => ({ name: '', country, timeZone, currency }),
    [nameField, { control: 'number', name: 'paymentDays', min: 0, max: 365 }],
    LetterheadFields,
  ),
  office: kind<'office'>(
    Building2,
    ({ country, timeZone, currency }) => ({ name: '', prefix: '', country, timeZone, currency }),
    [
      nameField,
      textField('prefix', { isRequired: true, longest: 4, clean: (typed) => typed.toUpperCase() }),
      { control: 'country', name: 'country' },
      { control: 'timeZone', name: 'timeZone' },
      { control: 'currency', name: 'currency' },
    ],
    LetterheadFields,
  ),
  person: kind<'person'>(User, () => ({ name: '', language: 'es' }), [
    nameField,
    choiceField('language', LOCALES),
  ]),
  customerStatus: kind<'customerStatus'>(
    CircleDot,
    () => ({
      key: '',
      labels: { es: '', en: '' },
      colour: 'slate',
      allowsNewServices: true,
      billsServices: true,
      suspendsServices: false,
      receivesCampaigns: true,
      receivesOutageNotices: true,
    }),
    [
      labelsField,
      colourField,
      { control: 'switches', name: 'rules', legend: 'rules', members: STATUS_RULES },
    ],
  ),
  contactType: kind<'contactType'>(
    Users,
    () => ({
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
    }),
    [labelsField],
    ContactTypeRights,
  ),
  tag: kind<'tag'>(Tag, () => ({ name: '', colour: 'blue' }), [
    nameField,
    colourField,
    textField('link', { type: 'url' }),
  ]),
  attribute: kind<'attribute'>(
    Tags,
    () => ({ name: '', valueKind: 'text', required: false, unique: false }),
    [
      nameField,
      choiceField('valueKind', ['text', 'number', 'date', 'boolean', 'url']),
      { control: 'switches', name: 'demands', members: ['required', 'unique'] },
    ],
  ),
  product: kind<'product'>(
    Package,
    ({ currency }) => ({
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
    }),
    [
      nameField,
      textField('code'),
      choiceField('type', SERVICE_TYPES, { words: 'serviceType' }),
      { control: 'currency', name: 'currency' },
      textField('description', { isLong: true }),
      { control: 'number', name: 'contractMonths', min: 1, max: 600 },
      { control: 'decimal', name: 'exitFee' },
    ],
    ProductCharges,
  ),
  taxRate: kind<'taxRate'>(
    Percent,
    ({ country, today }) => ({
      name: '',
      country,
      category: 'S',
      rates: [{ id: uuidv7(), from: `${today.slice(0, 4)}-01-01`, percent: '' }],
    }),
    [nameField, { control: 'country', name: 'country' }, choiceField('category', TAX_CATEGORIES)],
    TaxRates,
  ),
  stockPlace: kind<'stockPlace'>(Boxes, () => ({ name: '', kind: 'warehouse' }), [
    nameField,
    choiceField('kind', ['warehouse', 'vehicle', 'shop', 'other'], { words: 'placeKind' }),
    textField('address'),
  ]),
} as const

export type RecordKindName = keyof typeof RECORD_KINDS

/** Those that are no list: people come with the roles of an organisation, the company is one. */
const ALONE = ['person', 'company'] as const
export type ListKindName = Exclude<RecordKindName, (typeof ALONE)[number]>

/** The lists of the settings, in their order. */
export const LIST_KINDS = (Object.keys(RECORD_KINDS) as RecordKindName[]).filter(
  (name): name is ListKindName => !ALONE.some((one) => one === name),
)
