import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDate } from '#core/domain/import/dates.ts'
import { matchCustomer } from '#core/domain/matching/match-customer.ts'
import { createImportWorld, mappingFor, tableOf } from '#test/support/import-world.ts'

/* What users of other programs complain of (features.md (c), rows 16 to 20): each test is named after what must not happen. */

describe('16: dates', () => {
  it('are never moved to the day before by a time or a zone behind them', () => {
    for (const text of [
      ...['2023-07-30', '2023-07-30T00:00:00', '2023-07-30T00:00:00Z', '2023-07-30 23:59:59.999'],
      ...['2023-07-30T23:30:00-11:00', '2023-07-30T00:30:00+14:00', '30/07/2023 0:00', '7/30/2023 11:59 PM'],
    ])
      expect(readDate(text, undefined), text).toEqual({ ok: true, value: '2023-07-30' })
  })
})

describe('17: a date in the wrong order', () => {
  it('never becomes another day: what can be read in two ways is refused', () => {
    expect(readDate('07/08/2023', undefined)).toEqual({ ok: false, error: 'import.dateAmbiguous' })
    expect(readDate('07/30/2023', undefined)).toEqual({ ok: true, value: '2023-07-30' })
    expect(readDate('07/30/2023', 'dmy')).toEqual({ ok: false, error: 'import.dateImpossible' })
    expect(readDate('30/07/23', 'dmy')).toEqual({ ok: false, error: 'import.dateShortYear' })
    expect(readDate('31/02/2023', 'dmy')).toEqual({ ok: false, error: 'import.dateImpossible' })
    expect(readDate('45137', undefined)).toEqual({ ok: false, error: 'import.dateForm' })
  })

  it('is never guessed for any day: both readings are the same, or the row fails', () => {
    const two = fc.integer({ min: 1, max: 31 })
    fc.assert(
      fc.property(two, two, fc.integer({ min: 1900, max: 2100 }), (a, b, year) => {
        const text = `${a}/${b}/${year}`
        const read = readDate(text, undefined)
        const orders = (['dmy', 'mdy'] as const).map((order) => readDate(text, order))
        const days = new Set(orders.flatMap((one) => (one.ok ? [one.value] : [])))
        expect(read.ok ? new Set([read.value]) : days.size !== 1).toEqual(read.ok ? days : true)
      }),
    )
  })

  it('fails its row and says so; the others are read', () => {
    const { run, world } = createImportWorld()
    const table = tableOf([
      ['Nombre', 'Alta'],
      ['Ana', '07/08/2023'],
      ['Luis', '30/07/2023'],
    ])
    const columns = [
      { index: 0, field: 'customer.name' },
      { index: 1, field: 'attribute/', attributeKind: 'date' as const },
    ]
    const { reports } = run(table, mappingFor(table, { columns }))
    expect(reports.map(({ outcome, issues }) => [outcome, issues[0]?.code, issues[0]?.column])).toEqual([
      ['failed', 'import.dateAmbiguous', 1],
      ['created', undefined, undefined],
    ])
    expect(world.all('customers').map(({ attributes }) => attributes[0]?.value)).toEqual(['2023-07-30'])
  })
})

describe('18: the count of rows', () => {
  it('is never another than what came in: made, changed, unchanged and failed', () => {
    const cell = fc.oneof(
      fc.constantFrom(
        '',
        'Ana',
        'ana@example.com',
        '12345678Z',
        'X'.repeat(5000),
        '40.4, -3.7',
        'Calle 1\n2',
      ),
      fc.string({ maxLength: 20 }),
    )
    const row = fc.array(cell, { minLength: 0, maxLength: 7 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 15 }), (rows) => {
        const { world, run } = createImportWorld()
        const headers = ['Nombre', 'NIF', 'Correo', 'Dirección', 'CP', 'Coordenadas']
        const { counts, reports } = run(tableOf([headers, ...rows]))
        expect(counts.rows).toBe(rows.length)
        expect(reports).toHaveLength(rows.length)
        expect(counts.created + counts.changed + counts.unchanged + counts.failed).toBe(rows.length)
        // Rows that are the same somebody as an earlier one change them; nobody arrives unannounced.
        expect(world.all('customers')).toHaveLength(counts.created)
      }),
      { numRuns: 60 },
    )
  })
})

describe('19: who is the same', () => {
  it('is never another one for a file than for the matcher that forms ask', () => {
    const { world, run } = createImportWorld()
    world.run('customer.create', {
      ...{ name: 'Ana Núñez', type: 'individual' },
      contact: { emails: [{ address: 'Ana@Example.com' }], phones: [{ typed: '600 123 123' }] },
    })
    const [ana] = world.all('customers')
    const { customersWith } = world.context().read
    const reader = { customersWith, taxIdOf: (id: string) => world.get('customers', id)?.taxId }
    expect(matchCustomer({ emails: ['ana@example.com'] }, ['email'], reader)).toMatchObject({
      customerId: ana?.id,
    })
    for (const rows of [
      [
        ['Correo', 'Notas'],
        ['ANA@example.com ', 'por correo'],
      ],
      [
        ['Teléfono', 'Notas'],
        ['+34 600-123-123', 'por teléfono'],
      ],
    ]) {
      const table = tableOf(rows)
      const columns = mappingFor(table).columns.filter(({ index }) => index === 0)
      const mapping = mappingFor(table, { columns: [...columns, { index: 1, field: 'customer.notes' }] })
      expect(run(table, mapping).counts).toMatchObject({ changed: 1, created: 0 })
    }
    expect(world.all('customers')).toHaveLength(1)
    expect(world.get('customers', ana?.id ?? '')?.notes).toBe('por teléfono')
  })
})

describe('20: leading zeros', () => {
  it('never vanish from numbers, postcodes and phones', () => {
    const { world, run } = createImportWorld()
    run(
      tableOf([
        ['Número de cliente', 'Nombre', 'Teléfono', 'Dirección', 'CP', 'Coordenadas', 'País'],
        ['000123', 'Ana', '0034600123123', 'Calle Mayor 1', '08001', '41.38, 2.17', 'ES'],
      ]),
    )
    expect(world.all('customers')[0]?.number).toBe('000123')
    expect(world.all('contacts')[0]?.phones[0]).toMatchObject({
      typed: '0034600123123',
      e164: '+34600123123',
    })
    expect(world.all('sites')[0]?.postcode).toBe('08001')
  })

  it('and digits that a spreadsheet has rounded away are refused, never stored', () => {
    const { run } = createImportWorld()
    const { reports } = run(
      tableOf([
        ['Nombre', 'Teléfono'],
        ['Ana', '3,46E+10'],
      ]),
    )
    expect(reports[0]?.issues.map(({ code }) => code)).toEqual(['import.numberRounded'])
  })
})
