import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { fold } from '#core/lib/fold.ts'
import { currentCommit, type Statements } from '../statements.ts'

type Input = MethodInput<'services', 'sites'>

/** The sites of a customer in the order of names, each with its services; served by the index of the customer's sites. */
export function siteOverview(
  statements: Statements,
  { customerId, text, withServices, skip, limit }: Input,
): MethodOutput<'services', 'sites'> {
  const wanted = fold(text ?? '')
  // The folded name, and the town as it is written.
  const matches = `(?2 = '' OR instr(d.f_sortName, ?2) > 0 OR instr(lower(json_extract(d.body, '$.city')), ?2) > 0)`
  const from = `FROM d_sites AS d LEFT JOIN r_site AS r ON r.id = d.id
    WHERE d.f_customerId = ?1 AND d.deleted = 0 AND ${matches}${withServices ? ' AND r.services > 0' : ''}`
  const sums = statements.get(
    `SELECT count(*) AS total, sum(r.services) AS services, sum(r.services_active) AS active,
      sum(r.monthly) AS monthly ${from}`,
    [customerId, wanted],
  )
  const rows = statements.all(
    `SELECT d.body AS body, r.services AS services, r.services_active AS active, r.monthly AS monthly ${from}
      ORDER BY d.f_sortName, d.id LIMIT ?3 OFFSET ?4`,
    [customerId, wanted, limit, skip],
  )
  return {
    commit: currentCommit(statements),
    total: Number(sums?.total ?? 0),
    services: Number(sums?.services ?? 0),
    active: Number(sums?.active ?? 0),
    monthly: Number(sums?.monthly ?? 0),
    rows: rows.map(({ body, services, active, monthly }) => {
      // The store itself wrote the text from a document.
      const site = JSON.parse(body as string) as Site
      return {
        id: site.id,
        name: site.name,
        ...(site.addressLine1 !== undefined && { addressLine1: site.addressLine1 }),
        ...(site.city !== undefined && { city: site.city }),
        archived: site.archived !== undefined,
        separateInvoice: site.separateInvoice,
        services: Number(services ?? 0),
        active: Number(active ?? 0),
        monthly: Number(monthly ?? 0),
      }
    }),
  }
}
