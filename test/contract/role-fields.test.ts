import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectionCode } from '#core/contract/connection-code.ts'
import type { HostReply } from '#core/contract/envelope.ts'
import { createHostClient, type HostClient } from '#core/contract/host-client.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import { FIELD_RIGHTS, mayRun, ROLES, type FieldRight, type Role } from '#core/domain/people/roles.ts'
import { systemClock } from '#core/lib/clock.ts'
import { addPerson, setSignIn } from '#sync-server/auth/people.ts'
import { createEnrolmentCode, createOrganisation } from '#sync-server/auth/organisations.ts'
import { readConfig } from '#sync-server/config.ts'
import { startSyncServer, type SyncServer } from '#sync-server/index.ts'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { ensureBuilt } from '../support/built.ts'
import { openMemory, type OpenedTransport } from '../support/transports.ts'
import { setUpInput } from '../support/writer-store.ts'

/*
 * What of a field reaches a window, role by role: every way by which records, their history and their figures leave the host
 * is asked, and none may hold the value. A right that is added to the table fails here until it has a value of its own.
 */

const PASSWORD = 'correcto caballo pila'
const COST = '98765.43'
const COST_MINOR = '9876543'

/** A value of each field that not everybody sees, as no other field has it. */
const VALUES: readonly { right: Pick<FieldRight, 'collection' | 'field' | 'element'>; marks: string[] }[] = [
  { right: { collection: 'customers', field: 'paymentMethods' }, marks: ['ES9121000418450200051332'] },
  { right: { collection: 'customers', field: 'notes' }, marks: ['Moroso por costumbre'] },
  { right: { collection: 'services', field: 'charges', element: 'wholesalePrice' }, marks: [COST] },
  { right: { collection: 'catalog', field: 'data', element: 'wholesalePrice' }, marks: [COST] },
  { right: { collection: 'transactions', field: 'wholesale' }, marks: [COST_MINOR] },
]

let opened: OpenedTransport
let host: HostClient
let server: SyncServer
const folder = temporaryFolder()
let ids: { customer: string; service: string; product: string; product2: string; site: string }

function value<T>(reply: HostReply<T>): T {
  if (!reply.ok) throw new Error(JSON.stringify(reply.error))
  return reply.value
}
const run = async (command: string, input: unknown): Promise<string> =>
  (value(await host.command.run({ command, input })).result as { id: string }).id

beforeAll(() => ensureBuilt(), 120_000)
beforeAll(async () => {
  opened = await openMemory()
  host = createHostClient(opened.transport)
  value(await host.app.setUp(setUpInput))
  const charge = (id: string) => ({
    ...{ id, kind: 'recurring', description: 'Fibra', periodMonths: 1 },
    ...{ unitPrice: '30', wholesalePrice: COST, quantity: '1' },
  })
  const productOf = (name: string) =>
    run('catalog.save', {
      kind: 'product',
      data: { name, type: 'internet', currency: 'EUR', charges: [charge('p1')] },
    })
  const product = await productOf('Fibra 600')
  const customer = await run('customer.create', {
    ...{ name: 'Ana Ruiz', type: 'individual', notes: 'Moroso por costumbre' },
    paymentMethods: [{ id: 'm1', brand: 'SEPA', iban: 'ES9121000418450200051332', isDefault: true }],
  })
  const place = { latitude: 40.4168, longitude: -3.7038 }
  const site = await run('site.create', { customerId: customer, name: 'Casa', country: 'ES', ...place })
  const from = { activeFrom: '2026-01-01' }
  const service = await run('service.create', {
    customerId: customer,
    siteId: site,
    productId: product,
    ...from,
  })
  // Its cost is in the ledger as well, and all of it in the log.
  const { draftId } = value(await host.billing.draft({ plan: { through: '2026-03-15' } }))
  expect(value(await host.billing.issue({ draftId })).customers).toBe(1)
  await host.billing.close({ draftId })
  ids = { customer, service, site, product, product2: await productOf('Fibra 1000') }

  const config = readConfig([], { PORT: '0', ENLACE_DATA: folder, ENLACE_LOG_LEVEL: 'silent' })
  if (!config.ok) throw new Error(JSON.stringify(config.error))
  server = await startSyncServer(config.value)
  const { database, url } = server
  const org = (await createOrganisation(database, 'Fibra Henares', systemClock.now)).id
  const code = await createEnrolmentCode(database, { org, lifetime: 60_000 }, systemClock.now)
  value(await host.sync.connect({ code: connectionCode({ url, code }), join: 'add-mine' }))
  for (const role of ROLES) {
    const email = `${role}@example.com`
    const made = await addPerson(database, org, { email, role, name: `Persona ${role}` }, systemClock.now)
    value(await host.access.resetPassword({ email, code: made.code, password: PASSWORD }))
  }
  await setSignIn(database, org, true)
}, 60_000)
afterAll(async () => {
  await opened.close()
  await server.close()
  removeFolder(folder)
})

async function fileOf(reply: HostReply<{ file: string }>): Promise<string> {
  const { file } = value(reply)
  let bytes = Buffer.alloc(0)
  for (;;) {
    const { data, isLast } = value(await host.files.read({ file, offset: bytes.length }))
    bytes = Buffer.concat([bytes, Buffer.from(data, 'base64')])
    if (isLast) return bytes.toString('utf8')
  }
}

/** Everything by which values leave the host, as text, by where. */
async function whatLeaves(role: Role): Promise<Map<string, string>> {
  const leaves = new Map<string, string>()
  const note = (where: string, answer: unknown) => void leaves.set(where, JSON.stringify(answer))
  const events: HostEvent[] = []
  const stop = host.subscribe((event) => void events.push(event))
  for (const collection of ['customers', 'services', 'catalog', 'sites', 'invoices'] as const) {
    const all = { collection, selector: {}, sort: [], skip: 0, limit: 500 }
    note(`store.query ${collection}`, value(await host.store.query(all)))
    const named = Object.values(ids)
    note(
      `store.byIds ${collection}`,
      value(await host.store.byIds({ collection, ids: named, withDeleted: false })),
    )
  }
  note('store.changes', value(await host.store.changes({ after: 0, limit: 500 })))
  note('activity.list', value(await host.activity.list({ limit: 500 })))
  const { customer: customerId } = ids
  const at = new Date(Date.now() + 60_000).toISOString()
  note('activity.asOf', value(await host.activity.asOf({ customerId, at })))
  note('search.find', value(await host.search.find({ text: 'Moroso', limit: 20 })))
  note('payments.account', value(await host.payments.account({ customerId })))
  const words = { 'activity.export.column.after': 'Después' }
  const place = { language: 'es', timeZone: 'Europe/Madrid', format: 'csv', name: 'x' } as const
  note('exports.log', await fileOf(await host.exports.log({ ...place, words, filter: {} })))
  const columns = ['name', 'notes', 'paymentMethods'].map((key) => ({ key, label: key }))
  for (const kind of ['customers', 'services'] as const)
    note(
      `exports.make ${kind}`,
      await fileOf(await host.exports.make({ ...place, words: {}, kind, columns })),
    )
  // What a command explains, and what it comes to: each role what it may run.
  const plan = { id: ids.service, on: '2026-06-01', productId: ids.product2 }
  note('command.preview', await host.command.preview({ command: 'service.changePlan', input: plan }))
  if (mayRun(role, 'customer.update')) {
    const changes = { billDay: (ROLES.indexOf(role) % 20) + 2 }
    const input = { id: customerId, changes }
    note('command.run', await host.command.run({ command: 'customer.update', input }))
  }
  stop()
  note('events', events)
  return leaves
}

describe.each(ROLES)('to a window of the role %s', (role) => {
  let leaves: Map<string, string>
  beforeAll(async () => {
    value(await host.access.signIn({ email: `${role}@example.com`, password: PASSWORD }))
    leaves = await whatLeaves(role)
  }, 60_000)
  const holding = (marks: readonly string[]) =>
    [...leaves].flatMap(([where, text]) => (marks.some((mark) => text.includes(mark)) ? [where] : []))

  it.each(VALUES)(
    '$right.collection $right.field $right.element goes as the table says',
    ({ right, marks }) => {
      const known = FIELD_RIGHTS.find(
        ({ collection, field, element }) =>
          collection === right.collection && field === right.field && element === right.element,
      )
      if (known?.read.includes(role)) expect(holding(marks)).toContain('activity.list')
      else expect(holding(marks)).toEqual([])
    },
  )
})

it('asks for every field that somebody may not see', () => {
  const hidden = FIELD_RIGHTS.filter(({ read }) => ROLES.some((role) => !read.includes(role)))
  expect(hidden.map(({ collection, field, element }) => ({ collection, field, element }))).toEqual(
    VALUES.map(({ right: { collection, field, element } }) => ({ collection, field, element })),
  )
})
