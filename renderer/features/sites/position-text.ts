import type { FieldIssue } from '#core/domain/command.ts'
import { parsePlaceInput } from '#core/domain/values/place-input.ts'
import { codePrecision } from '#core/domain/values/plus-code.ts'
import { storedPrecision, type SiteForm } from './site-form.ts'

export interface TypedPosition {
  latitude: number
  longitude: number
  precision: SiteForm['precision']
}

export type PositionReading =
  | { kind: 'empty' }
  | { kind: 'position'; position: TypedPosition }
  /** The form cannot be saved with it. A pair that only makes sense the other way round is offered, not taken. */
  | { kind: 'refused'; issue: FieldIssue }

/** Reads what was typed or pasted into the position field: numbers, degrees, a full Plus Code, a map link. */
export function readPosition(text: string): PositionReading {
  const input = parsePlaceInput(text)
  switch (input.kind) {
    case 'notUnderstood':
      return input.reason === 'empty' ? { kind: 'empty' } : refused('site.positionUnread')
    case 'plusCode': {
      const { latitude, longitude, code } = input
      return {
        kind: 'position',
        position: { latitude, longitude, precision: storedPrecision(codePrecision(code)) },
      }
    }
    case 'coordinates': {
      const { latitude, longitude, swapped, exact } = input
      if (swapped) return refused('site.positionSwapped', { latitude, longitude })
      return { kind: 'position', position: { latitude, longitude, precision: exact ? 'pin' : 'place' } }
    }
    case 'shortCode':
    case 'text':
      return refused('site.positionUnread')
  }
}

const refused = (code: string, params?: FieldIssue['params']): PositionReading => ({
  kind: 'refused',
  issue: { path: 'latitude', code, severity: 'error', ...(params && { params }) },
})

/** The pair that an issue offers in place of the typed one. */
export function otherWayRound({
  code,
  params,
}: FieldIssue): { latitude: number; longitude: number } | undefined {
  if (code !== 'site.swapped' && code !== 'site.positionSwapped') return undefined
  return { latitude: Number(params?.latitude), longitude: Number(params?.longitude) }
}
