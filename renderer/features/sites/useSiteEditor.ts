import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Place } from '#core/contract/methods/geo.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { useEditForm } from '#renderer/host/forms/index.ts'
import { useCommand, useHost } from '#renderer/host/index.ts'
import { fillFromPlace, type Filled, type MachineTexts } from './place-fill.ts'
import {
  checkSiteForm,
  formToChanges,
  formToCreate,
  newSiteForm,
  plusCodeOf,
  siteToForm,
  type PlaceText,
  type SiteForm,
} from './site-form.ts'

interface SiteEditorOptions {
  customerId: () => string | undefined
  /** The site that is changed; undefined for a new one. */
  site: () => Site | undefined
  isNew: boolean
  siteId: string | undefined
  /** The office's country; undefined while it loads. */
  country: () => string | undefined
  otherNames: () => readonly string[]
}

interface Point {
  latitude: number
  longitude: number
}

/** The form of one site with its two ways to a position: a place that was searched, and a pin that was dragged. */
export function useSiteEditor(options: SiteEditorOptions) {
  const { t, locale } = useI18n()
  const host = useHost()
  const { run, isRunning } = useCommand()
  const machine = shallowRef<MachineTexts>({})
  const offers = shallowRef<Filled['offers']>([])
  const found = shallowRef<Place>()
  const isAsking = ref(false)
  let asked = 0

  const edit = useEditForm<SiteForm>({
    drafts: host.drafts,
    draftKey: options.isNew ? `site:new:${options.customerId() ?? ''}` : `site:${options.siteId ?? ''}`,
    source() {
      if (!options.isNew) {
        const site = options.site()
        return site && siteToForm(site)
      }
      const country = options.country()
      if (country === undefined) return undefined
      if (machine.value.country === undefined) machine.value = { ...machine.value, country }
      return newSiteForm(country)
    },
    check: (form) =>
      checkSiteForm(form, { defaultCountry: options.country(), otherNames: options.otherNames() }),
  })
  const { form } = edit

  const language = computed(() => (locale.value === 'en' ? 'en' : 'es'))
  const plusCode = computed(() => form.value && plusCodeOf(form.value))
  const position = computed((): Point | undefined => {
    const { latitude, longitude } = form.value ?? {}
    return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude }
  })

  function take(place: Place, keepPosition: boolean): void {
    if (!form.value) return
    const filled = fillFromPlace(form.value, machine.value, place, { keepPosition })
    Object.assign(form.value, filled.form)
    machine.value = filled.machine
    offers.value = filled.offers
    found.value = place
  }

  /** A suggestion was chosen. */
  const choose = (place: Place): void => {
    asked++
    take(place, false)
  }

  /** The pin was set by hand: it stays there, and the address around it fills the other fields. */
  async function settle(point: Point): Promise<void> {
    if (!form.value) return
    Object.assign(form.value, point, { source: 'user', precision: 'pin' })
    const number = ++asked
    isAsking.value = true
    const reply = await host.geo.reverse({ ...point, language: language.value })
    // The pin has been moved again meanwhile: this answer is about another place.
    if (number !== asked) return
    isAsking.value = false
    if (reply.ok) take(reply.value.place, true)
  }

  function acceptOffer(field: PlaceText, value: string): void {
    if (form.value) form.value[field] = value
    machine.value = { ...machine.value, [field]: value }
    offers.value = offers.value.filter((offer) => offer.field !== field)
  }

  function swap(): void {
    const point = position.value
    if (point) void settle({ latitude: point.longitude, longitude: point.latitude })
  }

  /** The id when saved; undefined when nothing was, and the form says why. */
  async function save(): Promise<string | undefined> {
    const typed = form.value
    if (!typed || !edit.attempt()) return undefined
    const site = options.site()
    const customerId = options.customerId()
    if (!options.isNew && site) {
      const changes = formToChanges(site, typed)
      if (Object.keys(changes).length > 0) {
        const reply = await run(
          'site.update',
          { id: site.id, changes },
          { undoToast: t('sites.saved'), fields: edit.refuse },
        )
        if (!reply.ok) return undefined
      }
      await edit.settle()
      return site.id
    }
    if (customerId === undefined) return undefined
    const reply = await run('site.create', formToCreate(typed, customerId), {
      undoToast: t('sites.created'),
      fields: edit.refuse,
    })
    if (!reply.ok) return undefined
    await edit.settle()
    return (reply.value.result as { id: string }).id
  }

  return {
    edit,
    form,
    plusCode,
    position,
    offers,
    found,
    isAsking,
    isSaving: isRunning,
    language,
    choose,
    settle,
    acceptOffer,
    keepMine: () => (offers.value = []),
    swap,
    save,
  }
}
