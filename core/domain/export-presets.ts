/** A file of customers as another program reads it: its headings, and its words for our closed lists. */
export interface ExportPreset {
  id: 'splynx' | 'uisp'
  name: string
  columns: readonly { key: string; label: string }[]
  words: Readonly<Record<string, string>>
}

const columns = (pairs: Readonly<Record<string, string>>): ExportPreset['columns'] =>
  Object.entries(pairs).map(([key, label]) => ({ key, label }))

/** The headings are those that `IMPORT_PRESETS` reads, so that a file finds its way back as well. */
export const EXPORT_PRESETS: readonly ExportPreset[] = [
  {
    id: 'splynx',
    name: 'Splynx',
    columns: columns({
      number: 'Login',
      status: 'Status',
      name: 'Full name',
      type: 'Category',
      paymentType: 'Billing type',
      taxId: 'VAT ID',
      email: 'Email',
      phone: 'Phone number',
      addressLine1: 'Street',
      postcode: 'ZIP code',
      city: 'City',
      position: 'Geo data',
      tags: 'Labels',
    }),
    words: {
      'type.individual': 'person',
      'type.business': 'company',
      'paymentType.prepaid': 'prepaid',
      'paymentType.postpaid': 'recurring',
      'status.active': 'active',
      'status.pending': 'new',
      'status.suspended': 'blocked',
      'status.inactive': 'disabled',
    },
  },
  {
    id: 'uisp',
    name: 'UISP',
    columns: columns({
      number: 'User ident',
      type: 'Client type',
      firstName: 'First name',
      lastName: 'Last name',
      companyName: 'Company name',
      taxId: 'Tax ID',
      email: 'Email',
      phone: 'Phone',
      addressLine1: 'Street 1',
      addressLine2: 'Street 2',
      city: 'City',
      postcode: 'ZIP code',
      state: 'State',
      country: 'Country',
      latitude: 'GPS lat',
      longitude: 'GPS lon',
      currency: 'Currency',
      tags: 'Tags',
      notes: 'Note',
    }),
    words: { 'type.individual': 'residential', 'type.business': 'commercial' },
  },
]
