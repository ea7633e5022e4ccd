import { describe, expect, it } from 'vitest'
import { createImportWorld, tableOf } from '#test/support/import-world.ts'

describe('planImport', () => {
  it('makes a customer with its contact and its site out of one row', () => {
    const { world, run } = createImportWorld()
    const { counts, reports } = run(
      tableOf([
        [
          'Nombre',
          'NIF',
          'Correo electrónico',
          'Teléfono',
          'Dirección',
          'Código postal',
          'Ciudad',
          'Latitud',
          'Longitud',
        ],
        [
          'Ana Núñez',
          '12345678Z',
          'ana@example.com',
          '600 123 123',
          'Calle Mayor, 1',
          '08001',
          'Barcelona',
          '41,3825',
          '2,1769',
        ],
      ]),
    )
    expect(reports[0]?.issues).toEqual([])
    expect(counts).toEqual({ rows: 1, created: 1, changed: 0, unchanged: 0, failed: 0 })
    const [customer] = world.all('customers')
    expect(customer).toMatchObject({ name: 'Ana Núñez', taxId: '12345678Z', number: 'MAD-7Q-000001' })
    expect(world.all('contacts')).toMatchObject([
      {
        customerId: customer?.id,
        emails: [{ address: 'ana@example.com' }],
        phones: [{ e164: '+34600123123' }],
      },
    ])
    expect(world.all('sites')).toMatchObject([
      { postcode: '08001', latitude: 41.3825, origin: { source: 'import', precision: 'pin' } },
    ])
  })

  it('makes a company of who has a company’s tax id or form, where no column says the type', () => {
    const { world, run } = createImportWorld()
    run(
      tableOf([
        ['Nombre', 'NIF'],
        ['Ibérica Ñandú', 'B12345674'],
        ['Taller Ruiz S.L.', ''],
        ['Agropecuaria del Norte, S.A. de C.V.', ''],
        ['HORNOS DEL SUR SLU', ''],
        ['Joao SA', ''],
        ['Ana Núñez', '12345678Z'],
      ]),
    )
    const types = Object.fromEntries(world.all('customers').map(({ name, type }) => [name, type]))
    expect(types).toMatchObject({
      'Ibérica Ñandú': 'business',
      'Taller Ruiz S.L.': 'business',
      'Agropecuaria del Norte, S.A. de C.V.': 'business',
      'HORNOS DEL SUR SLU': 'business',
      'Joao SA': 'individual',
      'Ana Núñez': 'individual',
    })
  })

  it('finds nothing to change when the same file is read again', () => {
    const { run } = createImportWorld()
    const table = tableOf([
      ['Nombre', 'NIF', 'Correo', 'Dirección', 'CP', 'Coordenadas'],
      ['Ana Núñez', '12345678Z', 'ana@example.com', 'Calle Mayor, 1', '28013', '40.4168, -3.7038'],
      ['Fibra Sur SL', 'B12345674', 'info@fibra.example', 'Avda. del Sur 2', '41001', '8C9P9XGX+XV'],
    ])
    expect(run(table).counts.created).toBe(2)
    const again = run(table)
    expect(again.reports.flatMap(({ changes }) => changes)).toEqual([])
    expect(again.counts).toEqual({ rows: 2, created: 0, changed: 0, unchanged: 2, failed: 0 })
  })

  it('tells everything that is wrong with a row at once, and nothing that only follows from it', () => {
    const { world, run } = createImportWorld()
    const { counts, reports } = run(
      tableOf([
        ['Nombre', 'Correo', 'Teléfono', 'Día de facturación', 'País', 'CP'],
        ['Ana Núñez', 'ana(at)example.com', '600 123 123', '40', 'Atlántida', '28013'],
        ['x'.repeat(40_000), 'eva@example.com', '600 123 123', '1', 'España', '28013'],
      ]),
    )
    expect(counts).toMatchObject({ rows: 2, failed: 2 })
    const codes = reports.map(({ issues }) => issues.map(({ column, code }) => `${column} ${code}`))
    expect(codes[0]?.sort()).toEqual([
      '1 contact.emailNoAt',
      '3 customer.billDayRange',
      '4 import.countryUnknown',
    ])
    expect(codes[1]).toEqual(['0 import.cellTooLong'])
    expect(world.all('customers')).toEqual([])
  })
})
