import type { CatalogData } from '../catalog/schema.ts'

type Status = CatalogData<'customerStatus'>
type ContactType = CatalogData<'contactType'>

/** The statuses of a new installation, in order; the first one is given to new customers. */
export const SEED_STATUSES: readonly Status[] = [
  {
    key: 'active',
    labels: { es: 'Activo', en: 'Active' },
    colour: 'green',
    allowsNewServices: true,
    billsServices: true,
    suspendsServices: false,
    receivesCampaigns: true,
    receivesOutageNotices: true,
  },
  {
    key: 'pending',
    labels: { es: 'Pendiente', en: 'Pending' },
    colour: 'amber',
    allowsNewServices: true,
    billsServices: false,
    suspendsServices: false,
    receivesCampaigns: true,
    receivesOutageNotices: true,
  },
  {
    key: 'suspended',
    labels: { es: 'Suspendido', en: 'Suspended' },
    colour: 'red',
    allowsNewServices: false,
    billsServices: true,
    suspendsServices: true,
    receivesCampaigns: false,
    receivesOutageNotices: false,
  },
  {
    key: 'inactive',
    labels: { es: 'Inactivo', en: 'Inactive' },
    colour: 'slate',
    allowsNewServices: false,
    billsServices: false,
    suspendsServices: false,
    receivesCampaigns: false,
    receivesOutageNotices: false,
  },
]

const none = {
  invoices: false,
  reminders: false,
  outages: false,
  works: false,
  visits: false,
  campaigns: false,
}

/** The contact types of domain.md §2 and what their people receive and may ask for. */
export const SEED_CONTACT_TYPES: readonly ContactType[] = [
  {
    key: 'own',
    labels: { es: 'Titular', en: 'Account holder' },
    receives: { invoices: true, reminders: true, outages: true, works: true, visits: true, campaigns: true },
    mayAskFor: ['serviceChange', 'contractChange', 'paymentChange', 'technicalVisit'],
  },
  {
    key: 'billing',
    labels: { es: 'Facturación', en: 'Billing' },
    receives: { ...none, invoices: true, reminders: true },
    mayAskFor: ['paymentChange'],
  },
  {
    key: 'technical',
    labels: { es: 'Técnico', en: 'Technical' },
    receives: { ...none, outages: true, works: true, visits: true },
    mayAskFor: ['technicalVisit', 'serviceChange'],
  },
  {
    key: 'commercial',
    labels: { es: 'Comercial', en: 'Commercial' },
    receives: { ...none, campaigns: true },
    mayAskFor: ['serviceChange', 'contractChange'],
  },
  {
    key: 'family',
    labels: { es: 'Familia', en: 'Family' },
    receives: { ...none, outages: true, visits: true },
    mayAskFor: ['technicalVisit'],
  },
]
