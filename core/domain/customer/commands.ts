import { setCustomerAttribute } from './bulk-attribute.ts'
import {
  archiveCustomers,
  restoreCustomers,
  setCustomerOffice,
  setCustomerStatus,
  tagCustomers,
} from './bulk.ts'
import { createCustomer } from './create.ts'
import { eraseCustomer, eraseCustomerAgain } from './erase.ts'
import { mergeCustomers } from './merge/merge.ts'
import { tellCustomersApart } from './merge/tell-apart.ts'
import { updateCustomer } from './update.ts'

export const customerCommands = [
  createCustomer,
  updateCustomer,
  setCustomerStatus,
  setCustomerOffice,
  setCustomerAttribute,
  tagCustomers,
  archiveCustomers,
  restoreCustomers,
  eraseCustomer,
  eraseCustomerAgain,
  mergeCustomers,
  tellCustomersApart,
]
