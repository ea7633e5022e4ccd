import { Value } from 'typebox/value'
import type { HostReply } from '#core/contract/envelope.ts'
import { hostContract, type MethodInput, type MethodOutput } from '#core/contract/host-contract.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { encodePlusCode } from '#core/domain/values/plus-code.ts'
import { sortKey } from '#core/lib/fold.ts'
import type { Clock } from '#core/lib/clock.ts'
import { createGeocoding, type GeocodingOptions } from '#main/services/geocoding/index.ts'
import type { Store } from '#main/store/store.ts'
import { customerOf, siteOf } from './builders.ts'
import { createReadStore } from './read-store.ts'

/** A clock that stands still until a test moves it. */
export function handClock(): Clock & { advance(milliseconds: number): void } {
  let now = Date.UTC(2026, 0, 15, 9)
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds
    },
  }
}

type GeoVerb = keyof (typeof hostContract)['geo']

/** The chain over a store in memory with the real read models, asked as the host asks it. */
export function createGeocodingWorld(options: Omit<GeocodingOptions, 'store'>) {
  const store = createReadStore()
  store.write([{ collection: 'customers', id: 'customer-1', after: customerOf() }])
  const read = ((namespace: string, verb: string, input: unknown) => {
    const answer = store.read[`${namespace}.${verb}`]?.(input)
    if (!answer) throw new Error(`no method ${namespace}.${verb}`)
    return Promise.resolve(answer)
    // The reader answers each method with what the contract says.
  }) as Store['read']
  const geocoding = createGeocoding({ ...options, store: () => ({ read }) })

  /** Fails the test when an answer is not of the contract's form. */
  async function ask<V extends GeoVerb>(
    verb: V,
    input: MethodInput<'geo', V>,
  ): Promise<MethodOutput<'geo', V>> {
    const value = valueOf(await reply(verb, input))
    const problems = [...Value.Errors(hostContract.geo[verb].output, value)]
    if (problems.length > 0) throw new Error(`${verb} answers ${JSON.stringify({ problems, value })}`)
    return value
  }
  // The handler of a verb takes that verb's input.
  const reply = <V extends GeoVerb>(verb: V, input: MethodInput<'geo', V>) =>
    (geocoding.handlers[verb] as (input: unknown) => Promise<HostReply<MethodOutput<'geo', V>>>)(input)

  return {
    reply,
    labels: (box: MethodInput<'geo', 'labels'>) => ask('labels', box),
    suggest: (text: string, more: Partial<MethodInput<'geo', 'suggest'>> = {}) =>
      ask('suggest', { text, session: 'box-1', language: 'es', country: 'ES', limit: 8, ...more }),
    reverse: (latitude: number, longitude: number, language: 'es' | 'en' = 'es') =>
      ask('reverse', { latitude, longitude, language }),
    resolve: (id: string) => ask('resolve', { id, session: 'box-1', language: 'es' }),
    towns: geocoding.towns,
    prepare: geocoding.prepare,
    addSite(fields: Partial<Site> & Pick<Site, 'id' | 'name' | 'latitude' | 'longitude'>) {
      const plusCode = encodePlusCode(fields.latitude, fields.longitude)
      if (!plusCode.ok) throw new Error(plusCode.error)
      const site = siteOf({ ...fields, sortName: sortKey(fields.name), plusCode: plusCode.value })
      store.write([{ collection: 'sites', id: site.id, after: site }])
    },
    changeCustomer(fields: Partial<Customer>) {
      store.write([{ collection: 'customers', id: 'customer-1', after: customerOf(fields) }])
    },
    async close() {
      await geocoding.close()
      store.close()
    },
  }
}

export type GeocodingWorld = ReturnType<typeof createGeocodingWorld>

export function valueOf<T>(reply: HostReply<T>): T {
  if (!reply.ok) throw new Error(reply.error.code)
  return reply.value
}

/** A site at its door in Madrid, one in Buenos Aires, and one that an import placed in the middle of Cádiar. */
export function addKnownSites(world: GeocodingWorld): void {
  world.addSite({ id: 'site-mayor', name: 'Nave Sur', latitude: 40.4168, longitude: -3.7038 })
  world.addSite({
    id: 'site-corrientes',
    name: 'Torre Corrientes',
    addressLine1: 'Av. Corrientes 300',
    city: 'Buenos Aires',
    state: 'Ciudad Autónoma de Buenos Aires',
    postcode: 'C1043',
    country: 'AR',
    latitude: -34.6031,
    longitude: -58.3712,
  })
  world.addSite({
    id: 'site-middle',
    name: 'Bar Central',
    addressLine1: 'Calle Larga, 9',
    city: 'Cádiar',
    state: 'Andalucía',
    postcode: '18440',
    latitude: 36.9459,
    longitude: -3.1802,
    origin: { source: 'import', precision: 'place', at: '2026-01-15T09:00:00.000Z' },
  })
}
