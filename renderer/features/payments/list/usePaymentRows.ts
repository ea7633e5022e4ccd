import type { MethodOutput } from '#core/contract/host-contract.ts'
import { usePagedRows, useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import type { PaymentQuery } from './payment-query.ts'

export type PaymentRow = MethodOutput<'payments', 'list'>['rows'][number]

const SOURCES = ['transactions', 'customers', 'invoices'] as const

/** The payments of a list by ranges. */
export function usePaymentRows(query: () => PaymentQuery) {
  const host = useHost()
  return usePagedRows<PaymentRow, PaymentQuery>({
    query,
    read: (asked, page) => host.payments.list({ ...asked, ...page }),
    collections: SOURCES,
  })
}

/** What the list adds up to. */
export function usePaymentSums(query: () => PaymentQuery) {
  const host = useHost()
  return useReadModel(() => host.payments.summary({ filter: query().filter }), { collections: SOURCES }).value
}
