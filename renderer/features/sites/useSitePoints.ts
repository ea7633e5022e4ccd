import { computed, onScopeDispose, shallowRef, type Ref } from 'vue'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { MOST_LISTED_SITES } from '#core/contract/methods/sites.ts'
import { INEXACT_PRECISIONS } from '#core/domain/site/filter.ts'
import { useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import { splitBox, type MapPoint, type ShownBox } from '#renderer/map/index.ts'
import type { SiteQuery } from './site-query.ts'

/** Milliseconds of rest before a new view is asked for. */
const QUIET = 150

/** The sites that the map shows: those a list names, wherever they lie, or those in use in the box it shows. */
export function useSitePoints(list: Readonly<Ref<SiteQuery>>) {
  const host = useHost()
  const view = shallowRef<ShownBox>()
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))
  const isNamed = computed(() => list.value.filter.text !== undefined || list.value.filter.archived === true)

  const inView = useReadModel(
    () =>
      view.value && !isNamed.value
        ? host.sites.inBoxes({
            boxes: splitBox(view.value),
            ...(list.value.filter.inexact && { precisions: [...INEXACT_PRECISIONS] }),
            limit: MOST_LISTED_SITES,
            zoom: Math.round(view.value.zoom),
          })
        : undefined,
    { collections: ['sites'] },
  )
  const named = useReadModel(() => (isNamed.value ? host.sites.points(list.value) : undefined), {
    collections: ['sites', 'customers'],
  })
  const shown = computed(() => (isNamed.value ? named.value.value : inView.value.value))
  const points = computed((): readonly MapPoint[] => pointsOf(shown.value))

  return {
    points,
    /** The list names more sites than the map shows of it; those in its box are all counted. */
    isCut: computed(() => isNamed.value && points.value.length >= MOST_LISTED_SITES),
    zoom: () => view.value?.zoom ?? 0,
    /** The sites that the list names, once they are known: for the map to show them all. */
    named: computed(() => (isNamed.value ? pointsOf(named.value.value) : [])),
    pointsOf(ids: readonly string[]): MapPoint[] {
      const wanted = new Set(ids)
      return points.value.filter(({ id }) => wanted.has(id))
    },
    show(box: ShownBox) {
      clearTimeout(timer)
      timer = setTimeout(() => (view.value = box), view.value ? QUIET : 0)
    },
  }
}

const pointsOf = (columns: MethodOutput<'sites', 'inBoxes'> | undefined): MapPoint[] =>
  columns?.ids.map((id, index) => ({
    id,
    label: columns.names[index] ?? '',
    latitude: columns.latitudes[index] ?? NaN,
    longitude: columns.longitudes[index] ?? NaN,
    ...(columns.counts && { count: columns.counts[index] ?? 1 }),
  })) ?? []
