import { Type } from 'typebox'
import { defineCommand } from '#core/domain/command.ts'
import { commands } from '#core/domain/commands.ts'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { ok } from '#core/lib/result.ts'
import { createReader } from '#main/store/query/reader.ts'
import { entryOf, invoiceOf } from './builders.ts'
import { createReadyStore, type WriterStoreOptions } from './writer-store.ts'

/** Posts what it is given, as the commands of the billing run do. */
const post = defineCommand({
  name: 'test.post',
  input: Type.Object({ entries: Type.Array(Type.Any()), invoices: Type.Array(Type.Any()) }),
  undo: 'reversal',
  run: ({ entries, invoices }) =>
    ok({
      writes: (invoices as Invoice[]).map((after) => ({
        collection: 'invoices',
        id: after.id,
        before: undefined,
        after,
      })),
      entries: entries as LedgerEntry[],
      result: null,
    }),
})

export interface Issued {
  customerId: string
  /** Gross minor units; no tax. Negative makes a credit note. */
  gross: number
  date?: string
  dueOn?: string
  number?: string
}

/** A writer and the reader of its file, with customers who owe money. */
export function createMoneyStore(options: WriterStoreOptions = {}) {
  const store = createReadyStore({ ...options, commands: { ...commands, 'test.post': post } })
  const reader = createReader(store.db)
  let invoices = 0
  const read = <V extends string>(method: V, input: unknown): unknown => {
    const reply = reader[method]?.(input)
    if (!reply?.ok) throw new Error(`${method}: ${JSON.stringify(reply)}`)
    return JSON.parse(JSON.stringify(reply.value)) as unknown
  }
  return {
    ...store,
    customer: (name: string, more: Partial<Customer> = {}) =>
      store.run<{ id: string }>('customer.create', { name, type: 'business', ...more }).result.id,
    /** Posts a charge and the invoice that takes it; answers the invoice. */
    issue({ customerId, gross, date = '2026-03-01', dueOn = '2026-03-16', number }: Issued): Invoice {
      invoices++
      const id = `invoice-${String(invoices).padStart(4, '0')}`
      const key = `charge-${invoices}/${date}`
      const kind = gross < 0 ? 'creditNote' : 'invoice'
      const invoice = invoiceOf({
        id,
        customerId,
        kind,
        number: number ?? `${kind === 'invoice' ? 'F' : 'R'}MAD-7Q-${String(invoices).padStart(6, '0')}`,
        issuedOn: date,
        dueOn,
        lines: [
          { id: '1', transactionId: key, description: 'Fibra', quantity: '1', unitPrice: '1', net: gross },
        ],
        taxes: [],
        net: gross,
        tax: 0,
        gross,
      })
      const entry = entryOf({ key, customerId, kind: gross < 0 ? 'credit' : 'charge', amount: gross, date })
      store.run('test.post', { entries: [entry], invoices: [invoice] })
      return invoice
    },
    /** Runs a command that may be refused; answers the refusal's code or `ok`. */
    attempt(command: string, input: unknown): string {
      store.clock.at += 1000
      const reply = store.writer.run(command, input, true)
      if (reply.ok) return 'ok'
      const code = reply.error.details?.refusal?.code
      if (code === undefined) throw new Error(`${command}: ${JSON.stringify(reply.error)}`)
      return code
    },
    undo(opId: string | undefined): string {
      store.clock.at += 1000
      const reply = store.writer.undo(opId)
      return reply.ok ? 'ok' : (reply.error.details?.refusal?.code ?? reply.error.message)
    },
    ledger: () =>
      store.db
        .prepare('SELECT body FROM transactions ORDER BY n')
        .all()
        .map(({ body }) => JSON.parse(body as string) as LedgerEntry),
    read,
    account: (customerId: string) =>
      read('payments.account', { customerId }) as MethodOutput<'payments', 'account'>,
    payments: (filter: MethodInput<'payments', 'list'>['filter'] = {}) =>
      (
        read('payments.list', {
          filter,
          sort: { field: 'date', direction: 'asc' },
          skip: 0,
          limit: 1000,
        }) as MethodOutput<'payments', 'list'>
      ).rows,
  }
}

export type MoneyStore = ReturnType<typeof createMoneyStore>
