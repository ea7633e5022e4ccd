import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { MovementState } from '#core/contract/methods/bank.ts'
import { createMatcher, type Match, type PayableInvoice } from '#core/domain/bank/match.ts'
import { movementKeys, type BankMovement } from '#core/domain/bank/statement.ts'
import { oldestFirst } from '#core/domain/billing/payments.ts'
import { ignoredId, isMovementIgnored, type IgnoredMovement } from '#core/domain/payment/ignored-movements.ts'
import { isMovementPosted } from '#core/domain/payment/movement-key.ts'
import type { RefusedLine } from '#core/domain/payment/post-statement.ts'
import { addDays } from '#core/domain/values/plain-date.ts'
import { fold } from '#core/lib/fold.ts'
import { createStatements, currentCommit, inSnapshot } from '../../../store/query/statements.ts'
import { dayNumber, dayText } from '../../../store/query/payments/payment-filter.ts'
import { sha256 } from '../../../store/sha256.ts'
import type { SqliteDatabase } from '../../../store/sqlite/port.ts'
import { createDocuments } from '../../../store/writer/documents.ts'
import { knownPayers, payableInvoices, similarPayment } from './payable.ts'
import type { StatementFile } from './statement-file.ts'

type Rows = MethodOutput<'bank', 'rows'>
type Row = Rows['rows'][number]
type Part = NonNullable<MethodInput<'bank', 'decide'>['parts']>[number]
type Progress = (done: number, total: number) => void

/** A movement with what was found for it and what a person said. */
interface Kept {
  movement: BankMovement
  key: string
  text: string
  matches: Match[]
  state: MovementState
  parts: Part[]
  similar?: string
  /** Position of an earlier movement of the statement that is as sure to pay the same invoice. */
  samePaidBy?: number
  refused?: RefusedLine['code']
}

/** Days around a movement in which a payment of the same amount is perhaps the same. */
const SIMILAR_DAYS = 3

/** One statement while a person reviews it, on a read-only connection. */
export function createBankSession(file: StatementFile, db: SqliteDatabase, progress: Progress) {
  const statements = createStatements(db)
  const read = createDocuments(db)
  const invoices = new Map<string, PayableInvoice>()
  let seen = -1
  const kept = inSnapshot(db, () => keep())
  const byPosition = new Map(kept.map((one) => [one.movement.position, one]))

  function keep(): Kept[] {
    seen = currentCommit(statements)
    const movements = file.statements.flatMap((statement) => {
      const keys = movementKeys(statement, sha256)
      return statement.movements.map((movement) => ({ movement, key: keys.get(movement.position) ?? '' }))
    })
    for (const invoice of payableInvoices(statements)) invoices.set(invoice.id, invoice)
    const accounts = [...new Set(movements.flatMap(({ movement }) => movement.iban ?? []))]
    const matcher = createMatcher(invoices.values(), knownPayers(statements, accounts))
    const isTable = file.table !== undefined
    const found = movements.map(({ movement, key }, index): Kept => {
      if (index % 100 === 0) progress(index, movements.length)
      const { amount, isReversal, name = '', reference = '', text } = movement
      // A row of a table is known by its line; movements of several accounts in one file are counted through.
      const own = isTable ? movement : { ...movement, position: index + 1 }
      const isIn = amount > 0 && !isReversal
      const state = !isIn ? 'out' : (settledState(key) ?? 'open')
      const matches = isIn ? matcher.match(movement) : []
      const similar = state === 'open' ? similarTo(own, matches[0]?.customerId) : undefined
      return {
        movement: own,
        key,
        text: fold(`${name} ${reference} ${text}`),
        matches,
        state,
        parts: [],
        ...(similar !== undefined && { similar }),
      }
    })
    markTwice(found)
    return found
  }

  /** A line that stands twice in a statement is as sure both times, but its invoice is paid once. */
  function markTwice(all: readonly Kept[]): void {
    const paidAt = new Map<string, number>()
    for (const one of all.filter(isSure)) {
      const ids = one.matches[0]?.invoiceIds ?? []
      const before = ids.map((id) => paidAt.get(id)).find((position) => position !== undefined)
      if (before !== undefined) one.samePaidBy = before
      else for (const id of ids) paidAt.set(id, one.movement.position)
    }
  }

  /** How a movement stands, by what is in the file. */
  function settledState(key: string): MovementState | undefined {
    if (isMovementPosted(key, { read })) return 'posted'
    return isMovementIgnored(key, { read, sha256 }) ? 'ignored' : undefined
  }

  function similarTo({ date, amount }: BankMovement, customerId: string | undefined): string | undefined {
    if (customerId === undefined) return undefined
    const from = dayNumber(addDays(date, -SIMILAR_DAYS))
    const day = similarPayment(statements, {
      customerId,
      amount,
      from,
      to: dayNumber(addDays(date, SIMILAR_DAYS)),
    })
    return day === undefined ? undefined : dayText(day)
  }

  function isSure({ state, matches, similar, samePaidBy }: Kept): boolean {
    const isAlone = similar === undefined && samePaidBy === undefined
    return state === 'open' && matches[0]?.confidence === 'sure' && isAlone
  }

  function countsOf(): Rows['counts'] {
    const counts = { open: 0, accepted: 0, ignored: 0, posted: 0, out: 0 }
    for (const { state } of kept) counts[state]++
    return counts
  }
  const sureCount = (): number => kept.filter(isSure).length

  const partOf = ({ movement }: Kept, { customerId, invoiceIds }: Match): Part => ({
    customerId,
    amount: movement.amount,
    ...(invoiceIds.length > 0 && { invoiceIds }),
  })

  /** @returns whether anything is another way now, or is to be: what is ignored stands in the file. */
  function decide(one: Kept, decision: string, parts: readonly Part[]): boolean {
    if (one.state === 'posted' || one.state === 'out') return false
    if (decision === 'ignore') return one.state !== 'ignored'
    const [best] = one.matches
    if (decision === 'accept' || decision === 'sure') {
      if (one.state === 'accepted' || !best || (decision === 'sure' && !isSure(one))) return false
      return set(one, 'accepted', [partOf(one, best)])
    }
    if (decision === 'choose') {
      const sum = parts.reduce((all, { amount }) => all + amount, 0)
      return sum === one.movement.amount && set(one, 'accepted', [...parts])
    }
    return one.state !== 'open' && set(one, 'open', [])
  }

  const told = ({ key, movement: { date, amount, currency, name, text } }: Kept): IgnoredMovement => ({
    key,
    date,
    amount,
    currency,
    ...(name !== undefined && { name: name.slice(0, 300) }),
    ...(text !== '' && { text: text.slice(0, 300) }),
  })

  function set(one: Kept, state: MovementState, parts: Part[]): true {
    one.state = state
    one.parts = parts
    delete one.refused
    return true
  }

  const invoiceOf = (id: string) => {
    const invoice = invoices.get(id)
    return invoice ? [{ id, number: invoice.number, dueOn: invoice.dueOn, open: invoice.open }] : []
  }

  function toRow({ movement, state, matches, parts, similar, samePaidBy, refused }: Kept): Row {
    const { position, date, amount, currency, name, iban, reference, text } = movement
    return {
      position,
      date,
      amount,
      currency,
      ...(name !== undefined && { name: name.slice(0, 300) }),
      ...(iban !== undefined && { iban: iban.slice(0, 60) }),
      ...(reference !== undefined && { reference: reference.slice(0, 300) }),
      text: text.slice(0, 2000),
      state,
      parts: parts.map((part) => ({
        ...customerOf(part.customerId),
        amount: part.amount,
        invoices: paidBy(part, currency),
      })),
      matches: matches.map(({ customerId, invoiceIds, reasons, confidence }) => ({
        ...customerOf(customerId),
        invoices: invoiceIds.slice(0, 20).flatMap(invoiceOf),
        reasons,
        confidence,
      })),
      ...(similar !== undefined && { similarOn: similar }),
      ...(samePaidBy !== undefined && { samePaidBy }),
      ...(refused && { refused }),
    }
  }

  /** The invoices that a part names, or those that the oldest debt first would pay. */
  function paidBy({ customerId, amount, invoiceIds }: Part, currency: string) {
    if (invoiceIds) return invoiceIds.slice(0, 20).flatMap(invoiceOf)
    const own = [...invoices.values()].filter(
      (invoice) => invoice.customerId === customerId && invoice.currency === currency,
    )
    return oldestFirst(amount, own)
      .parts.slice(0, 20)
      .flatMap(({ invoiceId }) => invoiceOf(invoiceId))
  }

  function customerOf(customerId: string) {
    const row = statements.get(
      `SELECT c.number, d.body ->> '$.name' AS name FROM r_customer AS c JOIN d_customers AS d ON d.id = c.id WHERE c.id = ?`,
      [customerId],
    )
    return {
      customerId,
      customerName: (row?.name as string | undefined) ?? '',
      customerNumber: (row?.number as string | undefined) ?? '',
    }
  }

  return {
    summary() {
      const days = kept.map(({ movement }) => movement.date).sort()
      const [account] = file.statements.flatMap((statement) => statement.account ?? [])
      const first = days[0]
      const last = days.at(-1)
      return {
        ...(account !== undefined && { account: account.slice(0, 60) }),
        ...(first !== undefined && { from: first }),
        ...(last !== undefined && { to: last }),
        counts: countsOf(),
        sure: sureCount(),
      }
    },
    rows({ state, text, skip, limit }: MethodInput<'bank', 'rows'>): Rows {
      const wanted = fold(text ?? '').trim()
      const found = kept.filter(
        (one) => (state === undefined || one.state === state) && (wanted === '' || one.text.includes(wanted)),
      )
      const rows = inSnapshot(db, () => found.slice(skip, skip + limit).map(toRow))
      return { total: found.length, counts: countsOf(), sure: sureCount(), rows }
    },
    decide({ positions, decision, parts = [] }: MethodInput<'bank', 'decide'>) {
      const chosen = positions ? positions.flatMap((position) => byPosition.get(position) ?? []) : kept
      const ignored = new Set(chosen.filter(({ state }) => state === 'ignored'))
      const changed = chosen.filter((one) => decide(one, decision, parts))
      return {
        changed: changed.length,
        /** What the file has to keep, before `look` tells how all stands. */
        ignore: decision === 'ignore' ? changed.map(told) : [],
        heed: changed.filter((one) => ignored.has(one)).map(({ key }) => ignoredId(key, sha256)),
      }
    },
    counts: () => ({ counts: countsOf(), sure: sureCount() }),
    /** Input of `payment.postStatement`. */
    toPost: () =>
      kept
        .filter(({ state }) => state === 'accepted')
        .map(({ movement, key, parts }) => ({
          key,
          date: movement.date,
          currency: movement.currency,
          parts,
          ...(movement.reference !== undefined && { reference: movement.reference }),
          ...(movement.text !== '' && { description: movement.text }),
          ...(movement.iban !== undefined && { payerAccount: movement.iban }),
        })),
    /** After posting: what was accepted stands in the ledger, or says why it held all up. */
    settle(refused: readonly RefusedLine[] | undefined): void {
      const codes = new Map(refused?.map(({ key, code }) => [key, code]))
      for (const one of kept) {
        const code = codes.get(one.key)
        if (code) one.refused = code
        else if (!refused && one.state === 'accepted') one.state = 'posted'
      }
    },
    /** After an undo, or when something else was posted meanwhile. */
    look(): void {
      inSnapshot(db, () => {
        const commit = currentCommit(statements)
        if (commit === seen) return
        seen = commit
        for (const one of kept) {
          if (one.state === 'out') continue
          const settled = settledState(one.key)
          if (settled === 'ignored') set(one, settled, [])
          else if (settled) one.state = settled
          else if (one.state === 'posted' || one.state === 'ignored')
            one.state = one.parts.length > 0 ? 'accepted' : 'open'
        }
      })
    },
  }
}

export type BankSession = ReturnType<typeof createBankSession>
