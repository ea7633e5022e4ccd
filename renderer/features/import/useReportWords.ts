import { useI18n } from 'vue-i18n'
import type { FieldChange, RowIssue, RowReport } from '#core/domain/import/report.ts'
import { ATTRIBUTE_PREFIX } from '#core/domain/import/fields.ts'
import type { ImportMapping } from '#core/domain/import/mapping.ts'
import { fold } from '#core/lib/fold.ts'
import { attributeText, useCatalog } from '#renderer/data/index.ts'
import { formatLocale } from '#renderer/locales/index.ts'
import { countryName } from '#core/domain/values/country.ts'
import { issueText } from '#renderer/host/index.ts'

/** Fields named in one line of the list; the rest is counted. */
const SHOWN = 4

/** The words of a rehearsal: fields, values and reasons, in the language of the window. */
export function useReportWords(headers: () => readonly string[], mapping: () => ImportMapping) {
  const { t, te, locale } = useI18n()
  const statuses = useCatalog('customerStatus')
  const contactTypes = useCatalog('contactType')
  const tags = useCatalog('tag')
  const offices = useCatalog('office')
  const definitions = useCatalog('attribute')

  const language = () => (locale.value === 'en' ? 'en' : 'es')

  function catalogName(id: string): string {
    const labelled = [...statuses.value, ...contactTypes.value].find((record) => record.id === id)
    const named = [...tags.value, ...offices.value].find((record) => record.id === id)
    return labelled?.data.labels[language()] ?? named?.data.name ?? id
  }

  const fieldName = (field: string): string =>
    te(`import.field.${field}`) ? t(`import.field.${field}`) : field.replace(/^attribute\//, '')

  /** What an attribute holds: by its definition, or as the column of a free one is read. */
  const kindOf = (name: string) =>
    definitions.value.find(({ data }) => fold(data.name) === fold(name))?.data.valueKind ??
    mapping().columns.find(
      ({ field, index }) => field === ATTRIBUTE_PREFIX && fold(headers()[index] ?? '') === fold(name),
    )?.attributeKind ??
    'text'

  function valueText(field: string, value: string): string {
    if (field.startsWith(ATTRIBUTE_PREFIX))
      return attributeText(
        { kind: kindOf(field.slice(ATTRIBUTE_PREFIX.length)), value },
        {
          locale: formatLocale(locale.value),
          yes: t('transfer.word.yes'),
          no: t('transfer.word.no'),
        },
      )
    switch (field) {
      case 'customer.statusId':
      case 'customer.officeId':
      case 'customer.tags':
      case 'contact.typeIds':
        return value.split('\n').map(catalogName).join(', ')
      case 'customer.type':
        return t(`transfer.word.type.${value}`)
      case 'customer.paymentType':
        return t(`transfer.word.paymentType.${value}`)
      case 'customer.language':
      case 'contact.language':
        return t(`transfer.word.language.${value}`)
      case 'contact.authorisedToChange':
      case 'site.separateInvoice':
        return t(value === 'true' ? 'transfer.word.yes' : 'transfer.word.no')
      case 'site.precision':
        return t(`transfer.word.precision.${value}`)
      case 'site.country':
        return countryName(value, language())
      default:
        return value
    }
  }

  /** A reason with the column that is to blame. */
  function reasonText({ code, column, params }: Pick<RowIssue, 'code' | 'column' | 'params'>): string {
    const text = issueText({ path: '', code, severity: 'error', ...(params && { params }) })
    const header = column === undefined ? undefined : headers()[column]
    return header ? `${header}: ${text}` : text
  }

  /** One line on what a row does: why it fails, or which fields it touches. */
  function summary(row: RowReport): string {
    if (row.outcome === 'failed')
      return row.issues
        .filter(({ severity }) => severity === 'error')
        .map(reasonText)
        .join(' ')
    const names = row.changes.map(({ field }) => fieldName(field))
    const text = names.slice(0, SHOWN).join(', ')
    return names.length > SHOWN ? t('import.rehearsal.more', { text, count: names.length - SHOWN }) : text
  }

  const changeTexts = ({ field, before, after }: FieldChange) => ({
    name: fieldName(field),
    before: before === undefined ? undefined : valueText(field, before),
    after: after === undefined ? undefined : valueText(field, after),
  })

  return { fieldName, reasonText, summary, changeTexts }
}

export type ReportWords = ReturnType<typeof useReportWords>
