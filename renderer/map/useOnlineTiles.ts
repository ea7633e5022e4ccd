import type { Map as LeafletMap } from 'leaflet'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { HostClient } from '#core/contract/host-client.ts'
import { createOnlineTiles, readTileSettings, type TileSettings } from './online-tiles.ts'

/** Name of the device setting. */
const SETTING = 'map.tiles'

/**
 * The person's own tiles on a map, when there are any. The offline map stays below: it shows through where a tile is
 * missing, and alone when the server is gone.
 */
export function useOnlineTiles(host: Pick<HostClient, 'settings' | 'subscribe'>) {
  const settings = shallowRef<TileSettings>()
  const isLost = ref(false)
  let map: LeafletMap | undefined
  let layer: ReturnType<typeof createOnlineTiles> | undefined

  function show() {
    layer?.remove()
    layer = undefined
    isLost.value = false
    if (!map || !settings.value) return
    layer = createOnlineTiles(settings.value, () => (isLost.value = true))
    layer.show(map)
  }

  function read(value: unknown) {
    settings.value = readTileSettings(value)
    show()
  }

  async function load() {
    const reply = await host.settings.get({ name: SETTING })
    if (reply.ok) read(reply.value.value)
  }

  const unsubscribe = host.subscribe((event) => {
    if (event.type === 'settings' && event.name === SETTING) read(event.value)
  })
  const onOnline = () => {
    if (isLost.value) show()
  }
  window.addEventListener('online', onOnline)
  onScopeDispose(() => {
    unsubscribe()
    window.removeEventListener('online', onOnline)
    layer?.remove()
  })

  return {
    settings,
    isLost,
    /** True while the person's own tiles are the map. */
    isShown: computed(() => settings.value !== undefined && !isLost.value),
    retry: show,
    attach(to: LeafletMap) {
      map = to
      void load()
    },
  }
}
