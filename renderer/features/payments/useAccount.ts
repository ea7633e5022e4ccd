import { useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'

/** Open invoices, credit and balance of a customer, as they are now. */
export function useAccount(customerId: () => string | undefined) {
  const host = useHost()
  return useReadModel(
    () => {
      const id = customerId()
      return id === undefined ? undefined : host.payments.account({ customerId: id })
    },
    { collections: ['transactions', 'invoices', 'customers'] },
  )
}
