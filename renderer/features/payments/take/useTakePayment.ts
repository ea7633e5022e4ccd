import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { FieldIssue } from '#core/domain/command.ts'
import type { PAYMENT_WAYS } from '#core/domain/ledger/schema.ts'
import { cardNumberIssues } from '#core/domain/payment/input.ts'
import { isPlainDate } from '#core/domain/values/plain-date.ts'
import { minorToDecimal } from '#core/domain/values/money.ts'
import { useUnreadFields } from '#renderer/host/dates/index.ts'
import { issueText, useCommand, useMoney } from '#renderer/host/index.ts'
import { useDates, useLiveDocument } from '#renderer/data/index.ts'
import { amountToType, typedAmount } from '../typed-amount.ts'
import { useAccount } from '../useAccount.ts'
import { openInvoices, planAllocation, type AllocationMode } from './allocation.ts'

export type PaymentWay = (typeof PAYMENT_WAYS)[number]

/** A payment as a person types it; the parts by the id of the invoice. */
interface PaymentForm {
  amount: string
  way: PaymentWay
  date: string
  methodId: string | undefined
  reference: string
  description: string
  mode: AllocationMode
  parts: Record<string, string>
}

/** A payment as it is being taken: what was typed, where the money would go, and what is wrong with it. */
export function useTakePayment(given: { customerId?: string | undefined; invoiceId?: string | undefined }) {
  const { t, locale } = useI18n()
  const { money } = useMoney()
  const { today } = useDates()
  const { run, isRunning } = useCommand()
  const { hasUnread } = useUnreadFields()
  const customerId = shallowRef(given.customerId)
  const form = reactive<PaymentForm>({
    amount: '',
    way: 'cash',
    date: today.value,
    methodId: undefined,
    reference: '',
    description: '',
    mode: given.invoiceId === undefined ? 'oldest' : 'chosen',
    parts: {},
  })
  const attempted = ref(false)
  const refused = shallowRef<readonly FieldIssue[]>([])
  const isDirty = computed(
    () => form.amount.trim() !== '' || form.reference !== '' || form.description !== '',
  )

  const { document: customer } = useLiveDocument('customers', () => customerId.value)
  const account = useAccount(() => customerId.value)
  const currency = computed(() => account.value.value?.currency ?? 'EUR')
  const amount = computed(() => typedAmount(form.amount, currency.value, locale.value))
  const plan = computed(() =>
    account.value.value
      ? planAllocation(amount.value ?? 0, form.mode, form.parts, account.value.value, locale.value)
      : undefined,
  )
  const methods = computed(() => customer.value?.paymentMethods ?? [])

  /** The invoice from which somebody came: what it gets follows the amount until a person chooses otherwise. */
  const followed = shallowRef(given.invoiceId)
  watch(amount, (now) => {
    const own = account.value.value?.open.find(({ id }) => id === followed.value)
    if (!own || form.mode !== 'chosen') return
    const part = Math.min(now ?? 0, own.open)
    form.parts = part > 0 ? { [own.id]: amountToType(part, currency.value, locale.value) } : {}
  })

  // Another customer has other invoices and cards.
  watch(customerId, () => {
    followed.value = undefined
    form.parts = {}
    form.methodId = undefined
    form.mode = 'oldest'
  })
  watch([() => form.way, methods], ([way, all]) => {
    const fitting = all.filter(({ iban }) => (way === 'directDebit') === (iban !== undefined))
    const isCharged = way === 'card' || way === 'directDebit'
    if (!isCharged) form.methodId = undefined
    else if (!fitting.some(({ id }) => id === form.methodId))
      form.methodId = (fitting.find(({ isDefault }) => isDefault) ?? fitting[0])?.id
  })
  // Somebody who came from one invoice pays that one.
  const stop = watch(
    account.value,
    (now) => {
      const own = now?.open.find(({ id }) => id === given.invoiceId)
      if (!now) return
      stop()
      if (!own) return
      form.amount = amountToType(own.open, now.currency, locale.value)
      form.parts = { [own.id]: form.amount }
    },
    { flush: 'post' },
  )
  watch(form, () => (refused.value = []))

  const issues = computed(() => [...cardNumberIssues(form), ...refused.value])
  const messageOf = (path: string): string | undefined => {
    const issue = issues.value.find((one) => one.path === path)
    if (issue) return issueText(issue)
    if (path === 'amount' && attempted.value && amount.value === undefined)
      return t('issue.payment.amountForm')
    return path === 'date' && !isPlainDate(form.date) ? t('issue.payment.dateForm') : undefined
  }
  /** What is wrong with the part of an invoice, or with the sum of them. */
  function partMessage(invoiceId: string): string | undefined {
    const problem = plan.value?.problem
    if (problem?.invoiceId !== invoiceId || (amount.value === undefined && !attempted.value)) return undefined
    const value = money(problem.left ?? 0, currency.value)
    return t(`payments.take.problem.${problem.code}`, { value })
  }

  function setPart(invoiceId: string, text: string) {
    followed.value = undefined
    form.parts = { ...form.parts, [invoiceId]: text }
  }

  /** Gives an invoice all that is left for it, or nothing. */
  function fill(invoiceId: string) {
    const { value } = account.value
    const invoice = value?.open.find(({ id }) => id === invoiceId)
    if (!value || !invoice) return
    const others = Object.entries(form.parts).reduce(
      (sum, [id, text]) =>
        id === invoiceId ? sum : sum + (typedAmount(text, value.currency, locale.value) ?? 0),
      0,
    )
    const room = Math.min(invoice.open, Math.max(0, (amount.value ?? 0) - others))
    setPart(invoiceId, room > 0 ? amountToType(room, value.currency, locale.value) : '')
  }

  /** Begins to choose with what the oldest first would have given. */
  function setMode(mode: AllocationMode) {
    const { value } = account.value
    followed.value = undefined
    if (mode === 'chosen' && value)
      form.parts = Object.fromEntries(
        [...(plan.value?.parts ?? [])].map(([id, part]) => [
          id,
          amountToType(part, value.currency, locale.value),
        ]),
      )
    form.mode = mode
  }

  function payAll() {
    const { value } = account.value
    if (!value) return
    const all = openInvoices(value).reduce((sum, { open }) => sum + open, 0)
    // All that is owed is more than the invoice from which somebody came.
    if (followed.value !== undefined) form.mode = 'oldest'
    form.amount = amountToType(all, value.currency, locale.value)
  }

  const canSave = computed(
    () =>
      customerId.value !== undefined &&
      account.value.value !== undefined &&
      amount.value !== undefined &&
      plan.value?.problem === undefined &&
      issues.value.length === 0 &&
      isPlainDate(form.date) &&
      !hasUnread.value,
  )

  async function save(): Promise<boolean> {
    attempted.value = true
    if (!canSave.value || amount.value === undefined || isRunning.value) return false
    const { way, date, reference, description, methodId } = form
    const inUnits = (minor: number) => minorToDecimal(minor, currency.value)
    const reply = await run(
      'payment.record',
      {
        customerId: customerId.value,
        amount: inUnits(amount.value),
        way,
        date,
        ...(reference.trim() && { reference }),
        ...(description.trim() && { description }),
        ...(methodId !== undefined && { methodId }),
        ...(plan.value?.chosen && {
          parts: plan.value.chosen.map(({ invoiceId, amount: part }) => ({
            invoiceId,
            amount: inUnits(part),
          })),
        }),
      },
      {
        undoToast: t('payments.take.done', { amount: money(amount.value, currency.value) }),
        fields: (found) => (refused.value = found),
      },
    )
    return reply.ok
  }

  return {
    customerId,
    customer,
    form,
    account,
    currency,
    amount,
    plan,
    methods,
    isDirty,
    isRunning,
    canSave,
    messageOf,
    partMessage,
    setPart,
    fill,
    setMode,
    payAll,
    save,
  }
}

export type TakePayment = ReturnType<typeof useTakePayment>
