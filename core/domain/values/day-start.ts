/** The ISO moment at which a day (`YYYY-MM-DD`) begins somewhere; where the clocks skip midnight, the first of the day. */
export function dayStart(day: string, timeZone: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  // Where the clocks change about midnight there are two offsets: the day begins with the first that is in it.
  const moments = [midnight - EARLIEST, midnight + LATEST]
    .map((moment) => midnight - offsetAt(moment, timeZone))
    .sort((a, b) => a - b)
  const first = moments.find((moment) => moment + offsetAt(moment, timeZone) >= midnight)
  return new Date(first ?? midnight).toISOString()
}

const HOUR = 3_600_000
/** Midnight is nowhere sooner or later than this, seen from that of UTC. Milliseconds. */
const EARLIEST = 15 * HOUR
const LATEST = 13 * HOUR

/** How far the clocks of a zone are ahead of UTC at a moment. Milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment)
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value)
  const there = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return there - Math.floor(moment / 1000) * 1000
}
