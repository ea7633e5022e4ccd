import { computed, ref, shallowRef } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import type { Place } from '#core/contract/methods/geo.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { normaliseLongitude } from '#core/domain/values/coordinates.ts'
import { useEditForm } from '#renderer/host/forms/index.ts'
import { fillFromPin, fillFromSearch, type Offer } from './place-fill.ts'
import {
  checkSiteForm,
  newSiteForm,
  plusCodeOf,
  siteToForm,
  siteUnitOf,
  type PlaceText,
  type SiteForm,
} from './site-form.ts'

export interface Point {
  latitude: number
  longitude: number
}

interface SiteEditorOptions {
  host: Pick<HostClient, 'drafts' | 'geo'>
  language: () => 'es' | 'en'
  /** Undefined for a new site, and while one that is changed loads. */
  site: () => Site | undefined
  /** The customer of a new site, undefined when one is changed. */
  newFor: string | undefined
  siteId: string | undefined
  /** The office's country; undefined while it loads. */
  country: () => string | undefined
  otherNames: () => readonly string[]
  /** A field and its value in words. */
  describe?: (field: string, form: SiteForm) => { label: string; text: string }
}

/** What came of asking for the address at the pin. */
export type AddressState = 'idle' | 'asking' | 'found' | 'kept' | 'unknown' | 'failed'

/**
 * The form of one site with its two ways to a position: a place that was searched, and a pin that was set by hand. Knows
 * nothing of maps.
 */
export function useSiteEditor({
  host,
  language,
  site,
  newFor,
  siteId,
  country,
  otherNames,
  describe,
}: SiteEditorOptions) {
  const offers = shallowRef<readonly Offer[]>([])
  const found = shallowRef<Place>()
  const address = ref<AddressState>('idle')
  /** What is wrong with the text in the position field; the position itself is still the last one that could be read. */
  const refusedText = shallowRef<FieldIssue>()
  /** The number of the reverse question whose answer counts. */
  let asked = 0
  /** Ends with the last reverse question. */
  let rest: Promise<void> = Promise.resolve()
  /** The position before the drag that is going on, to know it again when the person gives it up. */
  let before: Pick<SiteForm, 'latitude' | 'longitude' | 'source' | 'precision' | 'placeId'> | undefined

  const edit = useEditForm<SiteForm>({
    drafts: host.drafts,
    draftKey: newFor === undefined ? `site:${siteId ?? ''}` : `site:new:${newFor}`,
    isNew: newFor !== undefined,
    source() {
      const current = site()
      if (current) return siteToForm(current)
      const own = country()
      return newFor === undefined || own === undefined ? undefined : newSiteForm(own)
    },
    unitOf: siteUnitOf,
    ...(describe && { describe }),
    check: (form) => [
      ...(refusedText.value ? [refusedText.value] : []),
      ...checkSiteForm(form, { defaultCountry: country(), otherNames: otherNames() }),
    ],
  })
  const { form } = edit

  const position = computed((): Point | undefined => {
    const { latitude, longitude } = form.value ?? {}
    return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude }
  })

  /** A suggestion was chosen. */
  function choose(place: Place): void {
    if (!form.value) return
    asked++
    refusedText.value = undefined
    const filling = fillFromSearch(form.value, place)
    Object.assign(form.value, filling.form)
    offers.value = filling.offers
    found.value = place
    address.value = 'found'
  }

  /**
   * The pin is on its way: the code and the rules follow, the address waits until it rests.
   *
   * @param exactness how exactly it can be set, e.g. on a map that is far out.
   */
  function move(point: Point, exactness: SiteForm['precision'] = 'pin'): void {
    if (!form.value) return
    refusedText.value = undefined
    const { latitude, longitude, source, precision, placeId } = form.value
    before ??= { latitude, longitude, source, precision, placeId }
    const isBack = before.latitude === point.latitude && before.longitude === point.longitude
    Object.assign(
      form.value,
      isBack ? before : { ...point, source: 'user', precision: exactness, placeId: '' },
    )
    if (isBack) before = undefined
  }

  /** The pin was set by hand: it stays there, and the address around it fills the other fields. */
  function settle(point: Point, exactness?: SiteForm['precision']): Promise<void> {
    rest = askAround(point, exactness)
    return rest
  }

  async function askAround(point: Point, exactness?: SiteForm['precision']): Promise<void> {
    if (!form.value) return
    move({ latitude: point.latitude, longitude: normaliseLongitude(point.longitude) }, exactness)
    before = undefined
    const number = ++asked
    address.value = 'asking'
    offers.value = []
    found.value = undefined
    const reply = await host.geo.reverse({ ...point, language: language() })
    // The pin has been moved again meanwhile: this answer is about another place.
    if (number !== asked || !form.value) return
    if (!reply.ok) {
      address.value = 'failed'
      return
    }
    const { place } = reply.value
    const filling = fillFromPin(form.value, place)
    Object.assign(form.value, filling.form)
    offers.value = filling.offers
    found.value = filling.isKept ? undefined : place
    const isKnown = place.city !== undefined || place.addressLine1 !== undefined
    address.value = filling.isKept ? 'kept' : isKnown ? 'found' : 'unknown'
  }

  /** The position field was emptied: there is no pin any more. */
  function clearPosition(): void {
    if (!form.value) return
    asked++
    before = undefined
    refusedText.value = undefined
    found.value = undefined
    address.value = 'idle'
    Object.assign(form.value, { latitude: undefined, longitude: undefined, placeId: '' })
  }

  function acceptOffer({ field, value }: Offer): void {
    if (!form.value) return
    form.value[field] = value
    form.value.filled = { ...form.value.filled, [field]: value }
    offers.value = offers.value.filter((offer) => offer.field !== field)
  }

  /** Puts the form back to the record. */
  async function discard(): Promise<void> {
    asked++
    offers.value = []
    found.value = undefined
    refusedText.value = undefined
    address.value = 'idle'
    await edit.discard()
  }

  return {
    edit: { ...edit, discard },
    form,
    position,
    plusCode: computed(() => form.value && plusCodeOf(form.value)),
    offers,
    found,
    address,
    choose,
    move,
    settle,
    acceptOffer,
    offerFor: (field: PlaceText) => offers.value.find((offer) => offer.field === field),
    acceptAll: () => [...offers.value].forEach(acceptOffer),
    keepMine: () => (offers.value = []),
    clearPosition,
    /** Until the address at the pin is there, which belongs to what is saved. */
    rested: () => rest,
    /** The text in the position field cannot be taken, and why; undefined when it can. Saving waits for it. */
    refuseText: (issue: FieldIssue | undefined) => (refusedText.value = issue),
    issuesOf: (path: string): FieldIssue[] => edit.issues.value.filter((issue) => issue.path === path),
  }
}

export type SiteEditor = ReturnType<typeof useSiteEditor>
