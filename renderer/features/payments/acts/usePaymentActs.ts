import { shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useCommand, useMoney } from '#renderer/host/index.ts'
import { useConfirm } from '#renderer/ui/index.ts'

/** Whose money something is done with. */
export interface PaymentTarget {
  customerId: string
  customerName: string
  invoiceId?: string | undefined
}

/** What can be done with money, with the dialogs that ask for more. Each is one op with one undo. */
export function usePaymentActs() {
  const { t } = useI18n()
  const { money } = useMoney()
  const { run, isRunning } = useCommand()
  const { confirm } = useConfirm()
  const taking = shallowRef<Partial<PaymentTarget>>()
  const refunding = shallowRef<PaymentTarget>()
  const writingOff = shallowRef<PaymentTarget>()

  /** Takes back a payment, refund or write-off: the ledger keeps both entries. */
  async function reverse(row: { key: string; kind: string; amount: number; currency: string }) {
    const amount = money(row.amount, row.currency)
    const isSure = await confirm({
      title: t(`payments.reverse.title.${row.kind}`, { amount }),
      text: t(`payments.reverse.text.${row.kind}`),
      confirmLabel: t('payments.reverse.confirm'),
      danger: true,
    })
    if (isSure) await run('payment.reverse', { key: row.key }, {})
  }

  /** Gives the credit of a customer to what is open, the oldest first. */
  const useCredit = (customerId: string) =>
    run('payment.allocate', { customerId }, { undoToast: t('payments.credit.done') })

  return { taking, refunding, writingOff, isRunning, reverse, useCredit }
}

export type PaymentActs = ReturnType<typeof usePaymentActs>
