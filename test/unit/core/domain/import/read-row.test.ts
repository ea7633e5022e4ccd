import { describe, expect, it } from 'vitest'
import { createImportWorld, mappingFor, tableOf } from '#test/support/import-world.ts'

/** A byte order mark, a zero-width blank, marks of direction, an odd blank. */
const DIRT = ['\uFEFF', '\u200B', '\u202A', '\u200E', '\u00AD', '\u2060']

describe('cells with characters that nobody sees', () => {
  const dirty = (text: string) =>
    `\u00A0${DIRT.join('')}${text.split(' ').join('\u200B\u00A0')}${DIRT.join('')} `
  const headers = ['Nombre', 'Tipo', 'NIF', 'Estado', 'Correo', 'Teléfono', 'Dirección', 'CP', 'Coordenadas']
  const clean = [
    ...['Ana Núñez', 'particular', '12345678Z', 'Activo', 'ana@example.com', '600 123 123'],
    ...['Calle Mayor 1', '28013', '40.4168, -3.7038'],
  ]

  it('are stored as forms store them, and match what was typed by hand', () => {
    const { world, run } = createImportWorld()
    expect(run(tableOf([headers, clean])).counts.created).toBe(1)
    const before = JSON.stringify([world.all('customers'), world.all('contacts'), world.all('sites')])
    const again = run(tableOf([headers.map(dirty), clean.map(dirty)]))
    expect(again.reports.flatMap(({ issues }) => issues)).toEqual([])
    expect(again.counts.unchanged).toBe(1)
    expect(JSON.stringify([world.all('customers'), world.all('contacts'), world.all('sites')])).toBe(before)
  })

  it('are not kept in any field of a new customer', () => {
    const { world, run } = createImportWorld()
    const free = [...headers, 'Zona', 'Notas', 'Indicaciones', 'Etiquetas', 'Cargo']
    const more = ['Norte alto', 'Llama antes', 'Puerta verde', 'Fibra plus', 'Gerente zona']
    const table = tableOf([free.map(dirty), [...clean, ...more].map(dirty)])
    const mapping = mappingFor(table, { whenTagUnknown: 'create' })
    const withFree = {
      ...mapping,
      columns: [
        ...mapping.columns.filter(({ index }) => index < 9),
        { index: 9, field: 'attribute/' },
        { index: 10, field: 'customer.notes' },
        { index: 11, field: 'site.addressNote' },
        { index: 12, field: 'customer.tags' },
        { index: 13, field: 'contact.role' },
      ],
    }
    expect(run(table, withFree).counts.created).toBe(1)
    const stored = JSON.stringify(
      (['customers', 'contacts', 'sites', 'catalog'] as const).map((name) => world.all(name)),
    )
    for (const mark of [...DIRT, '\u00A0']) expect(stored).not.toContain(mark)
    expect(world.all('customers')[0]).toMatchObject({
      name: 'Ana Núñez',
      notes: 'Llama antes',
      attributes: [{ name: 'Zona', value: 'Norte alto' }],
    })
  })

  it('do not make two tags of one name', () => {
    const { world, run } = createImportWorld()
    const table = tableOf([
      ['Nombre', 'Etiquetas'],
      ['Ana', 'Fibra plus'],
      ['Luis', '\uFEFFFibra\u00A0 plus'],
    ])
    run(table, mappingFor(table, { whenTagUnknown: 'create' }))
    const tags = world.all('catalog').filter(({ kind }) => kind === 'tag')
    expect(tags.map(({ data }) => data)).toEqual([{ name: 'Fibra plus', colour: 'slate' }])
  })
})

describe('words that nobody knows', () => {
  const table = tableOf([
    ['Nombre', 'Estado', 'País', 'Dirección', 'CP', 'Coordenadas'],
    ['Ana', 'Cortesía', 'Espanistán', 'Calle Mayor 1', '28013', '40.4168, -3.7038'],
    ['Luis', 'CORTESIA', 'ES', 'Calle Mayor 3', '28013', '40.4169, -3.7038'],
    ['Eva', 'n/d', 'ES', 'Calle Mayor 5', '28013', '40.4170, -3.7038'],
  ])

  it('fail their rows and are named', () => {
    const { run } = createImportWorld()
    const { reports } = run(table)
    expect(reports.map(({ issues }) => issues.map(({ code, params }) => [code, params?.value]))).toEqual([
      [
        ['import.statusUnknown', 'Cortesía'],
        ['import.countryUnknown', 'Espanistán'],
      ],
      [['import.statusUnknown', 'CORTESIA']],
      [['import.statusUnknown', 'n/d']],
    ])
  })

  it('mean what a person chose, whatever their case and accents, or nothing', () => {
    const { world, run } = createImportWorld()
    const inactive = world
      .all('catalog')
      .find(({ kind, data }) => kind === 'customerStatus' && 'key' in data && data.key === 'inactive')
    const { counts } = run(
      table,
      mappingFor(table, {
        meanings: [
          { kind: 'status', word: 'cortesia', means: inactive?.id ?? '' },
          { kind: 'status', word: 'N/D', means: '' },
          { kind: 'country', word: 'Espanistán', means: 'ES' },
        ],
      }),
    )
    expect(counts.created).toBe(3)
    const statuses = new Map(world.all('customers').map(({ name, statusId }) => [name, statusId]))
    expect(statuses.get('Ana')).toBe(inactive?.id)
    expect(statuses.get('Luis')).toBe(inactive?.id)
    expect(statuses.get('Eva')).not.toBe(inactive?.id)
    expect(world.all('sites').map(({ country }) => country)).toEqual(['ES', 'ES', 'ES'])
  })

  it('stay unknown when the record that was chosen is gone', () => {
    const { run } = createImportWorld()
    const { counts } = run(
      table,
      mappingFor(table, { meanings: [{ kind: 'status', word: 'Cortesía', means: 'gone' }] }),
    )
    expect(counts.failed).toBe(3)
  })
})
