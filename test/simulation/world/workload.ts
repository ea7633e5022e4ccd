import { seedId } from '#core/domain/seed-id.ts'
import type { SeededRandom } from '#core/lib/seeded-random.ts'
import { ERASE_COMMAND } from '#core/sync/merge/merge-op.ts'
import { seesCollection } from '#core/sync/scope.ts'
import { sha256 } from './crypto.ts'
import type { Desktop } from './desktop.ts'
import type { World } from './world.ts'

const NAMES = [
  'Panadería Núñez',
  'Ana Pérez',
  'Talleres Ibáñez',
  'Bar Cantábrico',
  'José Ñíguez',
  'Cía. Ágora',
]
const WORDS = [
  'llave',
  'portal',
  'arqueta',
  'fibra',
  'router',
  'cobertura',
  'llamar',
  'tardes',
  'timbre',
  'garaje',
]
const TAX_IDS = ['B12345674', 'A58818501', 'B64717838', '00000000T']

/** Does one thing that an office does on a day, with whatever is in the desktop's file. */
export function workOnce(world: World, desktop: Desktop, random: SeededRandom): void {
  const file = desktop.file()
  // What no program would have written is left alone, as no screen would show it.
  const idsOf = (collection: string) =>
    [...(file.records.get(collection) ?? [])]
      .filter(([, body]) => typeof body.name !== 'number')
      .map(([id]) => id)
      .sort()
  const pick = (collection: string): string | undefined => {
    const ids = idsOf(collection)
    // Mostly the same few, so that people meet.
    return ids.length > 0
      ? ids[random.chance(0.6) ? random.int(0, Math.min(2, ids.length - 1)) : random.int(0, ids.length - 1)]
      : undefined
  }
  const record = (collection: string, id: string | undefined) =>
    id === undefined ? undefined : file.records.get(collection)?.get(id)
  const customerId = pick('customers')
  const scope = file.marks?.scope
  const isLimited =
    scope !== undefined && (scope.collections !== undefined || scope.hiddenFields !== undefined)
  const sees = (collection: string) => !scope || seesCollection(scope, collection)

  const notesOf = (text: unknown): string => {
    const lines = typeof text === 'string' && text !== '' ? text.split('\n') : []
    const at = random.int(0, lines.length)
    lines.splice(at, random.chance(0.4) ? 1 : 0, `${random.pick(WORDS)} ${random.int(1, 99)}`)
    return lines.join('\n')
  }
  const position = () => ({
    latitude: 40 + random.int(0, 999) / 1000,
    longitude: -3 - random.int(0, 999) / 1000,
  })

  const work: Record<string, [weight: number, input: () => unknown, needs?: string]> = {
    'customer.create': [
      6,
      () => ({
        name: random.pick(NAMES),
        type: random.pick(['individual', 'business']),
        officeId: pickOffice(),
      }),
    ],
    'customer.update': [
      12,
      () => {
        const customer = record('customers', customerId)
        const changes = random.weighted({
          name: 3,
          taxId: 2,
          billDay: 2,
          notes: 4,
          attributes: 2,
          paymentMethods: 1,
        })
        const attributes = (Array.isArray(customer?.attributes) ? customer.attributes : []) as {
          id: string
        }[]
        const values: Record<string, unknown> = {
          name: random.pick(NAMES),
          taxId: random.pick([...TAX_IDS, null]),
          billDay: random.int(1, 31),
          notes: notesOf(customer?.notes),
          attributes: random.chance(0.5)
            ? [
                ...attributes,
                {
                  name: `${random.pick(WORDS)} ${random.int(1, 500)}`,
                  kind: 'text',
                  value: random.pick(WORDS),
                },
              ]
            : attributes.map((one) => ({ ...one, kind: 'text', value: random.pick(WORDS) })),
          paymentMethods: [
            { id: 'pm-1', brand: random.pick(['Visa', 'SEPA']), lastFour: random.digits(4), isDefault: true },
          ],
        }
        return { id: customerId, changes: { [changes]: values[changes] } }
      },
      'customers',
    ],
    'customer.setStatus': [
      4,
      () => ({
        ids: [customerId],
        statusId: seedId(sha256, 'customerStatus', random.pick(['active', 'pending', 'inactive'])),
      }),
      'customers',
    ],
    'customer.tag': [5, () => tagging(), 'catalog'],
    'customer.archive': [1, () => ({ ids: [customerId] }), 'invoices'],
    'customer.restore': [2, () => ({ ids: [customerId] }), 'customers'],
    'contact.create': [
      4,
      () => ({ customerId, name: random.pick(NAMES), phones: [{ typed: `600${random.digits(6)}` }] }),
      'contacts',
    ],
    'contact.update': [
      6,
      () => {
        const id = pick('contacts')
        const phones = record('contacts', id)?.phones
        const known = (Array.isArray(phones) ? phones : []) as { id: string; typed: string }[]
        const edited = random.chance(0.4)
          ? [...known, { typed: `601${random.digits(6)}` }]
          : known.slice(random.chance(0.2) ? 1 : 0).map(({ id: own, typed }) => ({
              id: own,
              typed: random.chance(0.5) ? `602${random.digits(6)}` : typed,
            }))
        const name = random.chance(0.3) ? { name: random.pick(NAMES) } : {}
        return { id, changes: { ...name, phones: edited } }
      },
      'contacts',
    ],
    'sim.dropContact': [1, () => ({ id: pick('contacts') }), 'contacts'],
    'site.create': [
      4,
      () => ({
        customerId,
        name: random.pick(NAMES),
        ...position(),
        country: 'ES',
        addressLine1: `Calle ${random.int(1, 90)}`,
        city: random.pick(['Madrid', 'Ávila']),
      }),
      'sites',
    ],
    'site.update': [
      8,
      () => ({
        id: pick('sites'),
        changes: random.pick([
          position(),
          { latitude: position().latitude },
          { city: random.pick(['Madrid', 'León', 'Ávila']), postcode: `28${random.digits(3)}` },
          { addressLine1: `Calle ${random.int(1, 90)}` },
        ]),
      }),
      'sites',
    ],
    'service.create': [
      4,
      () => {
        const siteId = pick('sites')
        return {
          customerId: record('sites', siteId)?.customerId,
          siteId,
          name: 'Fibra',
          charges: [
            {
              kind: 'recurring',
              description: 'Fibra',
              periodMonths: 1,
              unitPrice: String(random.int(10, 60)),
            },
          ],
        }
      },
      'services',
    ],
    'service.update': [
      5,
      () => {
        const id = pick('services')
        const charges = record('services', id)?.charges
        const known = (Array.isArray(charges) ? charges : []) as Record<string, unknown>[]
        const priced = known.map((charge) => ({
          ...charge,
          ...random.pick([
            { unitPrice: String(random.int(10, 60)) },
            { quantity: String(random.int(1, 3)) },
            { description: random.pick(WORDS) },
          ]),
        }))
        const reading = {
          date: `2026-03-${String(random.int(1, 28)).padStart(2, '0')}`,
          value: random.digits(3),
        }
        const read = known.map((charge) => ({
          ...charge,
          readings: [...((charge.readings as object[] | undefined) ?? []), reading],
        }))
        return { id, changes: { charges: random.chance(0.3) ? read : priced } }
      },
      'services',
    ],
    'service.setStatus': [
      2,
      () => ({ ids: [pick('services')], status: random.pick(['active', 'suspended']) }),
      'services',
    ],
    'catalog.save': [
      3,
      () => {
        const tag = idsOf('catalog').find((id) => record('catalog', id)?.kind === 'tag')
        const isNew = tag === undefined || random.chance(0.4)
        return {
          kind: 'tag',
          ...(isNew ? {} : { id: tag }),
          data: { name: `${random.pick(WORDS)} ${random.int(1, 400)}`, colour: random.pick(['red', 'blue']) },
        }
      },
      'catalog',
    ],
    'inventory.create': [
      2,
      () => ({ kind: 'ont', serial: `HWTC${random.int(1, 40)}`, placeId: pickOffice() }),
      'inventory',
    ],
    'sim.bill': [3, () => ({ customerId, month: random.pick(['2026-01', '2026-02']) }), 'transactions'],
    'sim.invoice': [3, () => ({ customerId }), 'invoices'],
    'sim.pay': [2, () => ({ customerId, amount: random.int(100, 9_000) }), 'transactions'],
    [ERASE_COMMAND]: [world.faults.has('erase') ? 0.5 : 0, () => ({ customerId }), 'customers'],
    'sim.nickname': [
      desktop.schema > 1 && world.faults.has('twoSchemas') ? 3 : 0,
      () => ({ customerId, nickname: random.pick(WORDS) }),
      'customers',
    ],
  }

  const pickOffice = () => idsOf('catalog').find((id) => record('catalog', id)?.kind === 'office')
  const tagging = () => {
    const tags = idsOf('catalog').filter(
      (id) => record('catalog', id)?.kind === 'tag' && !record('catalog', id)?.archived,
    )
    const tag = tags.length > 0 ? [random.pick(tags)] : []
    return { ids: [customerId], ...(random.chance(0.6) ? { add: tag } : { remove: tag }) }
  }

  if (random.chance(0.06) && settleIssue(desktop, random)) return
  const weights = Object.fromEntries(
    Object.entries(work).map(([name, [weight, , needs]]) => {
      const isOut =
        (needs !== undefined && !sees(needs)) ||
        (isLimited && (needs === 'invoices' || name === ERASE_COMMAND))
      return [name, isOut ? 0 : weight]
    }),
  )
  const name = random.weighted(weights)
  const input = work[name]?.[1]()
  if (isLimited && hidesPartOf(scope.hiddenFields, name, input)) return
  desktop.act(name, input)
}

/** A form does not offer fields that the desktop may not hold. */
function hidesPartOf(
  hidden: Readonly<Record<string, readonly string[]>> | undefined,
  name: string,
  input: unknown,
): boolean {
  const fields = hidden?.[`${name.split('.')[0]}s`] ?? []
  return fields.some((field) => JSON.stringify(input ?? {}).includes(`"${field}"`))
}

/** A person settles an issue that waits. */
function settleIssue(desktop: Desktop, random: SeededRandom): boolean {
  const issues = [...(desktop.file().records.get('issues')?.values() ?? [])].filter(
    ({ settled }) => settled === undefined,
  )
  const before = issues.length > 0 ? random.pick(issues) : undefined
  if (!before) return false
  const settled = {
    at: '2026-03-05T00:00:00.000Z',
    by: desktop.person.personId,
    choice: random.pick(['mine', 'theirs']),
  }
  return desktop.write('issue.settle', () => [
    { collection: 'issues', id: before.id, before, after: { ...before, settled } },
  ])
}
