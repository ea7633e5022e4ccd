import { describe, expect, it } from 'vitest'
import { createImportStore } from '#test/support/import-store.ts'
import { mappingFor, tableOf } from '#test/support/import-world.ts'

const headers = ['NIF', 'Nombre', 'Etiquetas', 'Correo', 'Teléfono', 'Dirección', 'CP', 'Coordenadas']
const ana = [
  '12345678Z',
  'Ana Núñez',
  '',
  'ana@example.com',
  '600123123',
  'Calle Mayor 1',
  '28013',
  '40.4, -3.7',
]

/** Ana from an earlier file; then a file that changes her, makes Luis, and a tag that both carry. */
function imported() {
  const world = createImportStore()
  world.import(tableOf([headers, ana]))
  const before = contents(world)
  const table = tableOf([
    headers,
    [
      '12345678Z',
      'Ana N. Gil',
      'Oferta',
      'nueva@example.com',
      '611222333',
      'Calle Mayor 1',
      '28013',
      '40.45, -3.71',
    ],
    ['11223344B', 'Luis Gil', 'Oferta', 'luis@example.com', '', 'Gran Vía 3', '28013', '40.42, -3.70'],
  ])
  const done = world.import(table, mappingFor(table, { whenTagUnknown: 'create' }))
  expect(done.counts).toMatchObject({ created: 1, changed: 1, failed: 0 })
  return { world, before, opId: done.opId }
}

const contents = ({ store }: ReturnType<typeof createImportStore>) =>
  (['customers', 'contacts', 'sites', 'catalog'] as const).map((name) => store.documents(name))

describe('an import that is taken back', () => {
  it('leaves no row changed that it had updated, and none that it had made', () => {
    const { world, before, opId } = imported()
    expect(world.store.writer.undo(opId)).toMatchObject({ ok: true, value: { kept: [] } })
    expect(contents(world)).toEqual(before)
  })

  it('comes back whole when that is undone too', () => {
    const { world, opId } = imported()
    const after = contents(world)
    const undone = world.store.writer.undo(opId)
    expect(world.store.writer.undo(undone.ok ? undone.value.opId : undefined).ok).toBe(true)
    expect(contents(world)).toEqual(after)
  })

  it('does not take away a tag that somebody else carries by now', () => {
    const { world, opId } = imported()
    const tag = world.store.documents('catalog').find(({ kind }) => kind === 'tag')
    const { id } = world.store.run<{ id: string }>('customer.create', {
      name: 'Eva',
      type: 'business',
    }).result
    world.store.run('customer.tag', { ids: [id], add: [tag?.id] })
    const reply = world.store.writer.undo(opId)
    expect(!reply.ok && reply.error.details).toMatchObject({ reason: 'stillUsed', id, title: 'Eva' })
  })

  it('does not take away a customer whose records somebody added to', () => {
    const { world, opId } = imported()
    const luis = world.store.documents('customers').find(({ name }) => name === 'Luis Gil')
    const { id } = world.store.run<{ id: string }>('contact.create', {
      ...{ customerId: luis?.id, name: 'Marta', emails: [{ address: 'marta@example.com' }] },
    }).result
    const reply = world.store.writer.undo(opId)
    expect(!reply.ok && reply.error.details).toMatchObject({ reason: 'stillUsed', id, title: 'Marta' })
    world.store.writer.undo()
    expect(world.store.writer.undo(opId).ok).toBe(true)
  })
})
