import type { AppInfo } from '../../host/index.ts'
import { zoneOfCountry } from '#core/domain/values/country-zone.ts'
import { isCountryCode, isTimeZone } from '#core/domain/values/locale-codes.ts'

export interface SetupForm {
  personName: string
  companyName: string
  officeName: string
  officePrefix: string
  country: string | undefined
  timeZone: string | undefined
  data: 'empty' | 'demo'
  demoCustomers: string
}

export type SetupField = Exclude<keyof SetupForm, 'data' | 'demoCustomers'>

/** The order of the fields on the page: the first wrong one gets the focus. */
export const SETUP_FIELDS: readonly SetupField[] = [
  'personName',
  'companyName',
  'officeName',
  'officePrefix',
  'country',
  'timeZone',
]

export const DEMO_SIZES = ['200', '1000', '10000'] as const

/** Longest names, as the host contract has them. */
const LONGEST = { personName: 120, companyName: 200, officeName: 120 } as const

/** A computer set to world time has not been told where it is. */
const isWorldTime = (zone: string) => /^(Etc\/.*|UTC|GMT|UCT|Zulu|Universal)$/.test(zone)

/** Starts from what the computer knows of itself. */
export function newSetupForm(info: AppInfo): SetupForm {
  const { suggestedCountry: country, suggestedTimeZone: zone } = info
  const timeZone = isWorldTime(zone) ? (zoneOfCountry(country) ?? zone) : zone
  return {
    personName: '',
    companyName: '',
    officeName: '',
    officePrefix: '',
    country: isCountryCode(country) ? country : undefined,
    timeZone: isTimeZone(timeZone) ? timeZone : undefined,
    data: 'empty',
    demoCustomers: '1000',
  }
}

const KEY = 'enlace.setup'
type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/**
 * What was typed stays in this window's session over a reload and a visit to the demo: before the first run the host has
 * no place for drafts.
 */
export const keepSetupForm = (storage: Kept, form: SetupForm): void =>
  storage.setItem(KEY, JSON.stringify(form))

export const forgetSetupForm = (storage: Kept): void => storage.removeItem(KEY)

/** The form as it was left; what does not fit any more is as new. */
export function readSetupForm(storage: Kept, info: AppInfo): SetupForm {
  const fresh = newSetupForm(info)
  const kept = parse(storage.getItem(KEY))
  const texts = ['personName', 'companyName', 'officeName', 'officePrefix', 'demoCustomers'] as const
  for (const field of texts) {
    const text = kept[field]
    if (typeof text === 'string') fresh[field] = text
  }
  if (isCountryCode(textOf(kept.country))) fresh.country = textOf(kept.country)
  if (isTimeZone(textOf(kept.timeZone))) fresh.timeZone = textOf(kept.timeZone)
  if (kept.data === 'empty' || kept.data === 'demo') fresh.data = kept.data
  return fresh
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function parse(text: string | null): Partial<Record<keyof SetupForm, unknown>> {
  try {
    return (JSON.parse(text ?? '{}') ?? {}) as Partial<Record<keyof SetupForm, unknown>>
  } catch {
    // Another program on the same address may have left something else under this name.
    return {}
  }
}

/** Words that say that it is an office, not which one. */
const GENERIC =
  /^(oficina|oficinas|sede|delegacion|central|office|offices|branch|headquarters|de|del|la|el|los|las|the|of)$/

/** A prefix from an office's name: the first three letters of its first telling word, e.g. `Oficina de Ávila` → `AVI`. */
export function suggestPrefix(officeName: string): string {
  const words = officeName
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
  const word = words.find((one) => one.length > 1 && !GENERIC.test(one.toLowerCase())) ?? words[0] ?? ''
  const prefix = word.slice(0, 3).toUpperCase()
  return prefix.length >= 2 ? prefix : ''
}

/** What a person types as a prefix, as it may be. */
export const tidyPrefix = (typed: string): string =>
  typed
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 4)

/** Something wrong with a field: a key of the texts and what it names. */
export interface SetupIssue {
  key: string
  max?: number
}

export function checkSetup(form: SetupForm): Partial<Record<SetupField, SetupIssue>> {
  const issues: Partial<Record<SetupField, SetupIssue>> = {}
  for (const field of ['personName', 'companyName', 'officeName'] as const) {
    const text = form[field].trim()
    if (!text) issues[field] = { key: `setup.missing.${field}` }
    else if (text.length > LONGEST[field]) issues[field] = { key: 'setup.tooLong', max: LONGEST[field] }
  }
  if (!/^[A-Z0-9]{2,4}$/.test(form.officePrefix)) issues.officePrefix = { key: 'setup.prefixForm' }
  if (!form.country) issues.country = { key: 'setup.missing.country' }
  if (!form.timeZone) issues.timeZone = { key: 'setup.missing.timeZone' }
  return issues
}
