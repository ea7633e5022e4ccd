import type { HostClient } from '#core/contract/host-client.ts'
import { listQueryToInput, type ListQuery } from './list-query.ts'

/** The most ids that one page of the contract holds. */
const PAGE = 10_000

/** Ids of a whole range of the list, page by page; undefined when the host could not answer. */
export async function readIds(
  customers: HostClient['customers'],
  query: ListQuery,
  start: number,
  end: number,
): Promise<string[] | undefined> {
  const ids: string[] = []
  for (let skip = start; skip < end; skip += PAGE) {
    const reply = await customers.list(listQueryToInput(query, skip, Math.min(PAGE, end - skip)))
    if (!reply.ok) return undefined
    ids.push(...reply.value.rows.map((row) => row.id))
    if (reply.value.rows.length === 0) break
  }
  return ids
}
