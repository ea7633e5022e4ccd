import type { HostClient } from '#core/contract/host-client.ts'
import type { Customer } from '#core/domain/customer/index.ts'
import { fold, sortKey } from '#core/lib/fold.ts'
import { useHost } from '#renderer/host/index.ts'
import type { RowQuery } from './useCustomerRows.ts'

/** Goes to a row of the list by what a person types: a position, a number, the beginning of a name. */
export function useListJump(list: { query: () => RowQuery | undefined; total: () => number }) {
  const host = useHost()

  /** The position of whom the text means; undefined when nobody of this list is meant. */
  async function find(text: string): Promise<number | undefined> {
    const query = list.query()
    const words = text.trim()
    if (!query || words === '') return undefined
    if (isPosition(words))
      return Number(words) <= list.total() ? Number(words) - 1 : await withNumber(query, words)
    const { field } = query.sort
    const wanted = field === 'sortName' ? sortKey(words) : words.toUpperCase()
    const keyOf =
      field === 'sortName'
        ? ({ sortName }: Customer) => sortName
        : field === 'number'
          ? ({ number }: Customer) => number
          : undefined
    const first = keyOf && (await firstFrom(host, query, list.total(), wanted, keyOf))
    return first ?? (await firstWith(host, query, words))
  }

  /** Beyond the list a position may still be the number of somebody, or its end; nothing else that holds its digits. */
  async function withNumber(query: RowQuery, digits: string): Promise<number | undefined> {
    const page = await host.customers.list({
      ...query,
      filter: { ...query.filter, text: digits },
      skip: 0,
      limit: 50,
    })
    const row = page.ok ? page.value.rows.find(({ number }) => number.endsWith(digits)) : undefined
    return row && (await placeOf(host, query, row.id))
  }

  return { find }
}

/** A row of the list by its place, from 1. */
export const isPosition = (text: string): boolean => /^[1-9]\d*$/.test(text.trim())

/** Searches an ordered list by halves for the first one that begins with the text. */
async function firstFrom(
  host: HostClient,
  query: RowQuery,
  total: number,
  wanted: string,
  keyOf: (customer: Customer) => string,
): Promise<number | undefined> {
  const keyAt = async (index: number) => {
    const page = await host.customers.list({ ...query, skip: index, limit: 1 })
    const id = page.ok ? page.value.rows[0]?.id : undefined
    if (id === undefined) return undefined
    const found = await host.store.byIds({ collection: 'customers', ids: [id], withDeleted: false })
    // A row of this collection.
    const document = found.ok ? (found.value.rows[0]?.document as Customer | undefined) : undefined
    return document && keyOf(document)
  }
  const isDescending = query.sort.direction === 'desc'
  // Downwards, whoever begins with the text comes before the text itself: the first is where greater ones end.
  const isBefore = (key: string) => (isDescending ? key > wanted && !key.startsWith(wanted) : key < wanted)
  let low = 0
  let high = total
  while (low < high) {
    const middle = (low + high) >> 1
    const key = await keyAt(middle)
    if (key === undefined) return undefined
    if (isBefore(key)) low = middle + 1
    else high = middle
  }
  const key = low < total ? await keyAt(low) : undefined
  return key?.startsWith(wanted) ? low : undefined
}

/** The first one in the order of the list whose name, number or tax id holds the words. */
async function firstWith(host: HostClient, query: RowQuery, words: string): Promise<number | undefined> {
  const text = fold(words).slice(0, 200)
  const page = await host.customers.list({ ...query, filter: { ...query.filter, text }, skip: 0, limit: 1 })
  const id = page.ok ? page.value.rows[0]?.id : undefined
  return id === undefined ? undefined : await placeOf(host, query, id)
}

async function placeOf(host: HostClient, query: RowQuery, id: string): Promise<number | undefined> {
  const place = await host.customers.position({ ...query, id })
  return place.ok ? place.value.index : undefined
}
