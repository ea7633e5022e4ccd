import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
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

export type Contents = Awaited<ReturnType<typeof contentsOf>>

export const expectSame = (found: Contents, expected: Contents): void => {
  for (const [name, value] of Object.entries(expected))
    expect([name, found[name as keyof typeof found]]).toEqual([name, value])
}

/** The snapshots that lie in a server's folder of data. */
export const snapshotsOf = (folder = ''): string[] => {
  const place = join(folder, 'snapshots')
  return existsSync(place) ? readdirSync(place).filter((name) => !name.endsWith('.new')) : []
}

/** Parts of files for first syncs that a server gave out. */
export async function partsGiven(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return Number(
    /enlace_request_seconds_count\{route="\/v1\/snapshot-part",status="200"\} (\d+)/.exec(metrics)?.[1] ?? 0,
  )
}
