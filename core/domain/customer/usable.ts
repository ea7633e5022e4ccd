import { err, ok, type Result } from '../../lib/result.ts'
import type { CommandReader, Refusal } from '../command.ts'
import { readOne } from '../typed-reader.ts'
import type { Customer } from './schema.ts'

/** The customer that a command may change, or to which it may add; or why not. */
export function editableCustomer(read: CommandReader, customerId: string): Result<Customer, Refusal> {
  const customer = readOne(read, 'customers', customerId)
  if (!customer) return err({ code: 'customer.notFound' })
  return customer.archived
    ? err({ code: 'customer.isArchived', details: { name: customer.name } })
    : ok(customer)
}
