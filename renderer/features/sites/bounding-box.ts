import type { GeoBox } from '#renderer/map/index.ts'
import type { Point } from './useSiteEditor.ts'

/**
 * The smallest box round points; undefined for none. Points on both sides of ±180 get the box that crosses it, when that is
 * the narrower one.
 */
export function boundingBox(points: readonly Point[]): GeoBox | undefined {
  if (points.length === 0) return undefined
  const latitudes = points.map((point) => point.latitude)
  const plain = span(points.map((point) => point.longitude))
  const turned = span(points.map(({ longitude }) => (longitude < 0 ? longitude + 360 : longitude)))
  const [west, east] = turned[1] - turned[0] < plain[1] - plain[0] ? turned : plain
  return { south: Math.min(...latitudes), north: Math.max(...latitudes), west, east }
}

const span = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)]
