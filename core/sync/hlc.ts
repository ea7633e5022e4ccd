/**
 * Hybrid logical clock (Kulkarni et al. 2014): the time of an op that never runs backwards on a device and follows
 * what the device has seen of others. Pure: the caller keeps the state.
 */
export interface Hlc {
  /** Milliseconds since 1970 UTC. */
  millis: number
  /** Tells apart what happens in one millisecond. */
  counter: number
}

export const HLC_START: Hlc = { millis: 0, counter: 0 }

/** A remote clock further ahead than this does not move the own one (sync.md §3). Milliseconds. */
export const MAX_REMOTE_LEAD = 120_000

/** The counter is written with five digits; a full one moves the clock by a millisecond. */
const MAX_COUNTER = 99_999

const after = (clock: Hlc): Hlc =>
  clock.counter < MAX_COUNTER
    ? { millis: clock.millis, counter: clock.counter + 1 }
    : { millis: clock.millis + 1, counter: 0 }

const isLater = (a: Hlc, b: Hlc): boolean =>
  a.millis > b.millis || (a.millis === b.millis && a.counter > b.counter)

/** The clock of the next event on this device. Later than `last` whatever the wall clock says. */
export function tick(last: Hlc, now: number): Hlc {
  const wall = Math.floor(now)
  return wall > last.millis ? { millis: wall, counter: 0 } : after(last)
}

/** The clock after seeing an event of another device. */
export function receive(last: Hlc, remote: Hlc, now: number): Hlc {
  if (remote.millis > now + MAX_REMOTE_LEAD) return last
  return isLater(remote, last) ? remote : last
}

/**
 * Sortable text: ISO moment, counter, device, e.g. `2026-03-01T10:20:30.123Z-00000-<device id>`. Text order is time
 * order until the year 9999, and no two ops of any device are equal.
 */
export function hlcToText(clock: Hlc, device: string): string {
  return `${new Date(clock.millis).toISOString()}-${String(clock.counter).padStart(5, '0')}-${device}`
}

const TEXT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)-(\d{5})-(.+)$/

/** Undefined when the text is not one that `hlcToText` writes. */
export function parseHlc(text: string): { clock: Hlc; device: string } | undefined {
  const [, moment = '', counter = '', device = ''] = TEXT.exec(text) ?? []
  const millis = Date.parse(moment)
  if (Number.isNaN(millis)) return undefined
  const clock = { millis, counter: Number(counter) }
  // Days that no calendar has would be read as later ones.
  return hlcToText(clock, device) === text ? { clock, device } : undefined
}

/** The ISO moment inside a clock's text, for display. */
export const hlcMoment = (text: string): string => text.slice(0, 24)
