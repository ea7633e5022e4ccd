import { afterEach, describe, expect, it } from 'vitest'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { startOffice, until, type OfficeHost } from '../support/office-host.ts'
import { createServerProcess, type ServerProcess } from '../support/server-process.ts'

const folders: string[] = []
const offices = new Set<OfficeHost>()
let server: ServerProcess | undefined

afterEach(async () => {
  await Promise.all([...offices].map(({ host }) => host.stop()))
  offices.clear()
  await server?.stop()
  for (const folder of folders.splice(0)) removeFolder(folder)
})

const newFolder = (): string => {
  const folder = temporaryFolder()
  folders.push(folder)
  return folder
}

async function open(): Promise<OfficeHost> {
  const office = await startOffice({ folder: newFolder() })
  offices.add(office)
  return office
}

/** A customer with a service that is due in advance on the first of each month. */
async function customerWithService(office: OfficeHost): Promise<string> {
  const made = async (command: string, input: object) =>
    ((await office.run(command, input)) as { id: string }).id
  const customerId = await made('customer.create', {
    ...{ name: 'Bar Sol', type: 'business', paymentType: 'prepaid', billDay: 1 },
  })
  const siteId = await made('site.create', {
    ...{ customerId, name: 'Local', city: 'Madrid', latitude: 40.4168, longitude: -3.7038 },
  })
  await made('service.create', {
    ...{ customerId, siteId, name: 'Fibra 600', type: 'internet', activeFrom: '2026-01-01' },
    charges: [{ kind: 'recurring', description: 'Cuota', unitPrice: '30', periodMonths: 1 }],
  })
  return customerId
}

/** What issuing comes to: how many documents, or why not. */
async function issue(office: OfficeHost, customerId: string, through: string): Promise<string> {
  const input = { customerIds: [customerId], through }
  const reply = await office.reply('command.run', { command: 'billing.issue', input })
  return reply.ok ? 'issued' : (reply.error.details?.refusal?.code ?? reply.error.code)
}

const billing = async (office: OfficeHost) => {
  const { standing, leases } = await office.call('sync', 'leases', {})
  return { standing, lease: leases.find(({ kind }) => kind === 'billing') }
}

const untilHolder = (office: OfficeHost, holder: string) =>
  until(
    () => billing(office),
    ({ lease }) => lease?.holder === holder,
  )

const numbersOf = async (office: OfficeHost) =>
  (await office.documents('invoices')).map(({ number }) => String(number)).sort()

describe('the billing of an office', () => {
  it('is done by one of two desktops, also offline, and moves by hand', { timeout: 180_000 }, async () => {
    server = await createServerProcess({ data: newFolder() })
    await server.start()
    const code = await server.organisation()
    const madrid = await open()
    const customer = await customerWithService(madrid)
    // Alone it holds everything, and nobody says so.
    expect(await billing(madrid)).toEqual({ standing: 'alone', lease: undefined })
    expect(await issue(madrid, customer, '2026-01-31')).toBe('issued')

    await madrid.call('sync', 'connect', { code: await code(), join: 'add-mine' })
    // It goes on without a gap: what it did alone it goes on doing.
    expect(await issue(madrid, customer, '2026-02-28')).toBe('issued')
    const toledo = await open()
    await toledo.call('sync', 'connect', { code: await code(), join: 'set-mine-aside' })
    await until(
      () => toledo.documents('invoices'),
      (invoices) => invoices.length === 2,
    )
    await untilHolder(toledo, 'elsewhere')
    expect(await issue(toledo, customer, '2026-03-31')).toBe('billing.leaseElsewhere')
    expect(
      (await toledo.reply('sync.moveLease', { ...leaseOf(await billing(toledo)), act: 'take' })).ok,
    ).toBe(false)

    // Offline the holder issues, and nobody else does.
    await server.stop()
    expect(await issue(madrid, customer, '2026-03-31')).toBe('issued')
    expect(await issue(toledo, customer, '2026-03-31')).toBe('billing.leaseElsewhere')
    expect(
      await toledo.reply('sync.moveLease', { ...leaseOf(await billing(toledo)), act: 'force' }),
    ).toMatchObject({
      error: { code: 'sync/unreachable' },
    })
    await server.start()
    for (const office of [madrid, toledo]) await office.call('sync', 'retry', {})
    await until(
      () => toledo.documents('invoices'),
      (invoices) => invoices.length === 3,
    )

    // Asked for, and handed over.
    await toledo.call('sync', 'moveLease', { ...leaseOf(await billing(toledo)), act: 'ask' })
    const { lease } = await until(
      () => billing(madrid),
      (now) => now.lease?.asked !== undefined,
    )
    expect(lease?.asked).toMatchObject({ isHere: false })
    const to = lease?.asked?.deviceId
    await madrid.call('sync', 'moveLease', { ...leaseOf({ lease }), act: 'give', ...(to && { to }) })
    await untilHolder(toledo, 'here')
    await untilHolder(madrid, 'elsewhere')
    expect(await issue(madrid, customer, '2026-04-30')).toBe('billing.leaseElsewhere')
    expect(await issue(toledo, customer, '2026-04-30')).toBe('issued')
    await until(
      () => numbersOf(madrid),
      (numbers) => numbers.length === 4,
    )
    // One series for each desktop, each without a gap.
    expect(new Set((await numbersOf(madrid)).map((number) => number.replace(/\d+$/, ''))).size).toBe(2)

    // Whoever left without it issues nothing until a person says so.
    await madrid.call('sync', 'disconnect', {})
    expect((await billing(madrid)).standing).toBe('disconnected')
    expect(await issue(madrid, customer, '2026-05-31')).toBe('billing.leaseElsewhere')
    await madrid.call('sync', 'moveLease', { ...leaseOf(await billing(madrid)), act: 'force' })
    expect(await issue(madrid, customer, '2026-05-31')).toBe('issued')
    // Back with the others the server's word counts again.
    await madrid.call('sync', 'connect', { code: await code(), join: 'add-mine' })
    await untilHolder(madrid, 'elsewhere')
  })
})

function leaseOf({ lease }: Pick<Awaited<ReturnType<typeof billing>>, 'lease'>) {
  if (!lease) throw new Error('no lease of billing')
  return { kind: lease.kind, key: lease.key }
}
