import { dayStart } from '#core/domain/values/day-start.ts'
import { addDays, isPlainDate } from '#core/domain/values/plain-date.ts'
import type { ActivityFilter } from '../useActivityFeed.ts'

/** What a person has chosen; empty texts filter nothing. */
export interface ActivityChoice {
  text: string
  personId: string
  officeId: string
  collection: string
  command: string
  /** Days as `YYYY-MM-DD`, both included. */
  from: string
  to: string
}

export const EMPTY_CHOICE: ActivityChoice = {
  text: '',
  personId: '',
  officeId: '',
  collection: '',
  command: '',
  from: '',
  to: '',
}

/** Kinds of record in the order in which a screen names them. */
export const LOGGED_KINDS = [
  'customers',
  'contacts',
  'sites',
  'services',
  'inventory',
  'invoices',
  'transactions',
  'catalog',
  'issues',
] as const

/** Whether the first day comes after the last one. */
export const isSwapped = ({ from, to }: ActivityChoice): boolean => from !== '' && to !== '' && from > to

/** The choice as the host takes it; days are days of the office. */
export function toActivityFilter(choice: ActivityChoice, timeZone: string): ActivityFilter {
  const { personId, officeId, command, from, to } = choice
  const text = choice.text.trim()
  const collection = LOGGED_KINDS.find((kind) => kind === choice.collection)
  return {
    ...(text && { text }),
    ...(personId && { personId }),
    ...(officeId && { officeId }),
    ...(command && { command }),
    ...(collection && { collection }),
    ...(isPlainDate(from) && { from: dayStart(from, timeZone) }),
    ...(isPlainDate(to) && { to: dayStart(addDays(to, 1), timeZone) }),
  }
}
