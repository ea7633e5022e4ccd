/** A part of a movement as it is typed; no invoices chosen means the oldest first. */
export interface PartForm {
  id: string
  customerId: string | undefined
  customerName: string | undefined
  amount: string
  invoiceIds: string[]
}
