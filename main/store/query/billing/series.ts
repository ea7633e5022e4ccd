import type { MethodOutput } from '#core/contract/host-contract.ts'
import { isCatalogKind, type CatalogKind, type CatalogRecord } from '#core/domain/catalog/schema.ts'
import {
  documentNumber,
  seriesInForce,
  seriesStem,
  stemCounter,
  USUAL_SERIES,
} from '#core/domain/invoice/numbering.ts'
import { INVOICE_KINDS } from '#core/domain/invoice/schema.ts'
import { plainDateAt } from '#core/domain/values/plain-date.ts'
import { billingHolder } from '../../leases.ts'
import { getMeta } from '../../meta.ts'
import type { SqliteDatabase } from '../../sqlite/port.ts'
import type { DeviceIdentity } from '../../store.ts'
import type { Statements } from '../statements.ts'

type Row = MethodOutput<'billing', 'series'>['series'][number]

/** More years and desktops than one series has. */
const MOST_STEMS = 200

/**
 * Every series by office and kind, the one in force first; an office without one of its own for a kind has the usual one.
 * With the next number that this desktop would give, by the day of the office.
 *
 * @param now milliseconds since 1970 UTC.
 */
export function listSeries(db: SqliteDatabase, statements: Statements, now: number): { series: Row[] } {
  const device = getMeta(db, 'device')
  // Written by the set-up.
  const code = device === undefined ? '' : (JSON.parse(device) as DeviceIdentity).code
  const series = recordsOf(statements, 'series')
  const rows = recordsOf(statements, 'office').flatMap((office): Row[] => {
    const lease = billingHolder(db, office.id)?.name
    const today = plainDateAt(now, office.data.timeZone)
    const of = (by: Pick<Row, 'prefix' | 'yearly'>) => {
      const stem = seriesStem(by, today)
      const given = statements.get(`SELECT value FROM counters WHERE name = ?`, [stemCounter(stem)])?.value
      const last = lastOf(statements, by.prefix)
      return {
        ...by,
        officeId: office.id,
        next: documentNumber(stem, code, Number(given ?? 0) + 1),
        isUsed: last !== undefined,
        ...(last && { last }),
        ...(lease !== undefined && { lease }),
      }
    }
    return INVOICE_KINDS.flatMap((kind): Row[] => {
      const own = series.filter(({ data }) => data.kind === kind && data.officeId === office.id)
      const inForce = seriesInForce(own, kind, office.id)
      const usual = of({ prefix: USUAL_SERIES[kind] + office.data.prefix, yearly: false })
      const hasUsual = !office.archived && !inForce
      const isThere = own.some(({ data }) => data.prefix === usual.prefix)
      const listed = own.map(({ id, rank, archived, data: { name, prefix, yearly = false } }): Row => ({
        ...of({ prefix, yearly }),
        id,
        rank,
        kind,
        name,
        state: archived ? 'closed' : id === inForce?.id ? 'inForce' : 'waiting',
      }))
      // What it numbered stays its own after another one took over.
      const shown = hasUsual || (usual.isUsed && !isThere)
      return [
        ...listed,
        ...(shown ? [{ ...usual, kind, state: hasUsual ? ('inForce' as const) : ('closed' as const) }] : []),
      ]
    })
  })
  return { series: rows.filter(({ state, isUsed, id }) => state === 'inForce' || isUsed || id !== undefined) }
}

function recordsOf<K extends CatalogKind>(statements: Statements, kind: K) {
  return statements
    .all(`SELECT body FROM d_catalog WHERE deleted = 0 AND f_kind = ? ORDER BY f_rank, id`, [kind])
    .map(({ body }) => JSON.parse(body as string) as CatalogRecord)
    .filter((record) => isCatalogKind(kind, record))
}

/** The document that was numbered last with a prefix, by any desktop; one step in the index of numbers for each. */
function lastOf(statements: Statements, prefix: string): Row['last'] {
  let found: Row['last']
  let from = `${prefix}-`
  for (let i = 0; i < MOST_STEMS; i++) {
    const next = statements.get(
      `SELECT number FROM r_invoice WHERE present = 1 AND number >= ? AND number < ? ORDER BY number LIMIT 1`,
      [from, `${prefix}.`],
    )
    if (!next) break
    const number = next.number as string
    // Behind all numbers of this year and desktop.
    const end = `${number.slice(0, number.lastIndexOf('-'))}-\u{10FFFF}`
    const last = statements.get(
      `SELECT id, number, issued FROM r_invoice WHERE present = 1 AND number >= ? AND number < ?
       ORDER BY number DESC LIMIT 1`,
      [number, end],
    )
    // There is at least the one that was found.
    const issuedOn = last?.issued as string
    if (!found || issuedOn >= found.issuedOn)
      found = { id: last?.id as string, number: last?.number as string, issuedOn }
    from = end
  }
  return found
}
