import type { CatalogRecordOf } from '#core/domain/catalog/schema.ts'
import { ATTRIBUTE_PREFIX, IMPORT_ENTITIES, IMPORT_FIELDS, fieldOf } from '#core/domain/import/fields.ts'
import type { ImportMapping, MappedColumn } from '#core/domain/import/mapping.ts'
import { texts } from '#renderer/locales/index.ts'
import type { UiOption } from '#renderer/ui/index.ts'

const { t } = texts.global

/** Everything that a column can become, by the record it is of. */
export function fieldOptions(attributes: readonly CatalogRecordOf<'attribute'>[]): UiOption[] {
  const fields = Object.keys(IMPORT_FIELDS)
  return [
    ...IMPORT_ENTITIES.flatMap((entity) =>
      fields
        .filter((field) => field.startsWith(`${entity}.`))
        .map((field) => ({
          value: field,
          label: t(`import.field.${field}`),
          detail: t(`import.group.${entity}`),
        })),
    ),
    ...attributes
      .filter(({ archived, data }) => !archived && (data.appliesTo?.includes('customers') ?? true))
      .map(({ id, data }) => ({
        value: ATTRIBUTE_PREFIX + id,
        label: t('import.column.attribute', { name: data.name }),
        detail: t('import.group.attribute'),
      })),
    { value: ATTRIBUTE_PREFIX, label: t('import.column.freeOption'), detail: t('import.group.attribute') },
  ]
}

/** The kind of value that an attribute column holds; undefined for other columns. */
export function attributeKindOf(
  column: MappedColumn,
  attributes: readonly CatalogRecordOf<'attribute'>[],
): MappedColumn['attributeKind'] {
  if (!column.field.startsWith(ATTRIBUTE_PREFIX)) return undefined
  const definition = attributes.find(({ id }) => ATTRIBUTE_PREFIX + id === column.field)
  return definition?.data.valueKind ?? column.attributeKind ?? 'text'
}

/** Columns that fill a field which only one may fill, but for the first of each. */
export function doubledColumns({ columns }: ImportMapping): ReadonlySet<number> {
  const seen = new Set<string>()
  const doubled = new Set<number>()
  for (const { field, index } of columns) {
    if (fieldOf(field)?.many || field === ATTRIBUTE_PREFIX) continue
    if (seen.has(field)) doubled.add(index)
    seen.add(field)
  }
  return doubled
}
