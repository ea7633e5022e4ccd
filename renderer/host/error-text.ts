import type { HostError } from '#core/contract/envelope.ts'
import type { HostErrorCode } from '#core/contract/error-codes.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { countryName } from '#core/domain/values/country.ts'
import { isPlainDate } from '#core/domain/values/plain-date.ts'
import { numberFormat, writtenDay } from '../locales/formats.ts'
import { formatLocale, texts } from '../locales/index.ts'

const { t } = texts.global

/** `store/disk-full` is the text `error.store.diskFull`. */
export const errorKey = (code: HostErrorCode): string =>
  `error.${code.replace('/', '.').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}`

type Named = Record<string, string | number>

/** What a text can show of the details; lists become `a, b`. */
function namedOf(details: Readonly<Record<string, unknown>> | undefined): Named {
  const named: Named = {}
  for (const [name, value] of Object.entries(details ?? {})) {
    if (typeof value === 'string' || typeof value === 'number') named[name] = value
    else if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
      named[name] = value.join(', ')
  }
  return named
}

/** What went wrong and what to do, in the language of the window. Reactive: follows a switch of language. */
export function errorText(error: HostError): string {
  const refusal = error.details?.refusal
  if (refusal && texts.global.te(`refusal.${refusal.code}`))
    return t(`refusal.${refusal.code}`, namedOf(refusal.details))
  const reason = error.details?.reason
  if (typeof reason === 'string' && texts.global.te(`${errorKey(error.code)}Because.${reason}`))
    return t(`${errorKey(error.code)}Because.${reason}`, namedOf(error.details))
  return t(errorKey(error.code), namedOf(error.details))
}

// Spanish would part thousands only from five digits on, and beside amounts that looks like another number.
const NUMBER = { maximumFractionDigits: 6, useGrouping: 'always' } as const

/** A detail as people of the language write it: numbers, days of the calendar, and countries by their names. */
function written(name: string, value: string | number): string {
  const locale = texts.global.locale.value
  if (typeof value === 'number') return numberFormat(formatLocale(locale), NUMBER).format(value)
  if (name === 'country') return countryName(value, locale)
  return isPlainDate(value) ? writtenDay(locale, value) : value
}

/** What is wrong with a field. */
export const issueText = ({ code, params = {} }: FieldIssue): string => {
  const named = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, written(name, value)]),
  )
  return typeof params.days === 'number' ? t(`issue.${code}`, named, params.days) : t(`issue.${code}`, named)
}

/** The issues of a refused command, for the fields of its form. */
export const fieldIssues = (error: HostError): readonly FieldIssue[] => error.details?.refusal?.fields ?? []
