import { archiveCustomers, restoreCustomers, setCustomerStatus, tagCustomers } from './bulk.ts'
import { createCustomer } from './create.ts'
import { updateCustomer } from './update.ts'

export const customerCommands = [
  createCustomer,
  updateCustomer,
  setCustomerStatus,
  tagCustomers,
  archiveCustomers,
  restoreCustomers,
]
