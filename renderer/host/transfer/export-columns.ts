import { EXPORT_COLUMNS, type ExportKind } from '#core/domain/export-columns.ts'
import { texts } from '../../locales/index.ts'

/** The heading of a column of an export, in the language of the window. */
export const exportLabel = (kind: ExportKind, key: string): string =>
  texts.global.t(`transfer.column.${kind}.${key}`)

/** All columns of a kind with their headings, in their usual order. */
export const allExportColumns = (kind: ExportKind): { key: string; label: string }[] =>
  Object.keys(EXPORT_COLUMNS[kind]).map((key) => ({ key, label: exportLabel(kind, key) }))
