import type { StoredDocument } from '#core/domain/entity.ts'
import { matchKeysOf, MATCHED_COLLECTIONS } from '#core/domain/matching/document-keys.ts'
import type { SharedKey } from '#core/domain/matching/groups.ts'
import { MOST } from '#core/domain/matching/match-customer.ts'
import { MATCH_KINDS } from '#core/domain/matching/keys.ts'
import { tableOf } from '../document-table.ts'
import type { Statements } from '../statements.ts'

/** Names are looked at only beside other keys: too many people share one. */
const SHARED_KINDS = MATCH_KINDS.filter((kind) => kind !== 'name')
type SharedKind = (typeof SHARED_KINDS)[number]

/** Rows of the table that one step goes over: a few milliseconds. */
const STEP = 10_000

/** Keys that two or more customers hold, but not more than tell anybody apart. */
export interface SharedKeys {
  /** Reads the whole table, in steps. */
  scan(): Generator<void, void>
  /** Looks again at all that these customers hold and held. */
  follow(customers: Iterable<number>): void
  all(): Iterable<SharedKey>
}

export function createSharedKeys(statements: Statements): SharedKeys {
  const shared = new Map<string, SharedKey>()
  const namesOf = new Map<number, Set<string>>()

  const put = (kind: SharedKind, key: string, customers: readonly number[]): void => {
    const name = `${kind}/${key}`
    for (const customer of shared.get(name)?.customers ?? []) namesOf.get(customer)?.delete(name)
    if (customers.length < 2 || customers.length > MOST) {
      shared.delete(name)
      return
    }
    shared.set(name, { sign: kind, customers })
    for (const customer of customers) {
      const names = namesOf.get(customer) ?? new Set()
      namesOf.set(customer, names.add(name))
    }
  }

  /** What a customer holds now. */
  function* keysOf(customer: number): Generator<string> {
    const id = statements.get('SELECT id FROM r_customer WHERE n = ?', [customer])?.id
    if (typeof id !== 'string') return
    for (const collection of MATCHED_COLLECTIONS) {
      const owner = collection === 'customers' ? 'id' : 'f_customerId'
      const rows = statements.all(
        `SELECT body FROM ${tableOf(collection)} WHERE ${owner} = ? AND deleted = 0`,
        [id],
      )
      for (const { body } of rows)
        // The store itself wrote the text from a document.
        for (const { kind, key } of matchKeysOf(collection, JSON.parse(body as string) as StoredDocument))
          if (kind !== 'name') yield `${kind}/${key}`
    }
  }

  return {
    all: () => shared.values(),
    *scan() {
      for (const kind of SHARED_KINDS) {
        const code = MATCH_KINDS.indexOf(kind)
        for (let from: string | undefined = ''; from !== undefined; yield) {
          const start: string = from
          const end = statements.get(
            `SELECT key FROM r_match WHERE kind = ? AND key > ? ORDER BY key LIMIT 1 OFFSET ${STEP}`,
            [code, start],
          )?.key
          from = typeof end === 'string' ? end : undefined
          const rows = statements.all(
            `SELECT key, json_group_array(customer_n) AS customers FROM r_match
             WHERE kind = ? AND key > ? AND key <= ? GROUP BY key HAVING count(*) BETWEEN 2 AND ${MOST}`,
            [code, start, from ?? LAST],
          )
          for (const { key, customers } of rows)
            // Written by SQLite itself.
            put(kind, key as string, JSON.parse(customers as string) as number[])
        }
      }
    },
    follow(customers) {
      const names = new Set<string>()
      for (const customer of customers) {
        for (const name of namesOf.get(customer) ?? []) names.add(name)
        for (const name of keysOf(customer)) names.add(name)
      }
      for (const name of names) {
        const slash = name.indexOf('/')
        const key = name.slice(slash + 1)
        // Made of it just above.
        const kind = name.slice(0, slash) as SharedKind
        const rows = statements.all(
          `SELECT customer_n FROM r_match WHERE kind = ? AND key = ? LIMIT ${MOST + 1}`,
          [MATCH_KINDS.indexOf(kind), key],
        )
        put(
          kind,
          key,
          rows.map(({ customer_n }) => customer_n as number),
        )
      }
    },
  }
}

/** After every key: keys are folded text, and the store compares bytes. */
const LAST = '\u{10ffff}'
