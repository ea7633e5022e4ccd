import { computed, onScopeDispose, shallowRef, type Ref } from 'vue'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import type { Site } from '#core/domain/site/schema.ts'
import { useReadModel } from '#renderer/data/index.ts'
import { useHost } from '#renderer/host/index.ts'
import { splitBox, type MapPoint, type ShownBox } from '#renderer/map/index.ts'
import { INEXACT } from './site-query.ts'

/** The most that the host answers for one view. */
const MOST = 10_000
/** Milliseconds of rest before a new view is asked for. */
const QUIET = 150

interface SitePointsOptions {
  /** What a search has found: then those are the points, wherever they lie. */
  found: () => readonly Site[] | undefined
  onlyInexact: Readonly<Ref<boolean>>
}

/** The sites that the map shows: those found, or those in use in the box it shows. */
export function useSitePoints({ found, onlyInexact }: SitePointsOptions) {
  const host = useHost()
  const view = shallowRef<ShownBox>()
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))

  const inView = useReadModel(
    () =>
      view.value && !found()
        ? host.sites.inBoxes({
            boxes: splitBox(view.value),
            ...(onlyInexact.value && { precisions: [...INEXACT] }),
            limit: MOST,
          })
        : undefined,
    { collections: ['sites'] },
  )
  const points = computed(
    (): readonly MapPoint[] =>
      found()?.map(({ id, name, latitude, longitude }) => ({ id, label: name, latitude, longitude })) ??
      pointsOf(inView.value.value),
  )

  return {
    points,
    isCut: computed(() => !found() && (inView.value.value?.ids.length ?? 0) >= MOST),
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
  })) ?? []
