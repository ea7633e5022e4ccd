import type { MangoQuery, RxCollection, RxDocument } from 'rxdb/plugins/core'
import { filter, firstValueFrom, type Observable } from 'rxjs'
import type { Customer } from '#core/domain/customer/schema.ts'
import { PAGE, type StoreEngine } from './engine.ts'

type Queries = Pick<StoreEngine, 'page' | 'filtered' | 'byNumber' | 'scan' | 'substring'>

/** The same RxDB queries for every storage. */
export function rxQueries(customers: () => RxCollection<Customer>): Queries {
  const ids = async (query: MangoQuery<Customer>): Promise<string[]> =>
    (await customers().find(query).exec()).map(({ id }) => id)
  const sort = [{ sortName: 'asc' as const }]
  return {
    page: (from, limit) => ids({ sort, skip: from, limit }),
    filtered: (statusId, limit) => ids({ selector: { statusId }, sort, limit }),
    byNumber: (number) => ids({ selector: { number } }),
    scan: (billDay) => ids({ selector: { billDay }, sort }),
    substring: (text, limit) => ids({ selector: { name: { $regex: text } }, sort, limit }),
  }
}

/** Opens the live query of the first page and waits until it shows what `write` did to its first customer. */
export async function rxWriteUntilShown(
  customers: RxCollection<Customer>,
  notes: string,
  write: (first: RxDocument<Customer>) => Promise<unknown>,
): Promise<void> {
  const live = customers.find({ sort: [{ sortName: 'asc' }], limit: PAGE }).$ as Observable<
    RxDocument<Customer>[]
  >
  const [first] = await firstValueFrom(live)
  if (!first) throw new Error('there are no customers')
  const shown = firstValueFrom(live.pipe(filter((page) => page[0]?.notes === notes)))
  await write(first)
  await shown
}
