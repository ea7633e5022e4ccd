import { describe, expect, it } from 'vitest'
import { commands } from '#core/domain/commands.ts'
import type { CollectionName } from '#core/domain/entity.ts'
import { createDocuments } from '#main/store/writer/documents.ts'
import { conflictOf, customerOf, serviceOf } from '#test/support/builders.ts'
import { createImportStore } from '#test/support/import-store.ts'
import { mappingFor, tableOf } from '#test/support/import-world.ts'
import { putIssue } from '#test/support/put-issue.ts'
import { createReadyStore, type WriterStore } from '#test/support/writer-store.ts'

const archived = { at: '2026-02-01T00:00:00.000Z', by: 'person-1' }

describe('reads of a command on the file', () => {
  it('find the one record in use behind thousands of archived ones', () => {
    const { db } = createReadyStore()
    const documents = createDocuments(db)
    const put = (collection: CollectionName, document: { id: string }) =>
      documents.put(
        collection,
        { ...document },
        {
          body: JSON.stringify(document),
          commit: 1,
          lwt: 1,
          deleted: false,
        },
      )
    for (let i = 0; i < 2000; i++)
      put('customers', customerOf({ id: `a-${i}`, number: `A-${i}`, statusId: 'old', archived }))
    expect(documents.findInUse('customers', { statusId: 'old' })).toBeUndefined()
    put('customers', customerOf({ id: 'z', name: 'Zoo', statusId: 'old' }))
    expect(documents.findInUse('customers', { statusId: 'old' })?.id).toBe('z')
    expect(documents.findInUse('customers', { statusId: 'old' }, 'z')).toBeUndefined()
    expect(documents.find('customers', { statusId: 'old' })).toHaveLength(2001)
    put('services', serviceOf())
    expect(() => documents.find('services', { name: 'Fibra 600' })).toThrow('no index of services')
  })

  it('are served by an index, whatever the command', () => {
    const texts = new Set<string>()
    const { store, import: importTable } = createImportStore({ onSql: (sql) => void texts.add(sql) })
    for (const issue of [
      conflictOf({ entityId: 'none' }),
      conflictOf({
        ...{ id: 'issue-2', kind: 'rejected' },
        rows: [{ collection: 'customers', id: 'none', path: 'name', kind: 'set', to: 'x' }],
      }),
    ])
      putIssue(store, issue)
    const asked = useEveryCommand(store)
    const table = tableOf([
      ['Nombre', 'NIF', 'Correo', 'Teléfono', 'Dirección', 'CP', 'Coordenadas', 'Etiquetas'],
      [
        'Luis Gil',
        '11223344B',
        'luis@example.com',
        '600111222',
        'Calle Mayor, 1',
        '28013',
        '40.4, -3.7',
        'Nueva',
      ],
      ['', '87654321X', '', '', '', '', '', 'Nueva'],
    ])
    const { opId, counts } = importTable(table, mappingFor(table, { whenTagUnknown: 'create' }))
    expect(counts).toMatchObject({ created: 1, changed: 1 })
    const before = store.documents('customers')
    expect(store.writer.undo(opId)).toMatchObject({ ok: true, value: { kept: [] } })
    expect(before.length - store.documents('customers').length).toBe(1)
    asked.add('import.run')
    const inner = ['setup.initialise', 'setup.joinOffice', 'demo.load', 'billing.begin', 'billing.finish']
    expect([...asked].sort()).toEqual(
      Object.keys(commands)
        .filter((name) => !inner.includes(name))
        .sort(),
    )
    const lasting = [...texts].filter((sql) => !sql.includes('erase_filler'))
    const scans = lasting.flatMap((sql) =>
      store.db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...Array.from({ length: parametersOf(sql) }, () => null))
        .map(({ detail }) => String(detail))
        .filter((detail) => detail.startsWith('SCAN') && !SERVED.test(detail) && !WHOLE.test(sql))
        .map((detail) => `${detail}: ${sql}`),
    )
    expect(texts.size).toBeGreaterThan(50)
    expect(scans).toEqual([])
  })
})

/** Results of an inner query, rows that the statement itself brings, and what a virtual table finds by its own index. */
const SERVED = /^SCAN (\(subquery|(\d+ )?CONSTANT ROW|json_each|\w+ VIRTUAL TABLE INDEX [1-9])/
/** Statuses that are put in another order: the customers of one have to be written anyway. The first row of any table. */
const WHOLE = /^UPDATE r_customer SET status_rank|^SELECT EXISTS \(SELECT 1 FROM \w+\)/

const parametersOf = (sql: string): number =>
  Math.max(0, ...[...sql.matchAll(/\?(\d+)/g)].map(([, n]) => Number(n))) || [...sql.matchAll(/\?/g)].length

/** Runs every command that windows have, refused or not: all its reads are made. Answers their names. */
function useEveryCommand(store: WriterStore): Set<string> {
  const asked = new Set<string>()
  const ask = (name: string, input: unknown) => {
    asked.add(name)
    return store.writer.run(name, input, false)
  }
  const make = (name: string, input: unknown) => {
    asked.add(name)
    return store.run<{ id: string }>(name, input).result.id
  }
  const customerId = make('customer.create', {
    name: 'Ana Núñez',
    type: 'individual',
    taxId: '12345678Z',
    contact: { emails: [{ address: 'ana@example.com' }], phones: [{ typed: '600123123' }] },
  })
  const contactId = make('contact.create', { customerId, name: 'Luis', phones: [{ typed: '611222333' }] })
  const siteId = make('site.create', { customerId, name: 'Casa', latitude: 40.4, longitude: -3.7 })
  const tagId = make('catalog.save', { kind: 'tag', data: { name: 'VIP', colour: 'blue' } })
  const attributeOf = (isUnique: boolean) => ({
    kind: 'attribute',
    data: { name: 'Póliza', valueKind: 'text', required: false, unique: isUnique },
  })
  const definitionId = make('catalog.save', attributeOf(false))
  ask('catalog.save', { id: definitionId, ...attributeOf(true) })
  const placeId = make('catalog.save', { kind: 'stockPlace', data: { name: 'Nave', kind: 'warehouse' } })
  const item = make('inventory.create', { kind: 'ont', serial: 'HWTC1', mac: '00:11:22:33:44:55' })
  make('inventory.create', { kind: 'ipBlock', serial: '10.0.0.0/16' })
  ask('inventory.createMany', { kind: 'sim', range: { from: 'S1', to: 'S3' } })
  const serviceId = make('service.create', {
    ...{ customerId, siteId, name: 'Fibra', inventoryIds: [item] },
    identifiers: [
      { kind: 'ip', value: '10.0.0.4' },
      { kind: 'subnet', value: '10.1.0.0/24' },
      { kind: 'circuit', value: 'C-1' },
    ],
  })
  const metered = { kind: 'metered', description: 'Luz', unitPrice: '0.2', unit: 'kWh' }
  const power = make('service.create', { customerId, siteId, name: 'Luz', charges: [metered] })
  const [status] = store.documents('catalog').filter(({ kind }) => kind === 'customerStatus')
  const [office] = store.documents('catalog').filter(({ kind }) => kind === 'office')
  const customers = { ids: [customerId] }
  ask('customer.update', { id: customerId, changes: { name: 'Ana N.', taxId: '87654321X', currency: 'USD' } })
  ask('customer.update', {
    id: customerId,
    changes: { attributes: [{ definitionId, name: 'Póliza', kind: 'text', value: 'P-1' }] },
  })
  ask('contact.update', { id: contactId, changes: { name: 'Luis G.' } })
  ask('site.update', { id: siteId, changes: { name: 'Piso', latitude: 40.5 } })
  ask('service.update', { id: serviceId, changes: { name: 'Fibra 2' } })
  ask('inventory.update', { id: item, changes: { serial: 'HWTC2' } })
  ask('customer.setStatus', { ...customers, statusId: status?.id, services: true })
  ask('customer.setOffice', { ...customers, officeId: office?.id })
  ask('customer.setAttribute', { ...customers, name: 'Zona', value: 'Norte' })
  ask('customer.tag', { ...customers, add: [tagId] })
  // What is billed and paid.
  ask('service.setStatus', { ids: [serviceId], status: 'active' })
  const charge = { kind: 'recurring', description: 'Cuota', periodMonths: 1, unitPrice: '20', quantity: '1' }
  ask('service.addCharge', { id: serviceId, on: '2026-03-01', charge: { ...charge, from: '2026-03-01' } })
  ask('billing.proforma', { customerId, through: '2026-04-01' })
  const [proforma] = store.documents('invoices')
  ask('invoice.issueProforma', { id: proforma?.id ?? 'none' })
  ask('billing.issue', { ...{ customerIds: [customerId] }, through: '2026-05-01' })
  const [invoice] = store.documents('invoices').filter(({ kind }) => kind === 'invoice')
  store.writer.run('billing.begin', { runId: 'run-1', plan: { through: '2026-05-01' }, customers: 1 }, true)
  store.writer.run('billing.finish', { runId: 'run-1', problems: [] }, true)
  ask('payment.record', { customerId, amount: '10', way: 'cash' })
  // Undone too: what is taken back is found by an index.
  store.writer.undo()
  const parts = [{ customerId, amount: 1000 }]
  const line = { key: `bank/${'0'.repeat(40)}`, date: '2026-05-02', currency: 'EUR', parts }
  store.writer.run('payment.postStatement', { movements: [line] }, true)
  asked.add('payment.postStatement')
  const { parts: _parts, ...movement } = line
  store.writer.run('payment.ignoreMovements', { movements: [{ ...movement, amount: 1000 }] }, true)
  asked.add('payment.ignoreMovements')
  const [ignored] = store.documents('catalog').filter(({ kind }) => kind === 'ignoredMovement')
  ask('payment.heedMovements', { ids: [ignored?.id ?? 'none'] })
  // The numbers of documents.
  const series = { name: 'Facturas', kind: 'invoice', officeId: office?.id, prefix: 'A' }
  const seriesId = make('catalog.save', { kind: 'series', data: series })
  ask('catalog.save', { kind: 'series', id: seriesId, data: { ...series, prefix: 'B' } })
  ask('payment.allocate', { customerId })
  ask('payment.refund', { customerId, amount: '1', way: 'cash' })
  ask('payment.writeOff', { invoiceId: invoice?.id ?? 'none', amount: '1' })
  ask('payment.reverse', { key: 'none' })
  ask('invoice.creditNote', { invoiceId: invoice?.id ?? 'none' })
  ask('service.changePlan', { id: serviceId, name: 'Fibra 3', charges: [charge] })
  ask('service.pause', { id: serviceId })
  ask('service.resume', { id: serviceId })
  ask('service.keep', { id: serviceId })
  const otherSite = make('site.create', { customerId, name: 'Nave', latitude: 40.6, longitude: -3.6 })
  const [service] = store.documents('services')
  const [chargeId] = (service?.charges as { id: string }[]).map(({ id }) => id)
  ask('service.changeCharge', { id: serviceId, chargeId, charge })
  ask('service.endCharge', { id: serviceId, chargeId })
  const [meter] = store
    .documents('services')
    .filter(({ id }) => id === power)
    .flatMap(({ charges }) => charges as { id: string }[])
  ask('service.readMeters', {
    readings: [{ id: power, chargeId: meter?.id, date: '2026-02-01', value: '12' }],
  })
  ask('service.dropReading', { id: power, chargeId: meter?.id, readingId: 'none' })
  ask('service.end', { id: power, itemIds: [item] })
  ask('service.move', { id: serviceId, siteId: otherSite })
  // Who is one person, and who is not.
  const twin = make('customer.create', { name: 'Ana Nuñez', type: 'individual', taxId: '12345678Z' })
  ask('customer.tellApart', { ids: [customerId, twin], distinct: true })
  ask('customer.tellApart', { ids: [customerId, twin], distinct: false })
  ask('customer.merge', { survivorId: customerId, absorbedIds: [twin] })
  const next = make('customer.create', { name: 'Quien Entra', type: 'business' })
  ask('site.move', { id: otherSite, to: { customerId: next } })
  const gone = make('customer.create', { name: 'Se Fue', type: 'business' })
  ask('customer.archive', { ids: [gone] })
  const [archivedOne] = store.documents('customers').filter(({ id }) => id === gone)
  ask('customer.erase', { id: gone, number: archivedOne?.number })
  ask('customer.eraseAgain', { id: gone })
  ask('customer.archive', customers)
  ask('site.archive', { ids: [siteId] })
  ask('service.setStatus', { ids: [serviceId], status: 'ended', reason: 'Se va' })
  ask('inventory.assign', { ids: [item], customerId, siteId })
  ask('inventory.return', { ids: [item] })
  ask('inventory.move', { ids: [item], placeId })
  ask('inventory.markFaulty', { ids: [item] })
  ask('inventory.retire', { ids: [item] })
  ask('issue.settle', { ids: ['issue-1', 'none'], choice: 'mine' })
  ask('issue.resend', { id: 'issue-2' })
  for (const [collection, id] of [
    ['inventory', item],
    ['service', serviceId],
    ['contact', contactId],
    ['site', siteId],
    ['customer', customerId],
  ] as const) {
    ask(`${collection}.archive`, { ids: [id] })
    ask(`${collection}.restore`, { ids: [id] })
  }
  for (const id of [placeId, tagId, office?.id, status?.id]) {
    ask('catalog.archive', { ids: [id] })
    ask('catalog.restore', { ids: [id] })
  }
  return asked
}
