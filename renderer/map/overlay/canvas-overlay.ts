import { DomUtil, Layer, type Map as LeafletMap, type Point, type ZoomAnimEvent } from 'leaflet'
import { worldX, worldY } from '#core/domain/values/web-mercator.ts'
import type { MapColours } from '../palette.ts'
import { metresPerPixel, type GeoBox } from '../lat-lng.ts'

/** What a painter gets: a canvas somewhat larger than the map, and where things lie on it. */
export interface Sheet {
  ctx: CanvasRenderingContext2D
  /** CSS pixels. */
  width: number
  height: number
  /** How far it goes beyond the map on each side, CSS pixels. */
  margin: { x: number; y: number }
  zoom: number
  /** What the canvas covers; longitudes may lie beyond ±180. */
  box: GeoBox
  centre: { latitude: number; longitude: number }
  metresPerPixel: number
  colours: MapColours
  x(longitude: number): number
  y(latitude: number): number
  /** The longitudes, whole turns apart, at which a point is on the canvas. */
  copies(longitude: number): number[]
}

export interface Painter {
  paint(sheet: Sheet): void
}

/** The canvas goes beyond the map by this part of its size on each side, so that a pan shows no bare edge. */
const MARGIN = 0.2

/**
 * One canvas over the base map for grids, points and names. It moves and scales with the map while a person drags or
 * zooms, and is drawn anew when they stop.
 */
export class CanvasOverlay extends Layer {
  private readonly canvas = document.createElement('canvas')
  /** The canvas' corner in pixels of the drawn zoom. As a latitude it would stop at 85°, where Leaflet's projection ends. */
  private origin: Point | undefined
  private drawnZoom = 0
  private frame = 0

  constructor(
    private readonly painters: readonly Painter[],
    private colours: MapColours,
  ) {
    super()
    DomUtil.addClass(this.canvas, 'leaflet-zoom-animated')
    this.canvas.style.pointerEvents = 'none'
  }

  setColours(colours: MapColours) {
    this.colours = colours
    this.redraw()
  }

  /** Draws at the next frame; many wishes are one drawing. */
  redraw() {
    this.frame ||= requestAnimationFrame(this.draw)
  }

  override onAdd(map: LeafletMap): this {
    this._map = map
    map.getPane('overlayPane')?.append(this.canvas)
    map.on('moveend viewreset resize', this.draw).on('zoomanim', this.follow)
    this.draw()
    return this
  }

  override onRemove(map: LeafletMap): this {
    map.off('moveend viewreset resize', this.draw).off('zoomanim', this.follow)
    cancelAnimationFrame(this.frame)
    this.canvas.remove()
    return this
  }

  private readonly follow = ({ center: centre, zoom }: ZoomAnimEvent) => {
    if (!this.origin) return
    const scale = this._map.getZoomScale(zoom, this.drawnZoom)
    // Where the canvas' corner will be when the animation ends, relative to the pane.
    const half = this._map.getSize().divideBy(2)
    const offset = this.origin
      .multiplyBy(scale)
      .subtract(this._map.project(centre, zoom).subtract(half))
      .subtract(this.paneOffset())
    DomUtil.setTransform(this.canvas, offset, scale)
  }

  private paneOffset(): Point {
    return this._map.containerPointToLayerPoint([0, 0]).multiplyBy(-1)
  }

  private readonly draw = () => {
    cancelAnimationFrame(this.frame)
    this.frame = 0
    const map = this._map
    const size = map.getSize()
    // A hidden tab has no size: it draws when it is shown and the map told so.
    if (size.x === 0 || size.y === 0) return
    const margin = size.multiplyBy(MARGIN).round()
    const width = size.x + margin.x * 2
    const height = size.y + margin.y * 2
    const ratio = Math.min(window.devicePixelRatio || 1, 2)
    if (
      this.canvas.width !== Math.round(width * ratio) ||
      this.canvas.height !== Math.round(height * ratio)
    ) {
      this.canvas.width = Math.round(width * ratio)
      this.canvas.height = Math.round(height * ratio)
      this.canvas.style.width = `${width}px`
      this.canvas.style.height = `${height}px`
    }
    const corner = map.containerPointToLayerPoint(margin.multiplyBy(-1)).round()
    DomUtil.setTransform(this.canvas, corner, 1)
    this.origin = map.getPixelOrigin().add(corner)
    this.drawnZoom = map.getZoom()
    const ctx = this.canvas.getContext('2d')
    if (!ctx) return
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    ctx.clearRect(0, 0, width, height)
    const sheet = this.sheet(ctx, { width, height, margin }, this.origin)
    for (const painter of this.painters) painter.paint(sheet)
  }

  private sheet(
    ctx: CanvasRenderingContext2D,
    { width, height, margin }: Pick<Sheet, 'width' | 'height' | 'margin'>,
    origin: Point,
  ): Sheet {
    const map = this._map
    const zoom = this.drawnZoom
    const worldSize = 256 * 2 ** zoom
    const northWest = map.unproject(origin, zoom)
    const southEast = map.unproject(origin.add([width, height]), zoom)
    const { lat, lng } = map.getCenter()
    const box = { west: northWest.lng, north: northWest.lat, east: southEast.lng, south: southEast.lat }
    return {
      ctx,
      width,
      height,
      margin,
      zoom,
      box,
      centre: { latitude: lat, longitude: lng },
      metresPerPixel: metresPerPixel(lat, zoom),
      colours: this.colours,
      x: (longitude) => worldX(longitude) * worldSize - origin.x,
      y: (latitude) => worldY(latitude) * worldSize - origin.y,
      copies(longitude) {
        const found: number[] = []
        const first = Math.ceil((box.west - longitude) / 360)
        for (let turn = first; longitude + turn * 360 <= box.east; turn++) found.push(longitude + turn * 360)
        return found
      },
    }
  }
}
