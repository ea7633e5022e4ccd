import { checkCatalog } from '#core/domain/catalog/rules.ts'
import type { CatalogData } from '#core/domain/catalog/schema.ts'
import type { FieldIssue } from '#core/domain/command.ts'
import { INVOICE_KINDS } from '#core/domain/invoice/schema.ts'
import type { MethodOutput } from '#core/contract/host-contract.ts'
import { documentNumber, seriesStem, type Series } from '#core/domain/invoice/numbering.ts'

export type SeriesRow = MethodOutput<'billing', 'series'>['series'][number]

/** A series as a person types it. */
export interface SeriesForm {
  name: string
  kind: string
  officeId: string
  prefix: string
  yearly: boolean
}

export const seriesToForm = (
  series: Pick<SeriesRow, 'name' | 'kind' | 'prefix' | 'yearly'> | undefined,
  officeId: string,
): SeriesForm => ({
  name: series?.name ?? '',
  kind: series?.kind ?? INVOICE_KINDS[0],
  officeId,
  prefix: series?.prefix ?? '',
  yearly: series?.yearly ?? false,
})

export const formToSeries = ({
  name,
  kind,
  officeId,
  prefix,
  yearly,
}: SeriesForm): CatalogData<'series'> => ({
  name,
  kind: INVOICE_KINDS.find((one) => one === kind) ?? INVOICE_KINDS[0],
  officeId,
  prefix,
  ...(yearly && { yearly }),
})

/** The rules of the series; paths are names of form fields. */
export const checkSeriesForm = (form: SeriesForm, others: readonly Series[]): FieldIssue[] =>
  checkCatalog('series', { ...formToSeries(form) }, others).map(formIssue)

/** What the host says of the record, at the field of the form. */
export const formIssue = (issue: FieldIssue): FieldIssue => ({
  ...issue,
  path: issue.path.replace('data/', ''),
})

/** The number that the first document of a new series gets. */
export const firstNumber = (form: SeriesForm, deviceCode: string, today: string): string =>
  documentNumber(seriesStem(form, today), deviceCode, 1)
