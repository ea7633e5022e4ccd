import { daysBetween } from '../values/plain-date.ts'

/** Days from `from` on and before `to`, both `YYYY-MM-DD`; `to` is the first day that is no longer meant. */
export interface Span {
  from: string
  to: string
}

/** A span that may have no end. */
export interface OpenSpan {
  from: string
  to?: string
}

/** Later than every date that the schemas take. */
export const FOREVER = '9999-12-31'

export const toSpan = ({ from, to = FOREVER }: OpenSpan): Span => ({ from, to })

/** Whether a day is one of a span's. */
export const covers = ({ from, to }: OpenSpan, day: string): boolean =>
  from <= day && (to === undefined || day < to)

export const later = (a: string, b: string): string => (a > b ? a : b)
export const earlier = (a: string, b: string): string => (a < b ? a : b)

/** The days that two spans share; undefined when there are none. */
export function overlap(a: Span, b: Span): Span | undefined {
  const span = { from: later(a.from, b.from), to: earlier(a.to, b.to) }
  return span.from < span.to ? span : undefined
}

/** The days of all spans that lie inside another. */
export const within = (spans: readonly Span[], outer: Span): Span[] =>
  spans.flatMap((span) => overlap(span, outer) ?? [])

/** What is left of a span without the days of others, in order. The others may overlap each other. */
export function without(span: Span, others: readonly Span[]): Span[] {
  let left = [span]
  for (const other of others)
    left = left.flatMap(({ from, to }) => {
      if (other.to <= from || other.from >= to || other.from >= other.to) return [{ from, to }]
      const rest: Span[] = []
      if (from < other.from) rest.push({ from, to: other.from })
      if (other.to < to) rest.push({ from: other.to, to })
      return rest
    })
  return left
}

/** Days of spans that do not overlap. */
export const dayCount = (spans: readonly Span[]): number =>
  spans.reduce((days, { from, to }) => days + daysBetween(from, to), 0)
