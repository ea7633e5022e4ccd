import { beforeEach, describe, expect, it } from 'vitest'
import { attributeValueOf } from '#core/domain/customer/unique-values.ts'
import { createImportStore, type ImportStore } from '#test/support/import-store.ts'
import { mappingFor, tableOf } from '#test/support/import-world.ts'
import { createWriterStore } from '#test/support/writer-store.ts'

let world: ImportStore
let policy: string
beforeEach(() => {
  world = createImportStore()
  policy = saveDefinition({ name: 'Póliza' })
})

const saveDefinition = (data: object, id?: string) =>
  world.store.run<{ id: string }>('catalog.save', {
    kind: 'attribute',
    ...(id && { id }),
    data: { valueKind: 'text', required: false, unique: true, ...data },
  }).result.id
const attribute = (value: string, more: object = {}) => ({
  definitionId: policy,
  ...{ name: 'Póliza', kind: 'text', value, ...more },
})
const create = (name: string, value?: string) =>
  world.store.run<{ id: string }>('customer.create', {
    ...{ name, type: 'business' },
    ...(value !== undefined && { attributes: [attribute(value)] }),
  }).result.id
const refusalOf = (command: string, input: unknown) => {
  world.store.clock.at += 1000
  const reply = world.store.writer.run(command, input, false)
  if (reply.ok) return undefined
  const refusal = reply.error.details?.refusal
  const [field] = refusal?.fields ?? []
  return field ? { path: field.path, code: field.code, ...field.params } : refusal
}
const update = (id: string, value: string) =>
  refusalOf('customer.update', { id, changes: { attributes: [attribute(value, { id: 'a' })] } })

describe('a value that must be unique', () => {
  it('is not given to two customers, and says who has it', () => {
    create('Sol', 'P-001')
    const [sol] = world.store.documents('customers')
    expect(
      refusalOf('customer.create', {
        ...{ name: 'Luna', type: 'business', attributes: [attribute(' p-001 ', { id: 'a' })] },
      }),
    ).toEqual({
      path: 'attributes/a/value',
      code: 'customer.attributeTaken',
      name: 'Sol',
      number: sol?.number,
    })
    const luna = create('Luna', 'P-002')
    expect(update(luna, 'P-001')).toMatchObject({ code: 'customer.attributeTaken', name: 'Sol' })
    expect(update(luna, 'P-002')).toBeUndefined()
    expect(update(luna, 'P-003')).toBeUndefined()
    create('Mar', 'P-002')
  })

  it('stays with a customer that nobody sees any more, and says that it is archived', () => {
    const sol = create('Sol', 'P-001')
    world.store.run('customer.archive', { ids: [sol] })
    const luna = create('Luna')
    expect(update(luna, 'P-001')).toMatchObject({ code: 'customer.attributeTakenArchived', name: 'Sol' })
  })

  it('does not hold up free attributes, other attributes or blanks', () => {
    create('Sol', 'P-001')
    const free = { name: 'Póliza', kind: 'text', value: 'P-001' }
    world.store.run('customer.create', { name: 'Luna', type: 'business', attributes: [free] })
    const other = saveDefinition({ name: 'Contador' })
    world.store.run('customer.create', {
      ...{ name: 'Mar', type: 'business' },
      attributes: [{ ...free, name: 'Contador', definitionId: other }],
    })
    create('Río', ' ')
    create('Lago', ' ')
  })

  it('is the same number however it is written', () => {
    const number = (value: string) => attributeValueOf({ definitionId: 'd', kind: 'number', value })?.key
    expect(['007.50', '7.5', '-0', '0.00', '12345678901234567890'].map(number)).toEqual([
      ...['7.5', '7.5', '0', '0', '12345678901234567890'],
    ])
    expect(number('12345678901234567891')).not.toBe(number('12345678901234567890'))
  })

  it('is not doubled by an undo: the later holder keeps it', () => {
    const sol = create('Sol', 'P-001')
    const first = world.store.documents('customers')[0]?.attributes as { id: string }[]
    const { opId } = world.store.run('customer.update', {
      id: sol,
      changes: { attributes: [attribute('P-009', { id: first[0]?.id })] },
    })
    const luna = create('Luna', 'P-001')
    const reply = world.store.writer.undo(opId)
    expect(!reply.ok && reply.error.details).toMatchObject({
      reason: 'valueTaken',
      ...{ id: luna, title: 'Luna', attribute: 'Póliza', value: 'P-001' },
    })
    expect(update(luna, 'P-002')).toBeUndefined()
    expect(world.store.writer.undo(opId).ok).toBe(true)
  })

  it('is not doubled by a restore', () => {
    saveDefinition({ name: 'Póliza', unique: false }, policy)
    const sol = create('Sol', 'P-001')
    world.store.run('customer.archive', { ids: [sol] })
    create('Luna', 'P-001')
    // As a file that is opened may have it from another desktop: the definition says unique, two customers share a value.
    const body = `json_set(body, '$.data.unique', json('true'))`
    world.store.db.prepare(`UPDATE d_catalog SET body = ${body} WHERE id = ?`).run(policy)
    world.store.close()
    world = { ...world, store: createWriterStore({ file: world.store.path }) }
    expect(refusalOf('customer.restore', { ids: [sol] })).toMatchObject({
      code: 'customer.valueTaken',
      details: { name: 'Sol', holder: 'Luna', value: 'P-001', attribute: 'Póliza' },
    })
  })

  it('has to be unique before the attribute can be', () => {
    saveDefinition({ name: 'Póliza', unique: false }, policy)
    create('Sol', 'P-001')
    const luna = create('Luna', 'p-001')
    const unique = {
      kind: 'attribute',
      id: policy,
      data: { valueKind: 'text', required: false, unique: true },
    }
    const input = { ...unique, data: { ...unique.data, name: 'Póliza' } }
    expect(refusalOf('catalog.save', input)).toMatchObject({
      path: 'data/unique',
      code: 'catalog.valueShared',
      name: 'Sol',
      otherName: 'Luna',
    })
    expect(update(luna, 'P-002')).toBeUndefined()
    expect(refusalOf('catalog.save', input)).toBeUndefined()
  })
})

describe('an import with a value that must be unique', () => {
  const table = (rows: string[][]) => tableOf([['Nombre', 'Póliza'], ...rows])
  const mapping = (of: ReturnType<typeof table>) =>
    mappingFor(of, {
      columns: [
        { index: 0, field: 'customer.name' },
        { index: 1, field: `attribute/${policy}` },
      ],
    })
  const codes = (rows: string[][]) => {
    const of = table(rows)
    return world.import(of, mapping(of)).reports.map(({ issues, outcome }) => [outcome, issues[0]?.code])
  }

  it('fails the rows that repeat one of the data or of an earlier row', () => {
    create('Sol', 'P-001')
    expect(
      codes([
        ['Luna', 'P-001'],
        ['Mar', 'P-002'],
        ['Río', 'p-002'],
        ['Lago', 'P-003'],
      ]),
    ).toEqual([
      ['failed', 'customer.attributeTaken'],
      ['created', undefined],
      ['failed', 'customer.attributeTaken'],
      ['created', undefined],
    ])
  })

  it('may pass a value on from one customer to another', () => {
    const of = tableOf([
      ['NIF', 'Póliza'],
      ['12345678Z', 'P-002'],
      ['87654321X', 'P-001'],
    ])
    const withTax = (name: string, taxId: string, value: string) =>
      world.store.run('customer.create', { name, type: 'business', taxId, attributes: [attribute(value)] })
    withTax('Sol', '12345678Z', 'P-001')
    withTax('Luna', '87654321X', 'P-009')
    const columns = [
      { index: 0, field: 'customer.taxId' },
      { index: 1, field: `attribute/${policy}` },
    ]
    const { counts, opId } = world.import(of, mappingFor(of, { columns }))
    expect(counts).toMatchObject({ changed: 2, failed: 0 })
    expect(world.store.writer.undo(opId).ok).toBe(true)
    expect(
      world.store.documents('customers').map((one) => (one.attributes as { value: string }[])[0]?.value),
    ).toEqual(['P-001', 'P-009'])
  })
})
