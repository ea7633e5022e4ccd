import type { CountryLabel } from './world.ts'

/** Colours of the base map, resolved: a worker has no style sheets. */
export interface Palette {
  sea: string
  land: string
  coast: string
  border: string
  shore: string
}

/** One square of the map: column and row of a grid that is `2 ** zoom * 256 / size` squares wide. */
export interface TileRequest {
  zoom: number
  column: number
  row: number
  /** CSS pixels. */
  size: number
  /** Device pixels per CSS pixel. */
  ratio: number
  palette: Palette
}

/** Where the worker finds the atlases: addresses of this program. */
export interface AtlasAddresses {
  coarse: string
  fine: string
  lakes: string
}

export type ToWorker =
  | { type: 'open'; atlases: AtlasAddresses }
  | { type: 'paint'; id: number; tile: TileRequest }
  | { type: 'cancel'; id: number }

export type FromWorker =
  | { type: 'tile'; id: number; image: ImageBitmap }
  | { type: 'countries'; labels: CountryLabel[] }
  /** A finer atlas has arrived: tiles drawn before may be drawn again. */
  | { type: 'finer' }
  | { type: 'failed'; id?: number; reason: string }
