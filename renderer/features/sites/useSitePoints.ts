import { computed, onScopeDispose, shallowRef, type Ref } from 'vue'
import type { Site } from '#core/domain/site/schema.ts'
import { useLiveQuery } from '#renderer/data/index.ts'
import type { MapPoint, ShownBox } from '#renderer/map/index.ts'
import { sitesInBox } from './site-query.ts'

/** More circles than this at once tell nobody anything. */
const MOST = 3000
/** Milliseconds of rest before a new view is asked for. */
const QUIET = 150

interface SitePointsOptions {
  /** What a search has found: then those are the points, wherever they lie. */
  found: () => readonly Site[] | undefined
  onlyInexact: Readonly<Ref<boolean>>
}

/** The sites that the map shows: those found, or those in use in the box it shows. */
export function useSitePoints({ found, onlyInexact }: SitePointsOptions) {
  const view = shallowRef<ShownBox>()
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))

  const inView = useLiveQuery('sites', () =>
    view.value && !found() ? { selector: sitesInBox(view.value, onlyInexact.value), limit: MOST } : undefined,
  )
  const sites = computed(() => found() ?? inView.documents.value)

  return {
    points: computed(() =>
      sites.value.map(({ id, name, latitude, longitude }): MapPoint => ({
        id,
        label: name,
        latitude,
        longitude,
      })),
    ),
    isCut: computed(() => !found() && inView.documents.value.length >= MOST),
    siteOf: (id: string) => sites.value.find((site) => site.id === id),
    show(box: ShownBox) {
      clearTimeout(timer)
      timer = setTimeout(() => (view.value = box), view.value ? QUIET : 0)
    },
  }
}
