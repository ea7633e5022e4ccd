import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { Place } from '#core/contract/methods/geo.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { normaliseLongitude } from '#core/domain/values/coordinates.ts'
import type { Store } from '../../store/store.ts'
import type { GazetteerClient } from './gazetteer-client.ts'
import type { OnlineGeocoder } from './online-geocoder.ts'

type ReverseInput = MethodInput<'geo', 'reverse'>
type ReverseOutput = MethodOutput<'geo', 'reverse'>

/** An own site this near has the same address, in metres. */
const SAME_DOOR = 15
/** An own site this near is in the same street, most likely; only street and town are taken. In metres. */
const SAME_STREET = 60
/** An address farther off than this is said to be approximate, in metres (geo-mail.md §2.6). */
const APPROXIMATE = 150
const ONLINE_LIMIT = 5000

/** The address at a point: an own site at the door, the online provider, an own site in the street, the nearest town. */
export function createReverse(
  store: () => Store,
  gazetteer: GazetteerClient,
  online: () => OnlineGeocoder | undefined,
): (input: ReverseInput) => Promise<ReverseOutput> {
  return async ({ latitude, longitude, language }) => {
    const point = { latitude, longitude: normaliseLongitude(longitude) }
    const unavailable: ReverseOutput['unavailable'] = []
    const own = await nearestSite(point)
    if (own && own.metres <= SAME_DOOR) return { place: siteAddress(own.site, own.metres, true), unavailable }
    const provider = online()
    if (provider) {
      const found = await provider.reverse(point, language, AbortSignal.timeout(ONLINE_LIMIT))
      if (!found.ok) unavailable.push({ source: 'online', code: found.error })
      else if (found.value) return { place: withRemark(found.value), unavailable }
    }
    const around = await addressAt(gazetteer, point, language)
    if (around.missing) unavailable.push({ source: 'gazetteer', code: 'geo/no-gazetteer' })
    if (own && own.metres <= SAME_STREET)
      return { place: siteAddress(own.site, own.metres, false), unavailable }
    const { missing: _missing, ...place } = around
    return { place, unavailable }
  }

  async function nearestSite(point: { latitude: number; longitude: number }) {
    const near = await store().read('sites', 'near', { ...point, radiusKm: SAME_STREET / 1000, limit: 1 })
    const [hit] = near.ok ? near.value.sites : []
    if (!hit) return undefined
    const rows = await store().read('store', 'byIds', {
      collection: 'sites',
      ids: [hit.id],
      withDeleted: false,
    })
    const [row] = rows.ok ? rows.value.rows : []
    // Only sites that passed their schema reach the store.
    return row && { site: row.document as unknown as Site, metres: hit.metres }
  }
}

function siteAddress(site: Site, metres: number, sameDoor: boolean): Place {
  const { addressLine1, addressLine2, city, state, postcode, country, latitude, longitude } = site
  return {
    ...(sameDoor
      ? { addressLine1, addressLine2 }
      : // The neighbour's street without its number.
        { addressLine1: addressLine1?.replace(/,?\s*\d+\s?[a-z]?$/i, '').replace(/^\d+\s+/, '') }),
    city,
    state,
    postcode,
    country,
    latitude,
    longitude,
    source: 'site',
    precision: sameDoor ? 'rooftop' : 'street',
    metres: Math.round(metres),
    remarks: sameDoor ? [] : ['place.approximate'],
  }
}

const withRemark = (place: Place): Place =>
  (place.metres ?? 0) > APPROXIMATE && !place.remarks.includes('place.approximate')
    ? { ...place, remarks: [...place.remarks, 'place.approximate'] }
    : place

/** What the gazetteer knows of a point: country, and the town that it most likely belongs to. */
export async function addressAt(
  gazetteer: GazetteerClient,
  point: { latitude: number; longitude: number },
  language: 'es' | 'en',
): Promise<Place & { missing?: true }> {
  const unknown: Place = { source: 'gazetteer', precision: 'none', remarks: [] }
  const found = await gazetteer.ask('reverse', point, language)
  if (!found.ok) return { ...unknown, missing: true }
  const { country, town } = found.value
  if (!town)
    return { ...unknown, ...(country === undefined ? {} : { country, precision: 'country' as const }) }
  const metres = Math.round((town.km ?? 0) * 1000)
  return {
    city: town.name,
    state: town.state,
    country,
    latitude: town.latitude,
    longitude: town.longitude,
    source: 'gazetteer',
    precision: 'place',
    metres,
    remarks: ['place.estimatedRegion', ...(metres > APPROXIMATE ? ['place.approximate'] : [])],
  }
}
