import type { CatalogRecord } from './catalog/schema.ts'
import type { Contact } from './contact/schema.ts'
import type { Customer } from './customer/schema.ts'
import type { InventoryItem } from './inventory/schema.ts'
import type { Invoice } from './invoice/schema.ts'
import type { Issue } from './issue/schema.ts'
import type { Service } from './service/schema.ts'
import type { Site } from './site/schema.ts'

/** The type of a document by its collection. */
export interface DocumentOf {
  customers: Customer
  contacts: Contact
  sites: Site
  services: Service
  inventory: InventoryItem
  invoices: Invoice
  catalog: CatalogRecord
  issues: Issue
}
