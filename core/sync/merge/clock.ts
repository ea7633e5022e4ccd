import { hlcToText, parseHlc } from '../hlc.ts'

/** When a value last won, and on which desktop it was written. */
export interface FieldClock {
  /** Hybrid logical clock as text, which sorts by time. */
  at: string
  device: string
}

/** Clocks of one document by unit key; the empty key holds the creation's and counts where a unit has none. */
export type Clocks = Readonly<Record<string, FieldClock>>

export const clockOf = (clocks: Clocks, key: string): FieldClock | undefined => clocks[key] ?? clocks['']

/**
 * `min(op.at, received)`: a clock that runs ahead wins nothing by it. The op itself keeps what it says.
 *
 * @param received milliseconds since 1970 UTC, by the server.
 */
export function effectiveClock(at: string, device: string, received: number): FieldClock {
  const parsed = parseHlc(at)
  const isAhead = parsed === undefined || parsed.clock.millis > received
  return { at: isAhead ? hlcToText({ millis: received, counter: 0 }, device) : at, device }
}

/** Ties go by the device, so that every order of arrival has one winner. */
export const isLater = (a: FieldClock, b: FieldClock | undefined): boolean =>
  b === undefined || a.at > b.at || (a.at === b.at && a.device > b.device)

/**
 * The clock of a value after `writer` replaced it knowingly: not earlier than before, whatever the desktop's own clock
 * says, and held by the desktop that wrote it.
 */
export const heldBy = (writer: FieldClock, known: FieldClock | undefined): FieldClock =>
  known === undefined || isLater(writer, known) ? writer : { at: known.at, device: writer.device }

export const laterOf = (a: FieldClock, b: FieldClock | undefined): FieldClock =>
  b === undefined || isLater(a, b) ? a : b
