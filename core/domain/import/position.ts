import { parsePlaceInput } from '../values/place-input.ts'
import { recoverNearest, decodePlusCode } from '../values/plus-code.ts'

/** Where a row puts its site. */
export type ReadPosition =
  | { kind: 'point'; latitude: number; longitude: number; isExact: boolean }
  /** A Plus Code whose first digits a town gives. */
  | { kind: 'shortCode'; code: string; locality: string }

/** Reads coordinates, Plus Codes, `geo:` addresses and map links; undefined for anything else. */
export function readPosition(text: string): ReadPosition | undefined {
  const input = parsePlaceInput(text)
  switch (input.kind) {
    case 'plusCode':
      return { kind: 'point', latitude: input.latitude, longitude: input.longitude, isExact: true }
    case 'coordinates':
      return { kind: 'point', latitude: input.latitude, longitude: input.longitude, isExact: input.exact }
    case 'shortCode':
      return { kind: 'shortCode', code: input.code, locality: input.locality }
    default:
      return undefined
  }
}

/** The point that a short code means near a town; undefined when the code is none. */
export function pointOfShortCode(
  code: string,
  near: { latitude: number; longitude: number },
): { latitude: number; longitude: number } | undefined {
  const full = recoverNearest(code, near.latitude, near.longitude)
  const area = full.ok ? decodePlusCode(full.value) : full
  return area.ok ? { latitude: area.value.latitude, longitude: area.value.longitude } : undefined
}
