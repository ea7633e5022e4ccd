import { customerFilterSchema, type CustomerFilter } from '#core/domain/customer/filter.ts'
import { validate } from '#core/lib/validate.ts'
import {
  DAY_FIELDS,
  daysToDueRange,
  daysToMoments,
  isDayRange,
  type DayField,
  type DayRange,
} from './day-range.ts'

/**
 * What a person narrows the list by: the host's filter, with dates as days and spans such as "the last 30 days", so
 * that a saved view means the same tomorrow. The text of the search box is kept beside it.
 */
export type ListFilter = Omit<CustomerFilter, DayField | 'text' | 'anywhere'> & {
  days?: Partial<Record<DayField, DayRange>>
}

/** Reads a filter that comes from an address or a saved view: members that do not fit are left out. */
export function parseListFilter(value: unknown): ListFilter {
  if (typeof value !== 'object' || value === null) return {}
  const { days, text: _text, anywhere: _anywhere, ...rest } = value as Record<string, unknown>
  const fitting: Record<string, unknown> = {}
  for (const [member, one] of Object.entries(rest)) {
    if ((DAY_FIELDS as readonly string[]).includes(member)) continue
    if (validate(customerFilterSchema, { [member]: one }).ok) fitting[member] = one
  }
  const filter: ListFilter = fitting
  const known = parseDays(days)
  return tidy(known ? { ...filter, days: known } : filter)
}

function parseDays(value: unknown): ListFilter['days'] {
  if (typeof value !== 'object' || value === null) return undefined
  const days: NonNullable<ListFilter['days']> = {}
  for (const field of DAY_FIELDS) {
    const range = (value as Record<string, unknown>)[field]
    if (isDayRange(range)) days[field] = range
  }
  return days
}

/** Without members that ask for nothing, so that equal filters are written alike. */
export function tidy(filter: ListFilter): ListFilter {
  const { archived, ...rest } = filter
  const kept = pruned(rest) as ListFilter
  return archived === undefined || archived === 'without' ? kept : { ...kept, archived }
}

/** The members of an object that hold something, and of its objects too. */
function pruned(object: object): object {
  const members = Object.entries(object).flatMap(([name, value]: [string, unknown]) => {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return []
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[name, value] as const]
    const inner = pruned(value)
    return Object.keys(inner).length > 0 ? [[name, inner] as const] : []
  })
  return Object.fromEntries(members)
}

export interface Calendar {
  /** The day it is in the office, `YYYY-MM-DD`. */
  today: string
  timeZone: string
}

/** The filter as the host takes it, with the words of the search box. */
export function toCustomerFilter(filter: ListFilter, text: string, calendar: Calendar): CustomerFilter {
  const { days, ...rest } = filter
  const words = text.trim()
  return {
    ...rest,
    ...(words && { anywhere: words }),
    ...(days?.createdAt && { createdAt: daysToMoments(days.createdAt, calendar) }),
    ...(days?.changedAt && { changedAt: daysToMoments(days.changedAt, calendar) }),
    ...(days?.oldestDue && { oldestDue: daysToDueRange(days.oldestDue, calendar) }),
  }
}

/** Whether two filters ask for the same, whatever the order of their members. */
export const isSameFilter = (one: ListFilter, other: ListFilter): boolean => stable(one) === stable(other)

function stable(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}
