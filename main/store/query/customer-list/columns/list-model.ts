import { CUSTOMER_SORTS } from '#core/domain/customer/list-columns.ts'
import type { Statements } from '../../statements.ts'
import { createAnswers } from './answers.ts'
import { createCustomerColumns } from './customer-columns.ts'
import { createNames } from './names.ts'
import { createOrders } from './orders.ts'
import { rowsBetween, rowsOf, type ListRow } from './row-source.ts'

/** Runs a piece of work later, when whoever waits has been answered. Pieces take a millisecond, a few at the most. */
export type RunLater = (work: () => void) => void

/** Customers read in one step. */
const STEP = 100
/** So many touched customers are read while the caller waits; more are read in steps. */
const AT_ONCE = 1500

/**
 * The customer list in memory (architecture.md §4): built in steps after it was first asked for, then kept up to date
 * from the journal of touched customers. `current` answers undefined while it is behind.
 */
export function createListModel(statements: Statements, runLater: RunLater) {
  let state = emptyState()
  let isWorking = false

  function emptyState() {
    const columns = createCustomerColumns()
    const names = createNames()
    const orders = createOrders(columns, names)
    return {
      columns,
      names,
      orders,
      answers: createAnswers(columns, names, orders),
      build: -1,
      /** Last entry of the journal that is taken over, or waits in `waiting`. */
      seq: 0,
      /** Rows up to this number have been read. */
      readTo: 0,
      /** Highest row number when building began. */
      last: -1,
      /** Touched customers that have to be read again. */
      waiting: new Set<number>(),
    }
  }

  const isComplete = (): boolean => state.last >= 0 && state.readTo >= state.last

  function take(rows: readonly ListRow[]): void {
    for (const row of rows) state.orders.touch(row.n, state.columns.put(row))
    state.columns.version++
  }

  /** Looks what has been touched since. */
  function readJournal(): void {
    const build = Number(statements.get(`SELECT value FROM meta WHERE key = 'readModelBuild'`)?.value ?? 0)
    if (build !== state.build) {
      state = emptyState()
      state.build = build
    }
    if (state.last < 0) {
      state.seq = Number(statements.get('SELECT max(seq) AS seq FROM r_customer_touched')?.seq ?? 0)
      state.last = Number(statements.get('SELECT max(n) AS n FROM r_customer')?.n ?? 0)
    }
    const entries = statements.all(
      'SELECT seq, numbers, catalog FROM r_customer_touched WHERE seq > ? ORDER BY seq',
      [state.seq],
    )
    for (const { seq, numbers, catalog } of entries) {
      state.seq = seq as number
      // The journal's own projector wrote the text.
      for (const n of JSON.parse(numbers as string) as number[]) state.waiting.add(n)
      if (catalog !== 1) continue
      state.names.readCatalog(statements)
      state.orders.forgetCatalog()
      state.columns.version++
    }
  }

  function readWaiting(most: number): void {
    const numbers: number[] = []
    for (const n of state.waiting) {
      if (numbers.length === most) break
      numbers.push(n)
    }
    if (numbers.length === 0) return
    take(rowsOf(statements, numbers))
    for (const n of numbers) state.waiting.delete(n)
  }

  function* steps(): Generator<void, void> {
    readJournal()
    for (; !isComplete(); yield) {
      const to = Math.min(state.readTo + STEP, state.last)
      take(rowsBetween(statements, state.readTo, to))
      state.readTo = to
    }
    for (readJournal(); state.waiting.size > 0; readJournal()) {
      readWaiting(STEP)
      yield
    }
    yield* state.names.readInSteps(statements)
    for (const sort of CUSTOMER_SORTS) yield* state.orders.build(sort)
  }

  function work(): void {
    if (isWorking) return
    isWorking = true
    const running = steps()
    const next = (): void => {
      if (running.next().done) isWorking = false
      else runLater(next)
    }
    runLater(next)
  }

  return {
    /** What answers from memory in the present snapshot of the file; undefined while that is not ready. */
    current() {
      if (!isComplete()) {
        work()
        return undefined
      }
      readJournal()
      if (!isComplete() || state.waiting.size > AT_ONCE) {
        work()
        return undefined
      }
      readWaiting(AT_ONCE)
      state.names.read(statements)
      return state.answers
    },
  }
}
