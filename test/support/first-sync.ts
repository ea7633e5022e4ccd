import { fileContents } from './file-contents.ts'
import { until, type OfficeHost } from './office-host.ts'
import { inSync } from './offices.ts'

/* What tests of first syncs ask of the desktops that begin. */

/** Begins with the organisation's data, as somebody of this name. */
export async function joinWith(office: OfficeHost, code: string): Promise<OfficeHost> {
  await office.call('sync', 'connect', {
    ...{ code, join: 'set-mine-aside', personName: 'Eva Gil', language: 'es' },
  })
  return office
}

/** Until all has come, the older activity as well. */
export const untilWhole = async (office: OfficeHost) => {
  await until(
    () => office.call('sync', 'status', {}),
    ({ state, firstSync }) => state === 'inSync' && firstSync === undefined,
    120_000,
  )
  // Who works there is told as soon as there is an office.
  await until(
    () => office.call('app', 'info', {}),
    ({ setup }) => setup === 'done',
  )
  return inSync(office)
}

/** What a desktop holds of customers and what is theirs once it has ended. */
export async function contentsOf({ host }: OfficeHost) {
  await host.stop()
  const { documents, ...others } = fileContents(host.folder)
  // Members of a record that was made here stand in another order.
  const parsed = documents.map((rows) =>
    rows.map(({ body, ...row }) => ({ ...row, body: JSON.parse(String(body)) as unknown })),
  )
  return { documents: parsed, ...others }
}
