import { GridLayer, type Coords, type DoneCallback, type GridLayerOptions } from 'leaflet'
import type { BaseMap } from './client.ts'
import type { Palette } from './protocol.ts'

const TILE_SIZE = 512

/** Natural Earth as tiles that the worker draws; the window's thread only puts finished images in place. */
export class BaseMapLayer extends GridLayer {
  private readonly cancels = new Map<HTMLElement, () => void>()
  private readonly stopFiner: () => void

  constructor(
    private readonly base: BaseMap,
    private palette: Palette,
    options: GridLayerOptions = {},
  ) {
    super({ tileSize: TILE_SIZE, keepBuffer: 1, ...options })
    this.on('tileunload', ({ tile }) => this.cancel(tile))
    this.stopFiner = base.onFiner(() => this.redraw())
    this.on('remove', () => {
      for (const tile of [...this.cancels.keys()]) this.cancel(tile)
    })
  }

  /** Ends the layer for good. */
  dispose() {
    this.stopFiner()
    this.remove()
  }

  setPalette(palette: Palette) {
    this.palette = palette
    this.redraw()
  }

  protected override createTile(coords: Coords, done: DoneCallback): HTMLElement {
    const ratio = Math.min(window.devicePixelRatio || 1, 2)
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = Math.round(TILE_SIZE * ratio)
    const cancel = this.base.paint(
      { zoom: coords.z, column: coords.x, row: coords.y, size: TILE_SIZE, ratio, palette: this.palette },
      (image) => {
        this.cancels.delete(canvas)
        canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(image)
        done(undefined, canvas)
      },
    )
    this.cancels.set(canvas, cancel)
    return canvas
  }

  private cancel(tile: HTMLElement) {
    this.cancels.get(tile)?.()
    this.cancels.delete(tile)
  }
}
