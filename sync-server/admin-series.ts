import type { Task } from './admin-task.ts'
import { listDevices, type DeviceLine } from './auth/devices.ts'
import { knownOrganisation } from './auth/organisations.ts'

/** What starts a number, the code of the desktop that gave it, and its counter (core/domain/invoice/numbering.ts). */
const NUMBER = /^(.+)-([A-Z0-9]{2})-(\d{6,15})$/

interface Run {
  stem: string
  code: string
  count: number
  last: number
}

/** The numbers of invoices, as far as the server has heard of them. */
export const seriesTasks: Readonly<Record<string, Task>> = {
  'series-list': {
    arguments: 1,
    run: async ({ database }, org = '') => {
      await knownOrganisation(database, org)
      const devices = await listDevices(database, org)
      const numbers = await database.read((sql) =>
        sql.all(`SELECT value FROM claims WHERE org = ? AND kind = 'invoices/number'`, [org]),
      )
      return runsOf(numbers.map(({ value }) => String(value))).map((run) => lineOf(run, devices))
    },
  },
}

function runsOf(numbers: readonly string[]): Run[] {
  const runs = new Map<string, Run>()
  for (const number of numbers) {
    // Numbers that were imported may have any form: they belong to no series of ours.
    const [, stem, code, digits] = NUMBER.exec(number) ?? []
    if (stem === undefined || code === undefined) continue
    const key = `${stem}-${code}`
    const run = runs.get(key) ?? { stem, code, count: 0, last: 0 }
    runs.set(key, { ...run, count: run.count + 1, last: Math.max(run.last, Number(digits)) })
  }
  const keyOf = ({ stem, code }: Run): string => `${stem} ${code}`
  return [...runs.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function lineOf({ stem, code, count, last }: Run, devices: readonly DeviceLine[]): string {
  // A desktop that goes on under a new identity keeps its code only where nobody else has it.
  const givers = devices.filter((device) => device.code === code)
  const device = givers.find(({ state }) => state === 'active') ?? givers.at(-1)
  const missing = last - count
  return [
    `${stem}-${code}`,
    `1 to ${last}`,
    missing === 0 ? 'no gap' : `${missing} missing`,
    device?.state === 'active' ? 'open' : 'closed',
    device?.name ?? 'unknown desktop',
  ].join('  ')
}
