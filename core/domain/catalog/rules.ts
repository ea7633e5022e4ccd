import { fold } from '../../lib/fold.ts'
import { validate } from '../../lib/validate.ts'
import { assertNever } from '../../lib/assert-never.ts'
import type { FieldIssue } from '../command.ts'
import { checkVisible, createIssueList, isBlank, type IssueList } from '../field-rules.ts'
import { isCountryCode, isCurrencyCode, isTimeZone } from '../values/locale-codes.ts'
import { ibanProblem } from '../values/iban.ts'
import { isPlainDate } from '../values/plain-date.ts'
import { catalogDataSchemas, isCatalogKind, type CatalogKind, type CatalogRecord } from './schema.ts'

/** Every code that `checkCatalog` and saving can raise; the locales hold a text for each under `issue`. */
export const CATALOG_ISSUE_CODES = [
  'catalog.form',
  'catalog.textTooLong',
  'catalog.invisibleText',
  'catalog.nameMissing',
  'catalog.nameTaken',
  'catalog.prefixTaken',
  'catalog.prefixForm',
  'catalog.countryUnknown',
  'catalog.currencyUnknown',
  'catalog.timeZoneUnknown',
  'catalog.linkForm',
  'catalog.periodMissing',
  'catalog.ratesMissing',
  'catalog.rateDate',
  'catalog.rateTwice',
  'catalog.percentRange',
  'catalog.exemptionCodeForm',
  'catalog.seriesPrefixForm',
  'catalog.seriesPrefixTaken',
  'catalog.seriesUsed',
  'catalog.officeMissing',
  'catalog.valueShared',
  'catalog.ibanForm',
  'catalog.bicForm',
  'catalog.logoForm',
] as const
export type CatalogIssueCode = (typeof CATALOG_ISSUE_CODES)[number]

type Data = Readonly<Record<string, unknown>>
type List = IssueList<CatalogIssueCode>

/**
 * Checks the data of a catalogue record against its kind. `others` are all other records of the same kind,
 * archived ones too. Paths start with `data/`.
 */
export function checkCatalog(kind: CatalogKind, data: Data, others: readonly CatalogRecord[]): FieldIssue[] {
  const list = createIssueList<CatalogIssueCode>()
  checkKind(kind, data, others, list)
  const fits = validate(catalogDataSchemas[kind], data)
  if (!fits.ok) {
    for (const issue of fits.error) {
      const path = `data/${issue.path}`
      // What the rules above already explain is not said twice.
      const explained = list.issues.some((known) => known.path === path && known.severity === 'error')
      if (explained) continue
      const max = longestOf(kind, issue.path)
      if (max !== undefined && textOf(data[issue.path]).length > max)
        list.error(path, 'catalog.textTooLong', { max })
      else list.error(path, 'catalog.form', { detail: issue.message })
    }
  }
  return list.issues
}

/** The longest text that a member's schema takes. */
function longestOf(kind: CatalogKind, member: string): number | undefined {
  const members: Readonly<Record<string, object>> = catalogDataSchemas[kind].properties
  const schema = members[member]
  return schema && 'maxLength' in schema && typeof schema.maxLength === 'number'
    ? schema.maxLength
    : undefined
}

function checkKind(kind: CatalogKind, data: Data, others: readonly CatalogRecord[], list: List) {
  switch (kind) {
    case 'company':
      checkPlace(data, list)
      checkLetterhead(data, list)
      return
    case 'office':
      checkName(data, 'name', others, list)
      checkPrefix(data, others, list)
      checkPlace(data, list)
      checkLetterhead(data, list)
      return
    case 'person':
      checkName(data, 'name', [], list)
      return
    case 'customerStatus':
    case 'contactType':
      checkLabels(data, list)
      return
    case 'tag':
      checkName(data, 'name', others, list)
      if (data.link !== undefined && !/^https?:\/\/\S+$/i.test(textOf(data.link))) {
        list.error('data/link', 'catalog.linkForm')
      }
      return
    case 'attribute':
    case 'stockPlace':
    case 'technician':
    case 'importMapping':
      checkName(data, 'name', others, list)
      return
    case 'savedView':
      checkName(data, 'name', others.filter(isBeside(data)), list)
      return
    case 'product':
      checkName(data, 'name', others, list)
      checkProduct(data, list)
      return
    case 'taxRate':
      checkName(data, 'name', others, list)
      checkTaxRate(data, list)
      return
    case 'series':
      checkName(data, 'name', others, list)
      checkSeriesPrefix(data, others, list)
      return
    case 'billingRun':
    case 'ignoredMovement':
      return
    default:
      assertNever(kind)
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Names are told apart as people read them: without case and accents. */
function checkName(data: Data, field: string, others: readonly CatalogRecord[], list: List) {
  const name = textOf(data[field])
  checkVisible(`data/${field}`, name, 'catalog.invisibleText', list)
  if (isBlank(name)) list.error(`data/${field}`, 'catalog.nameMissing')
  else if (
    others.some((other) => !other.archived && fold(textOf((other.data as Data)[field])) === fold(name))
  ) {
    list.error(`data/${field}`, 'catalog.nameTaken', { name: name.trim() })
  }
}

/** Two offices with one prefix would give out the same customer numbers. Archived offices keep theirs for that reason. */
function checkPrefix(data: Data, others: readonly CatalogRecord[], list: List) {
  const prefix = textOf(data.prefix)
  if (!/^[A-Z0-9]{2,4}$/.test(prefix)) list.error('data/prefix', 'catalog.prefixForm')
  const taken = others.some((other) => isCatalogKind('office', other) && other.data.prefix === prefix)
  if (taken) list.error('data/prefix', 'catalog.prefixTaken', { prefix })
}

/** Views of the same person and list, which stand side by side in one menu. */
const isBeside =
  (view: Data) =>
  (other: CatalogRecord): boolean =>
    isCatalogKind('savedView', other) &&
    other.data.personId === view.personId &&
    other.data.list === view.list

/** Elements of a list whose form is checked elsewhere. */
const elementsOf = (value: unknown): Data[] =>
  Array.isArray(value)
    ? value.filter((one): one is Data => typeof one === 'object' && one !== null && !Array.isArray(one))
    : []

function checkProduct(data: Data, list: List) {
  if (!isCurrencyCode(textOf(data.currency))) list.error('data/currency', 'catalog.currencyUnknown')
  for (const charge of elementsOf(data.charges)) {
    if (charge.kind === 'recurring' && charge.periodMonths === undefined)
      list.error(`data/charges/${textOf(charge.id)}/periodMonths`, 'catalog.periodMissing')
  }
}

function checkTaxRate(data: Data, list: List) {
  if (!isCountryCode(textOf(data.country))) list.error('data/country', 'catalog.countryUnknown')
  const rates = elementsOf(data.rates)
  if (rates.length === 0) list.error('data/rates', 'catalog.ratesMissing')
  const days = new Set<string>()
  for (const rate of rates) {
    const path = `data/rates/${textOf(rate.id)}`
    const from = textOf(rate.from)
    if (!isPlainDate(from)) list.error(`${path}/from`, 'catalog.rateDate')
    else if (days.has(from)) list.error(`${path}/from`, 'catalog.rateTwice')
    days.add(from)
    if (!/^(100(\.0{1,6})?|\d{1,2}(\.\d{1,6})?)$/.test(textOf(rate.percent)))
      list.error(`${path}/percent`, 'catalog.percentRange')
  }
  const code = textOf(data.exemptionCode)
  if (code !== '' && !/^VATEX-[A-Z0-9]+(-[A-Z0-9]+)*$/.test(code))
    list.error('data/exemptionCode', 'catalog.exemptionCodeForm')
}

/** Two series with one prefix would give out the same invoice numbers; archived ones keep theirs for that reason. */
function checkSeriesPrefix(data: Data, others: readonly CatalogRecord[], list: List) {
  const prefix = textOf(data.prefix)
  if (!/^[A-Z0-9]{1,8}$/.test(prefix)) list.error('data/prefix', 'catalog.seriesPrefixForm')
  const taken = others.some((other) => isCatalogKind('series', other) && other.data.prefix === prefix)
  if (taken) list.error('data/prefix', 'catalog.seriesPrefixTaken', { prefix })
}

function checkPlace(data: Data, list: List) {
  if (!isCountryCode(textOf(data.country))) list.error('data/country', 'catalog.countryUnknown')
  if (!isCurrencyCode(textOf(data.currency))) list.error('data/currency', 'catalog.currencyUnknown')
  if (!isTimeZone(textOf(data.timeZone))) list.error('data/timeZone', 'catalog.timeZoneUnknown')
}

/** What stands on invoices: an account that nobody can pay into is worse than none. */
function checkLetterhead({ iban, bic, logo }: Data, list: List) {
  if (iban !== undefined && ibanProblem(textOf(iban)) !== undefined)
    list.error('data/iban', 'catalog.ibanForm')
  // ISO 9362: institution, country, location, and a branch that may be left out.
  if (bic !== undefined && !/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(textOf(bic)))
    list.error('data/bic', 'catalog.bicForm')
  if (logo !== undefined && !/^data:image\/(png|jpeg);base64,[A-Za-z0-9+/]+=*$/.test(textOf(logo)))
    list.error('data/logo', 'catalog.logoForm')
}

function checkLabels(data: Data, list: List) {
  const labels = (typeof data.labels === 'object' && data.labels !== null ? data.labels : {}) as Data
  for (const language of ['es', 'en']) {
    if (isBlank(textOf(labels[language]))) list.error(`data/labels/${language}`, 'catalog.nameMissing')
  }
}
