import type { AtlasAddresses, FromWorker, ToWorker } from './protocol.ts'
import { paintTile, type TileShapes } from './tile-painter.ts'
import {
  type Atlas,
  countryLabels,
  createCutter,
  lakeShapes,
  worldShapes,
  type WorldShapes,
} from './world.ts'

/**
 * Draws the offline base map away from the window's thread: the fine atlas takes half a second to read, and a tile
 * several milliseconds to draw. Tiles wait here until the coarse atlas is there.
 */

/** From this zoom on the fine atlas is worth its 3.7 MB. */
const FINE_FROM = 6

let addresses: AtlasAddresses | undefined
let coarse: TileShapes | undefined
let fine: TileShapes | 'loading' | undefined
const waiting = new Map<number, Extract<ToWorker, { type: 'paint' }>>()
let isDraining = false

const post = (message: FromWorker, transfer: Transferable[] = []) => self.postMessage(message, { transfer })

async function fetchAtlas(address: string): Promise<Atlas> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`atlas answered ${response.status}`)
  return (await response.json()) as Atlas
}

const shapesOf = (world: WorldShapes, lakes: TileShapes['lakes']): TileShapes => ({
  land: createCutter(world.land, 'ring'),
  borders: createCutter(world.borders, 'line'),
  lakes,
})

async function open(atlases: AtlasAddresses) {
  addresses = atlases
  const [world, lakes] = await Promise.all([fetchAtlas(atlases.coarse), fetchAtlas(atlases.lakes)])
  coarse = shapesOf(worldShapes(world), createCutter(lakeShapes(lakes), 'ring'))
  drain()
  post({ type: 'countries', labels: countryLabels(world) })
}

async function openFine() {
  if (fine || !addresses || !coarse) return
  fine = 'loading'
  fine = shapesOf(worldShapes(await fetchAtlas(addresses.fine)), coarse.lakes)
  post({ type: 'finer' })
}

/** One tile a turn, so that cancellations are read in between. */
function drain() {
  if (isDraining || !coarse) return
  const next = waiting.values().next()
  if (next.done) return
  isDraining = true
  waiting.delete(next.value.id)
  paint(next.value, coarse)
  setTimeout(() => {
    isDraining = false
    drain()
  })
}

function paint({ id, tile }: Extract<ToWorker, { type: 'paint' }>, fallback: TileShapes) {
  const isFine = tile.zoom >= FINE_FROM
  if (isFine && !fine) guard(openFine())
  const side = Math.round(tile.size * tile.ratio)
  const canvas = new OffscreenCanvas(side, side)
  const brush = canvas.getContext('2d', { alpha: false })
  if (!brush) return post({ type: 'failed', id, reason: 'no drawing context' })
  paintTile(brush, tile, isFine && fine && fine !== 'loading' ? fine : fallback)
  const image = canvas.transferToImageBitmap()
  post({ type: 'tile', id, image }, [image])
}

/** An atlas that cannot be read leaves the map without land; the window says so. */
function guard(work: Promise<void>) {
  work.catch((error: unknown) => post({ type: 'failed', reason: String(error) }))
}

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'open') guard(open(data.atlases))
  else if (data.type === 'cancel') waiting.delete(data.id)
  else {
    waiting.set(data.id, data)
    drain()
  }
})
