import { hlcToText, parseHlc } from '../hlc.ts'
import type { OpHeader } from '../op.ts'

/** When a value last won, and on which desktop it was written. */
export interface FieldClock {
  /** Hybrid logical clock as text, which sorts by time. */
  at: string
  device: string
  /** The value was put together from what that desktop wrote and what was there before: by whom that was. */
  with?: string
  /** Written anew for another desktop: no succession of what this one wrote itself. */
  anew?: true
}

/** Clocks of one document by unit key; the empty key holds the creation's and counts where a unit has none. */
export type Clocks = Readonly<Record<string, FieldClock>>

export const clockOf = (clocks: Clocks, key: string): FieldClock | undefined => clocks[key] ?? clocks['']

/**
 * `min(op.at, received)`: a clock that runs ahead wins nothing by it. The op itself keeps what it says.
 *
 * @param received milliseconds since 1970 UTC, by the server.
 */
export function effectiveClock({ at, device, former }: OpTime, received: number): FieldClock {
  const parsed = parseHlc(at)
  const isAhead = parsed === undefined || parsed.clock.millis > received
  return {
    at: isAhead ? hlcToText({ millis: received, counter: 0 }, device) : at,
    ...hand({ device, former }),
  }
}

type OpTime = Pick<OpHeader, 'at' | 'device' | 'former'>

const hand = ({ device, former }: Pick<OpTime, 'device' | 'former'>): Omit<FieldClock, 'at'> =>
  former === undefined ? { device } : { device, anew: true }

/** Both were written by one desktop, one after the other; what it wrote anew for others is not of its own. */
export const isSameHand = (a: FieldClock, b: FieldClock | undefined): boolean =>
  b !== undefined && a.device === b.device && !a.anew && !b.anew

/** Ties go by the device, so that every order of arrival has one winner. */
export const isLater = (a: FieldClock, b: FieldClock | undefined): boolean =>
  b === undefined || a.at > b.at || (a.at === b.at && a.device > b.device)

/**
 * The clock of a value after `writer` replaced it knowingly: not earlier than before, whatever the desktop's own clock
 * says, and held by the desktop that wrote it.
 */
export const heldBy = (writer: FieldClock, known: FieldClock | undefined): FieldClock =>
  known === undefined || isLater(writer, known) ? writer : { ...writer, at: known.at }

/** The clock of a value that holds both what was there and what came. */
export function heldByBoth(writer: FieldClock, known: FieldClock | undefined): FieldClock {
  const held = heldBy(writer, known)
  // What the writer had put in itself before is no other side.
  const other = known && (isSameHand(writer, known) ? known.with : known.device)
  return other === undefined ? held : { ...held, with: other }
}

/** Who is on the other side of what `writer` brings. */
export const otherSide = (writer: FieldClock, known: FieldClock): FieldClock =>
  isSameHand(writer, known) && known.with !== undefined
    ? { at: known.at, device: known.with }
    : { at: known.at, device: known.device }

export const laterOf = (a: FieldClock, b: FieldClock | undefined): FieldClock =>
  b === undefined || isLater(a, b) ? a : b
