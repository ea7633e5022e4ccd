import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { rankBetween } from '#core/domain/catalog/rank.ts'
import { isCatalogKind } from '#core/domain/catalog/schema.ts'
import { seedId } from '#core/domain/seed-id.ts'
import { isUuid } from '#core/lib/id-source.ts'
import { customerOf } from '#test/support/builders.ts'
import {
  createCommandWorld,
  createReadyWorld,
  resultOf,
  sha256,
  type CommandWorld,
} from '#test/support/command-world.ts'

let world: CommandWorld
beforeEach(() => {
  world = createReadyWorld()
})

const refusal = (name: string, input: unknown) => {
  const outcome = world.run(name, input)
  if (outcome.ok) return 'ok'
  return [
    outcome.error.code,
    ...(outcome.error.fields ?? []).map((issue) => `${issue.path} ${issue.code}`),
  ].join(' ')
}
const saveTag = (name: string, more: object = {}) => ({
  kind: 'tag',
  data: { name, colour: 'blue' },
  ...more,
})
const idOf = (input: object) => resultOf<{ id: string }>(world.run('catalog.save', input)).id

describe('names of the catalogue', () => {
  it('are stored without invisible characters, and say how long they may be', () => {
    expect(world.get('catalog', idOf(saveTag('Fibra\u202E \u200Bóptica')))?.data).toMatchObject({
      name: 'Fibra óptica',
    })
    expect(refusal('catalog.save', saveTag('x'.repeat(500)))).toBe(
      'catalog.invalid data/name catalog.textTooLong',
    )
  })
})

describe('setup.initialise', () => {
  it('seeds company, office, person, statuses and contact types', () => {
    const ofKind = (kind: string) => world.all('catalog').filter((record) => record.kind === kind)
    const kinds = ['company', 'office', 'person', 'customerStatus', 'contactType']
    expect(kinds.map((kind) => ofKind(kind).length)).toEqual([1, 1, 1, 4, 5])
    expect(world.get('catalog', 'office-madrid')?.data).toMatchObject({ prefix: 'MAD', currency: 'EUR' })
    expect(world.get('catalog', 'person-1')?.data).toEqual({ name: 'Marta Gil', language: 'es' })
    const statuses = ofKind('customerStatus').sort((a, b) => (a.rank < b.rank ? -1 : 1))
    expect(
      statuses.flatMap((record) => (isCatalogKind('customerStatus', record) ? record.data.labels.es : [])),
    ).toEqual(['Activo', 'Pendiente', 'Suspendido', 'Inactivo'])
  })

  it('gives seeded records the same ids on every desktop', () => {
    const other = createReadyWorld()
    const ids = (some: CommandWorld) => some.all('catalog').map((record) => record.id)
    expect(ids(other)).toEqual(ids(world))
    expect(isUuid(seedId(sha256, 'customerStatus', 'active'))).toBe(true)
    expect(seedId(sha256, 'customerStatus', 'active')[14]).toBe('8')
  })

  it('runs once, and wants real places', () => {
    const input = {
      language: 'es',
      personName: '',
      companyName: 'E',
      officeName: 'M',
      officePrefix: 'm',
      timeZone: 'Europe/Atlantis',
      country: 'XX',
    }
    const again = world.run('setup.initialise', input)
    expect(!again.ok && again.error.code).toBe('setup.alreadyDone')
    const fresh = createCommandWorld().run('setup.initialise', input)
    expect(!fresh.ok && fresh.error.fields?.map((issue) => `${issue.path} ${issue.code}`)).toEqual(
      expect.arrayContaining([
        'data/prefix catalog.prefixForm',
        'data/timeZone catalog.timeZoneUnknown',
        'data/country catalog.countryUnknown',
        'data/name catalog.nameMissing',
      ]),
    )
  })
})

describe('catalog.save', () => {
  it('keeps tag names apart as people read them', () => {
    idOf(saveTag('Fibra óptica'))
    expect(refusal('catalog.save', saveTag(' FIBRA OPTICA '))).toBe(
      'catalog.invalid data/name catalog.nameTaken',
    )
    expect(refusal('catalog.save', saveTag('Radio'))).toBe('ok')
  })

  it('keeps office prefixes apart, those of archived offices too', () => {
    const office = { name: 'Sur', prefix: 'SUR', country: 'ES', timeZone: 'Europe/Madrid', currency: 'EUR' }
    const id = idOf({ kind: 'office', data: office })
    resultOf(world.run('catalog.archive', { ids: [id] }))
    expect(refusal('catalog.save', { kind: 'office', data: { ...office, name: 'Sur 2' } })).toBe(
      'catalog.invalid data/prefix catalog.prefixTaken',
    )
  })

  it('checks data against its kind', () => {
    expect(refusal('catalog.save', { kind: 'tag', data: { name: 'X', colour: '#fff' } })).toBe(
      'catalog.invalid data/colour catalog.form',
    )
    expect(
      refusal('catalog.save', { kind: 'tag', data: { name: 'X', colour: 'red', link: 'javascript:x' } }),
    ).toBe('catalog.invalid data/link catalog.linkForm')
    expect(refusal('catalog.save', { kind: 'company', data: {} })).toBe('catalog.onlyOneCompany')
  })

  it('takes the whole data, keeps members of a newer version, and puts new records last', () => {
    const first = idOf(saveTag('Uno'))
    const second = idOf(saveTag('Dos'))
    world.put('catalog', {
      ...world.get('catalog', first)!,
      data: { name: 'Uno', colour: 'blue', link: 'https://example.com', icon: 'star' },
    })
    idOf({ kind: 'tag', id: first, data: { name: 'Uno bis', colour: 'blue' } })
    expect(world.get('catalog', first)?.data).toEqual({ name: 'Uno bis', colour: 'blue', icon: 'star' })
    expect(world.get('catalog', second)!.rank > world.get('catalog', first)!.rank).toBe(true)
    expect(refusal('catalog.save', { kind: 'office', id: first, data: {} })).toBe('catalog.notFound')
  })

  it('gives a new status a key from its label', () => {
    const status = world.all('catalog').find((record) => record.kind === 'customerStatus')!
    const labels = { es: 'En instalación', en: 'Installing' }
    const id = idOf({ kind: 'customerStatus', data: { ...status.data, key: '', labels } })
    expect(world.get('catalog', id)?.data).toMatchObject({ key: 'en-instalacion' })
  })
})

describe('catalog.archive and restore', () => {
  const active = seedId(sha256, 'customerStatus', 'active')

  it('holds on to what customers use and to the last of its kind', () => {
    world.put('customers', customerOf({ statusId: active }))
    expect(refusal('catalog.archive', { ids: [active] })).toBe('catalog.inUse')
    expect(refusal('catalog.archive', { ids: ['office-madrid'] })).toBe('catalog.ownOffice')
    expect(refusal('catalog.archive', { ids: ['person-1'] })).toBe('catalog.ownPerson')
    expect(refusal('catalog.archive', { ids: [seedId(sha256, 'company', 'own')] })).toBe('catalog.lastOfKind')
    world.put(
      'customers',
      customerOf({ statusId: active, archived: { at: '2026-01-01T00:00:00Z', by: 'p' } }),
    )
    expect(refusal('catalog.archive', { ids: [active] })).toBe('ok')
  })

  it('does not archive all statuses at once', () => {
    const ids = world
      .all('catalog')
      .filter((record) => record.kind === 'customerStatus')
      .map((record) => record.id)
    expect(refusal('catalog.archive', { ids })).toBe('catalog.lastOfKind')
  })

  it('restores unless the name was taken meanwhile', () => {
    const id = idOf(saveTag('VIP'))
    resultOf(world.run('catalog.archive', { ids: [id] }))
    const other = idOf(saveTag('vip'))
    expect(refusal('catalog.restore', { ids: [id] })).toContain('catalog.nameTakenMeanwhile')
    resultOf(world.run('catalog.archive', { ids: [other] }))
    expect(refusal('catalog.restore', { ids: [id] })).toBe('ok')
  })
})

describe('rankBetween', () => {
  it('always finds room between two neighbours, at the start and at the end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 120 }), (places) => {
        const ranks: string[] = []
        for (const place of places) {
          const at = place % (ranks.length + 1)
          ranks.splice(at, 0, rankBetween(ranks[at - 1] ?? '', ranks[at]))
        }
        expect([...ranks].sort()).toEqual(ranks)
        expect(new Set(ranks).size).toBe(ranks.length)
        expect(ranks.every((rank) => /^[0-9a-z]*[1-9a-z]$/.test(rank))).toBe(true)
      }),
    )
  })

  it('stays short when records are added at the end', () => {
    let rank = ''
    for (let i = 0; i < 500; i++) rank = rankBetween(rank)
    expect(rank.length).toBeLessThanOrEqual(40)
  })
})

describe('products, taxes and series', () => {
  const save = (kind: string, data: object) => refusal('catalog.save', { kind, data })
  const iva = { name: 'IVA', country: 'ES', category: 'S' }
  const rate = (id: string, from: string, percent: string) => ({ id, from, percent })

  it('a tax has percentages with dates that exist', () => {
    expect(save('taxRate', { ...iva, rates: [] })).toBe('catalog.invalid data/rates catalog.ratesMissing')
    expect(
      save('taxRate', {
        ...iva,
        rates: [
          rate('a', '2026-02-30', '21'),
          rate('b', '2026-01-01', '101'),
          rate('c', '2026-01-01', '10.5'),
        ],
      }),
    ).toBe(
      'catalog.invalid data/rates/a/from catalog.rateDate data/rates/b/percent catalog.percentRange data/rates/c/from catalog.rateTwice',
    )
    expect(save('taxRate', { ...iva, rates: [rate('a', '2026-01-01', '21')] })).toBe('ok')
  })

  it('a tax without percentage says why by a code of the Commission’s list', () => {
    const exempt = { name: 'Exento', country: 'ES', category: 'E', rates: [rate('a', '2026-01-01', '0')] }
    expect(save('taxRate', { ...exempt, exemptionCode: 'art. 20' })).toBe(
      'catalog.invalid data/exemptionCode catalog.exemptionCodeForm',
    )
    expect(save('taxRate', { ...exempt, exemptionCode: 'VATEX-EU-132-1I' })).toBe('ok')
  })

  it('a product says how often it is charged, in a currency that there is', () => {
    const charge = { id: 'c', kind: 'recurring', description: 'Cuota', unitPrice: '32', quantity: '1' }
    const product = { name: 'Fibra', type: 'internet', currency: 'EUR' }
    expect(save('product', { ...product, charges: [charge] })).toBe(
      'catalog.invalid data/charges/c/periodMonths catalog.periodMissing',
    )
    expect(save('product', { ...product, currency: 'XXQ', charges: [] })).toBe(
      'catalog.invalid data/currency catalog.currencyUnknown',
    )
    expect(save('product', { ...product, charges: [{ ...charge, periodMonths: 1 }] })).toBe('ok')
    expect(save('product', { ...product, charges: [] })).toBe('catalog.invalid data/name catalog.nameTaken')
  })

  it('two series never share a prefix, not even with an archived one', () => {
    const series = { kind: 'invoice', officeId: 'office-madrid' }
    const id = idOf({ kind: 'series', data: { ...series, name: 'Facturas', prefix: 'FMAD' } })
    resultOf(world.run('catalog.archive', { ids: [id] }))
    expect(save('series', { ...series, name: 'Otras', prefix: 'FMAD' })).toBe(
      'catalog.invalid data/prefix catalog.seriesPrefixTaken',
    )
    expect(save('series', { ...series, name: 'Otras', prefix: 'f-1' })).toBe(
      'catalog.invalid data/prefix catalog.seriesPrefixForm',
    )
  })

  it('views are told apart within one person and list', () => {
    const view = { name: 'Morosos', list: 'customers', shared: false, columns: [], sort: [], filter: {} }
    expect(save('savedView', { ...view, personId: 'person-1' })).toBe('ok')
    expect(save('savedView', { ...view, personId: 'person-2' })).toBe('ok')
    expect(save('savedView', { ...view, personId: 'person-1' })).toBe(
      'catalog.invalid data/name catalog.nameTaken',
    )
  })
})
