import { expect, it } from 'vitest'
import { createSeededRandom } from '#core/lib/seeded-random.ts'
import { removeFolder, startBrowserHost, temporaryFolder, type RunningHost } from '../support/browser-host.ts'

/** Kills at this many random moments, 500 commands in all. */
const KILLS = 10
const COMMANDS = 50

const setUp = {
  language: 'en',
  personName: 'Ana',
  companyName: 'Fibra',
  officeName: 'Madrid',
  officePrefix: 'MAD',
  timeZone: 'Europe/Madrid',
  country: 'ES',
  data: 'empty',
}

/** Calls the host as a window does: token swapped for a cookie, own origin. */
async function connect({ url }: RunningHost) {
  const { origin } = new URL(url)
  const entered = await fetch(url, { redirect: 'manual' })
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return async (method: string, input: unknown): Promise<unknown> => {
    const answer = await fetch(`${origin}/host/${method}`, {
      method: 'POST',
      headers: { cookie, origin, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    return answer.json()
  }
}

it('kill -9 in the middle of 500 commands loses none that was acknowledged and leaves none half done', async () => {
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 100_000)
  console.log(`CRASH_SEED=${seed}`)
  const random = createSeededRandom(seed)
  const folder = temporaryFolder()
  const acknowledged = new Set<string>()
  for (let round = 0; round < KILLS; round++) {
    const host = await startBrowserHost({ folder })
    const call = await connect(host)
    if (round === 0) await call('app.setUp', setUp)
    const killAt = Math.floor(random.next() * COMMANDS)
    let ended = false
    const work = Array.from({ length: COMMANDS }, async (_, n) => {
      const name = `Customer ${round}-${n}`
      const input = { command: 'customer.create', input: { name, type: 'individual' } }
      try {
        const reply = (await call('command.run', input)) as { ok: boolean }
        if (reply.ok) acknowledged.add(name)
        if (n === killAt && !ended) {
          ended = true
          await host.kill()
        }
      } catch {
        // The host is gone: this command was not acknowledged.
      }
    })
    await Promise.all(work)
    if (!ended) await host.kill()
  }
  const host = await startBrowserHost({ folder })
  const call = await connect(host)
  const list = (await call('store.query', {
    collection: 'customers',
    selector: {},
    sort: [],
    skip: 0,
    limit: 10_000,
  })) as { value: { rows: { document: { id: string; name: string } }[] } }
  const customers = list.value.rows.map(({ document }) => document)
  const names = new Set(customers.map(({ name }) => name))
  const contacts = (await call('store.count', { collection: 'contacts', selector: {} })) as {
    value: { count: number }
  }
  const model = (await call('customers.list', {
    filter: { archived: 'with' },
    sort: { field: 'sortName', direction: 'asc' },
    skip: 0,
    limit: 10_000,
  })) as { value: { total: number; rows: { contacts: number }[] } }
  const chain = (await call('activity.verify', {})) as { value: object }
  await host.stop()
  removeFolder(folder)

  expect([...acknowledged].filter((name) => !names.has(name))).toEqual([])
  // Each command makes a customer and its contact: a half one would have no contact, or no row in the list.
  expect(contacts.value.count).toBe(customers.length)
  expect(model.value.total).toBe(customers.length)
  expect(model.value.rows.every((row) => row.contacts === 1)).toBe(true)
  expect(chain.value).toEqual({ ops: customers.length + 1, faults: [] })
})
