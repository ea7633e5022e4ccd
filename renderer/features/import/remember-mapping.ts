import type { CatalogRecordOf } from '#core/domain/catalog/schema.ts'
import type { ImportMapping } from '#core/domain/import/mapping.ts'
import { headerSignature, rememberedData } from '#core/domain/import/suggest.ts'
import { fold } from '#core/lib/fold.ts'
import type { ImportTable } from './useImport.ts'

/** Input of `catalog.save` that keeps a mapping for the next file with the same headings; one record a source. */
export function rememberCommand(
  fileName: string,
  { columns }: ImportTable,
  mapping: ImportMapping,
  remembered: readonly CatalogRecordOf<'importMapping'>[],
) {
  const headers = columns.map(({ header }) => header)
  const signature = headerSignature(headers)
  const inUse = remembered.filter(({ archived }) => !archived)
  const known = inUse.filter(({ data }) => headerSignature(data.headers) === signature).at(-1)
  const name = known?.data.name ?? freeName(fileName, new Set(inUse.map(({ data }) => fold(data.name))))
  return {
    kind: 'importMapping' as const,
    ...(known && { id: known.id }),
    data: rememberedData(name, headers, mapping),
  }
}

/** The file's name without its ending; with a number when another source has that name. */
function freeName(fileName: string, taken: ReadonlySet<string>): string {
  const base = fileName.replace(/\.[^.]{1,5}$/, '').slice(0, 100) || 'CSV'
  for (let i = 1; ; i++) {
    const name = i === 1 ? base : `${base} (${i})`
    if (!taken.has(fold(name))) return name
  }
}
