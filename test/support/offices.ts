import { canonicalJson } from '#core/lib/canonical-json.ts'
import { until, type OfficeHost } from './office-host.ts'

/* What tests with several desktops ask of them. */

export const inSync = (office: OfficeHost, patience?: number) =>
  until(
    () => office.call('sync', 'status', {}),
    ({ state }) => state === 'inSync',
    patience,
  )

export const namesOf = async (office: OfficeHost) =>
  (await office.documents('customers')).map(({ name }) => String(name)).sort()

export const add = async (office: OfficeHost, name: string): Promise<string> => {
  const customer = (await office.run('customer.create', { name, type: 'business' })) as { id: string }
  return customer.id
}

export const change = (office: OfficeHost, id: string | undefined, changes: object) =>
  office.run('customer.update', { id, changes })

/** Until who works at the desktop is one of the organisation's people. */
export const untilSettled = (office: OfficeHost) =>
  until(
    async () => {
      const { device } = await office.call('app', 'info', {})
      const ids = (await office.documents('catalog')).map(({ id }) => id)
      const { state, trouble, paused } = await office.call('sync', 'status', {})
      return { isIn: ids.includes(device?.personId ?? ''), records: ids.length, state, trouble, paused }
    },
    ({ isIn }) => isIn,
    60_000,
  )

/** All that offices share, as each of them has it. */
const contentOf = async (office: OfficeHost) => ({
  customers: await office.documents('customers'),
  catalog: await office.documents('catalog'),
  issues: await office.documents('issues'),
})

/** Whether all hold the same. */
export const areAlike = async (all: readonly OfficeHost[]): Promise<boolean> =>
  new Set(await Promise.all(all.map(async (office) => canonicalJson(await contentOf(office))))).size === 1

/** Until all offices hold the same and have nothing to send. */
export async function untilAlike(all: readonly OfficeHost[], patience = 60_000): Promise<void> {
  await until(
    async () => {
      const states = await Promise.all(all.map((office) => office.call('sync', 'status', {})))
      const paused = states.flatMap((one) => one.paused ?? [])
      return { states: states.map(({ state }) => state), paused, areAlike: await areAlike(all) }
    },
    ({ states, areAlike: isDone }) => isDone && states.every((state) => state === 'inSync'),
    patience,
  )
}
