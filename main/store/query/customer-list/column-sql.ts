import type { CustomerFact, CustomerFigure } from '#core/domain/customer/list-columns.ts'

/** Where each figure stands: `c` is r_customer, `f` is r_customer_fact. */
export const FIGURE_SQL: Readonly<Record<CustomerFigure, string>> = {
  contacts: 'c.contacts',
  sites: 'c.sites',
  services: 'c.services',
  servicesActive: 'c.services_active',
  products: '(SELECT count(*) FROM r_customer_product AS p WHERE p.n = c.n)',
  tags: 'f.tags',
  monthly: 'c.monthly',
  balance: 'c.balance',
  openInvoices: 'c.open_invoices',
  openAmount: 'c.open_amount',
  uninvoiced: 'c.uninvoiced',
}

/** Facts as counts: 0 is no. */
export const FACT_SQL: Readonly<Record<CustomerFact, string>> = {
  taxId: 'f.tax_id',
  contacts: 'c.contacts',
  sites: 'c.sites',
  services: 'c.services',
  email: 'f.emails',
  phone: 'f.phones',
  siteWithoutPosition: 'f.unplaced',
}

/** Every customer has both rows: the facts are written with it. */
export const FROM = 'r_customer AS c JOIN r_customer_fact AS f ON f.n = c.n'
