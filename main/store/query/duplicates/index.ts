import type { HostReply } from '#core/contract/envelope.ts'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import { groupDuplicates, type DuplicateGroup, type Lookalike } from '#core/domain/matching/groups.ts'
import { nameKeys, taxIdKeys } from '#core/domain/matching/keys.ts'
import { MATCH_SIGNS } from '#core/domain/matching/match-customer.ts'
import type { SqliteDatabase } from '../../sqlite/port.ts'
import type { RunLater } from '../customer-list/columns/list-model.ts'
import { createStatements, currentCommit, inSnapshot, type Statements } from '../statements.ts'
import { createSharedKeys } from './shared-keys.ts'

type Input = MethodInput<'customers', 'duplicates'>
type Output = MethodOutput<'customers', 'duplicates'>

/** So many touched customers are looked at again one by one; with more, everything is read anew. */
const FEW = 2000

/** Customers read in one step: a few milliseconds. */
const STEP = 300

/**
 * Finds groups of customers that are likely the same. The keys that several share are read once, in steps between other
 * answers, and then followed from the journal of touched customers.
 */
export function createDuplicateFinder(db: SqliteDatabase, runLater: RunLater) {
  const statements = createStatements(db)
  let state = emptyState()
  let reading: Promise<void> | undefined

  function emptyState() {
    return {
      keys: createSharedKeys(statements),
      people: new Map<number, Lookalike | undefined>(),
      groups: new Map<Input['show'], DuplicateGroup[]>(),
      build: -1,
      seq: -1,
      isComplete: false,
    }
  }

  const buildNow = (): number =>
    Number(statements.get(`SELECT value FROM meta WHERE key = 'readModelBuild'`)?.value ?? 0)
  const seqNow = (): number => Number(statements.get('SELECT max(seq) AS n FROM r_customer_touched')?.n ?? 0)

  /** All shared keys. */
  async function readAll(): Promise<void> {
    state = emptyState()
    state.build = buildNow()
    state.seq = seqNow()
    for (const _ of state.keys.scan()) await new Promise<void>(runLater)
    let read = 0
    for (const { customers } of state.keys.all())
      for (const customer of customers) {
        person(customer)
        if (++read % STEP === 0) await new Promise<void>(runLater)
      }
    state.isComplete = true
  }

  /** Takes over what commits have touched since. False when everything has to be read anew. */
  function follow(): boolean {
    if (!state.isComplete || state.build !== buildNow()) return false
    const rows = statements.all('SELECT seq, numbers FROM r_customer_touched WHERE seq > ? ORDER BY seq', [
      state.seq,
    ])
    // The journal's own projector wrote the text.
    const touched = new Set(rows.flatMap(({ numbers }) => JSON.parse(numbers as string) as number[]))
    if (touched.size > FEW) return false
    state.seq = Number(rows.at(-1)?.seq ?? state.seq)
    if (touched.size === 0) return true
    state.keys.follow(touched)
    for (const customer of touched) state.people.delete(customer)
    state.groups.clear()
    return true
  }

  const person = (n: number): Lookalike | undefined => {
    if (!state.people.has(n)) state.people.set(n, readLookalike(statements, n))
    return state.people.get(n)
  }

  function groupsOf(show: Input['show']): DuplicateGroup[] {
    const known = state.groups.get(show)
    if (known) return known
    const groups = groupDuplicates(state.keys.all(), person, show)
    state.groups.set(show, groups)
    return groups
  }

  function answer({ show, sign, customerId, skip, limit }: Input): Output {
    const all = groupsOf(show).filter(
      ({ customers }) => customerId === undefined || customers.some((n) => person(n)?.id === customerId),
    )
    const found = sign === undefined ? all : all.filter(({ by }) => by.includes(sign))
    return {
      commit: currentCommit(statements),
      total: found.length,
      signs: MATCH_SIGNS.map((one) => ({
        sign: one,
        count: all.filter(({ by }) => by.includes(one)).length,
      })).filter(({ count }) => count > 0),
      groups: found.slice(skip, skip + limit).map(({ customers, by, strength }) => ({
        strength,
        by,
        customers: readRows(statements, customers),
      })),
    }
  }

  return async (input: unknown): Promise<HostReply> => {
    for (;;) {
      // The dispatcher validated the input against this method's schema.
      const value = inSnapshot(db, () => (follow() ? answer(input as Input) : undefined))
      if (value) return { ok: true, value }
      // Whoever asks meanwhile waits for the same reading.
      await (reading ??= readAll().finally(() => (reading = undefined)))
    }
  }
}

function readLookalike(statements: Statements, n: number): Lookalike | undefined {
  const row = statements.get(
    `SELECT d.body FROM r_customer c JOIN d_customers d ON d.id = c.id WHERE c.n = ? AND d.deleted = 0`,
    [n],
  )
  if (!row) return undefined
  // The store itself wrote the text from a document.
  const { id, name, taxId, archived, notSameAs = [] } = JSON.parse(row.body as string) as Customer
  return {
    id,
    name: nameKeys(name)[0]?.key,
    taxId: taxIdKeys(taxId)[0]?.key,
    archived: archived !== undefined,
    notSameAs,
  }
}

/** Whoever is most likely to stay comes first. */
function readRows(
  statements: Statements,
  customers: readonly number[],
): Output['groups'][number]['customers'] {
  const rows = statements.all(
    `SELECT c.id, c.number, json_extract(d.body, '$.name') AS name, c.archived, c.first_city, c.services, c.balance,
       c.currency
     FROM r_customer c JOIN d_customers d ON d.id = c.id WHERE c.n IN (SELECT value FROM json_each(?))
     ORDER BY c.archived, c.services DESC, c.created_at, c.id`,
    [JSON.stringify(customers)],
  )
  return rows.map((row) => ({
    id: row.id as string,
    number: row.number as string,
    name: row.name as string,
    archived: row.archived === 1,
    ...(typeof row.first_city === 'string' && { city: row.first_city }),
    services: row.services as number,
    balance: row.balance as number,
    currency: row.currency as string,
  }))
}
