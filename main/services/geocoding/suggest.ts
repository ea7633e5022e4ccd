import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { Place, PlaceSuggestion } from '#core/contract/methods/geo.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { parseAddressInput, type AddressInput } from '#core/domain/values/address-input.ts'
import { looksSwapped } from '#core/domain/values/coordinates.ts'
import { parsePlaceInput, type PlaceInput } from '#core/domain/values/place-input.ts'
import { decodePlusCode, recoverNearest, shareCode } from '#core/domain/values/plus-code.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import type { Store } from '../../store/store.ts'
import { createRecent } from './recent.ts'
import type { GazetteerClient } from './gazetteer-client.ts'
import { provinceOfPostcode, type TownHit } from './gazetteer.ts'
import type { OnlineFailure, OnlineGeocoder } from './online-geocoder.ts'
import { addressAt } from './reverse.ts'

type SuggestInput = MethodInput<'geo', 'suggest'>
type SuggestOutput = MethodOutput<'geo', 'suggest'>
type Unavailable = SuggestOutput['unavailable']
/** Typed text that holds a position by itself, or with the help of a town. */
type LocatedInput = Exclude<PlaceInput, { kind: 'text' | 'notUnderstood' }>

interface Located {
  position: { latitude: number; longitude: number }
  label?: string
  remarks: string[]
}

/** An online provider gets this long before the others' answers are shown without it, in milliseconds. */
const ONLINE_LIMIT = 5000
/** Own sites among the suggestions at most, so that the gazetteer's are seen too. */
const OWN_SITES = 5

export function createSuggest(
  store: () => Store,
  gazetteer: GazetteerClient,
  online: () => OnlineGeocoder | undefined,
) {
  const recent = createRecent<Place>()
  /** The running request of each search box: a newer one of the same box replaces it. */
  const running = new Map<string, AbortController>()

  return {
    async suggest(input: SuggestInput): Promise<SuggestOutput> {
      const typed = parsePlaceInput(input.text)
      if (typed.kind === 'notUnderstood') return { suggestions: [], unavailable: [] }
      if (typed.kind !== 'text') return { suggestions: await fromTyped(typed, input), unavailable: [] }
      const { text } = typed
      const unavailable: Unavailable = []
      const [own, remote, towns] = await Promise.all([
        ownSites(text),
        askOnline({ ...input, text }, unavailable),
        fromGazetteer({ ...input, text }, unavailable),
      ])
      return { suggestions: [...own, ...remote, ...towns].slice(0, input.limit), unavailable }
    },

    async resolve(
      id: string,
      session: string,
      language: 'es' | 'en',
    ): Promise<Result<Place, 'geo/not-found' | OnlineFailure>> {
      const known = recent.get(id)
      if (known) return ok(known)
      const provider = online()
      if (!provider) return err('geo/not-found')
      const found = await provider.resolve(id, session, language, AbortSignal.timeout(ONLINE_LIMIT))
      if (!found.ok) return found
      return found.value ? ok(found.value) : err('geo/not-found')
    },
  }

  function suggestion(id: string, title: string, detail: string, place: Place): PlaceSuggestion {
    recent.put(id, place)
    const { source, precision, metres } = place
    return { id, title, detail, source, precision, place, ...(metres === undefined ? {} : { metres }) }
  }

  /** A code, coordinates or a link is the answer itself; the towns around only name it. */
  async function fromTyped(typed: LocatedInput, input: SuggestInput): Promise<PlaceSuggestion[]> {
    const located = await locate(typed, input)
    if (!located) return []
    const { position, label, remarks } = located
    const around = await addressAt(gazetteer, position, input.language)
    const place: Place = {
      ...around,
      ...(label === undefined ? {} : { name: label }),
      ...position,
      source: 'typed',
      precision: 'pin',
      remarks: [...remarks, ...around.remarks],
    }
    delete place.metres
    if (position.latitude === 0 && position.longitude === 0) place.remarks.push('place.nullIsland')
    const country = around.country ?? input.country
    if (country !== undefined && looksSwapped(position.latitude, position.longitude, input.country))
      place.remarks.push('place.swapped')
    const where = [around.city, around.state].filter(Boolean).join(', ')
    return [suggestion(`typed:${input.text}`, label ?? input.text.trim(), where, place)]
  }

  async function locate(typed: LocatedInput, input: SuggestInput): Promise<Located | undefined> {
    if (typed.kind !== 'shortCode') {
      const { latitude, longitude } = typed
      const label = typed.kind === 'plusCode' ? shareCode(typed.code) : typed.name
      const isSwapped = typed.kind === 'coordinates' && typed.swapped
      return { position: { latitude, longitude }, label, remarks: isSwapped ? ['place.swapped'] : [] }
    }
    // A short code is completed near its locality, or else near the middle of the map.
    const reference =
      typed.locality === ''
        ? input.near
        : await firstTown({
            text: typed.locality,
            country: input.country,
            language: input.language,
            near: input.near,
          })
    if (!reference) return undefined
    const code = recoverNearest(typed.code, reference.latitude, reference.longitude)
    const area = code.ok ? decodePlusCode(code.value) : code
    if (!area.ok || !code.ok) return undefined
    const { latitude, longitude } = area.value
    return { position: { latitude, longitude }, label: shareCode(code.value), remarks: [] }
  }

  /** The best town of the country, or else of the world. */
  async function firstTown(query: {
    text: string
    country?: string
    language: 'es' | 'en'
    near?: { latitude: number; longitude: number }
  }): Promise<TownHit | undefined> {
    for (const country of query.country === undefined ? [undefined] : [query.country, undefined]) {
      const found = await gazetteer.ask('search', { ...query, country, limit: 1 })
      if (found.ok && found.value[0]) return found.value[0]
    }
    return undefined
  }

  async function ownSites(text: string): Promise<PlaceSuggestion[]> {
    const hits = await store().read('search', 'find', { text, limit: OWN_SITES, collections: ['sites'] })
    if (!hits.ok) return []
    const ids = hits.value.hits.filter((hit) => !hit.archived).map(({ id }) => id)
    if (ids.length === 0) return []
    const rows = await store().read('store', 'byIds', { collection: 'sites', ids, withDeleted: false })
    if (!rows.ok) return []
    return rows.value.rows.map(({ document }) => {
      // Only sites that passed their schema reach the store.
      const site = document as unknown as Site
      const address = [site.addressLine1, site.postcode, site.city, site.state].filter(Boolean).join(', ')
      const { addressLine1, addressLine2, city, state, postcode, country, latitude, longitude, placeId } =
        site
      const precision = site.origin.precision
      return suggestion(`site:${site.id}`, site.name, address, {
        name: site.name,
        addressLine1,
        addressLine2,
        city,
        state,
        postcode,
        country,
        latitude,
        longitude,
        placeId,
        source: 'site',
        precision,
        remarks: [],
      })
    })
  }

  async function askOnline(input: SuggestInput, unavailable: Unavailable): Promise<PlaceSuggestion[]> {
    const provider = online()
    if (!provider) return []
    running.get(input.session)?.abort()
    const controller = new AbortController()
    running.set(input.session, controller)
    const signal = AbortSignal.any([controller.signal, AbortSignal.timeout(ONLINE_LIMIT)])
    const found = await provider.suggest(input, signal)
    if (running.get(input.session) === controller) running.delete(input.session)
    if (found.ok) return found.value
    // A request that a newer one replaced has failed for nobody.
    if (!controller.signal.aborted) unavailable.push({ source: 'online', code: found.error })
    return []
  }

  async function fromGazetteer(input: SuggestInput, unavailable: Unavailable): Promise<PlaceSuggestion[]> {
    const { text, language, country, near, limit } = input
    const address = parseAddressInput(text, country ?? 'ES')
    if (address) {
      const found = await fromAddress(address, input)
      if (found) return [found]
    }
    // Towns of the own country first, whatever their size: they are meant more often.
    const scopes = country === undefined ? [undefined] : [country, undefined]
    const towns = new Map<string, TownHit>()
    for (const scope of scopes) {
      const found = await gazetteer.ask('search', { text, language, near, limit, country: scope })
      if (!found.ok) {
        unavailable.push({ source: 'gazetteer', code: found.error })
        return []
      }
      for (const town of found.value) towns.set(`${town.latitude},${town.longitude}`, town)
    }
    return [...towns.values()].map((town) => townSuggestion(town, language))
  }

  /** The gazetteer knows no streets: the town's centre with the typed address, to be dragged to the door. */
  async function fromAddress(
    address: AddressInput,
    input: SuggestInput,
  ): Promise<PlaceSuggestion | undefined> {
    for (const candidate of address.townCandidates) {
      const town = await firstTown({
        text: candidate,
        country: input.country,
        language: input.language,
        near: input.near,
      })
      if (!town) continue
      const place: Place = {
        ...townPlace(town),
        name: address.street,
        addressLine1: address.street,
        addressLine2: address.unit,
        postcode: address.postcode,
        remarks: ['place.approximate'],
      }
      const detail = [address.postcode, town.name, town.state].filter(Boolean).join(', ')
      return suggestion(`address:${input.text}`, address.street ?? town.name, detail, place)
    }
    const province = address.postcode === undefined ? undefined : provinceOfPostcode(address.postcode)
    if (input.country !== 'ES' || province === undefined) return undefined
    const town = await firstTown({ text: province, country: 'ES', language: input.language })
    if (!town) return undefined
    const place: Place = {
      ...townPlace(town),
      city: undefined,
      name: address.street,
      addressLine1: address.street,
      postcode: address.postcode,
      precision: 'region',
      remarks: ['place.approximate'],
    }
    return suggestion(`address:${input.text}`, address.street ?? address.postcode ?? '', province, place)
  }

  function townSuggestion(town: TownHit, language: 'es' | 'en'): PlaceSuggestion {
    const country = new Intl.DisplayNames([language], { type: 'region' }).of(town.country)
    const id = `town:${town.country}:${town.latitude},${town.longitude}`
    return suggestion(id, town.name, [town.state, country].filter(Boolean).join(', '), townPlace(town))
  }
}

const townPlace = (town: TownHit): Place => ({
  name: town.name,
  city: town.name,
  ...(town.state === undefined ? {} : { state: town.state }),
  country: town.country,
  latitude: town.latitude,
  longitude: town.longitude,
  source: 'gazetteer',
  precision: 'place',
  ...(town.km === undefined ? {} : { metres: Math.round(town.km * 1000) }),
  remarks: [],
})
