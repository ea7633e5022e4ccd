import type { CatalogRecordOf } from '#core/domain/catalog/schema.ts'
import { headerSignature } from '#core/domain/import/suggest.ts'
import { fold } from '#core/lib/fold.ts'
import type { BankTable } from './useBank.ts'

/** Input of `catalog.save` that keeps how a bank's table is read, by its headings; one record a bank. */
export function rememberBankCommand(
  fileName: string,
  { headers, columns, dateOrder, decimalMark }: BankTable,
  remembered: readonly CatalogRecordOf<'importMapping'>[],
) {
  const signature = headerSignature(headers)
  const inUse = remembered.filter(({ archived }) => !archived)
  const known = inUse
    .filter(({ data }) => data.target === 'bank' && headerSignature(data.headers) === signature)
    .at(-1)
  const { text, ...single } = columns
  const fields = [
    ...Object.entries(single).flatMap(([field, index]) => (index === undefined ? [] : [{ field, index }])),
    ...text.map((index) => ({ field: 'text', index })),
  ]
  return {
    kind: 'importMapping' as const,
    ...(known && { id: known.id }),
    data: {
      name: known?.data.name ?? freeName(fileName, new Set(inUse.map(({ data }) => fold(data.name)))),
      target: 'bank',
      headers: [...headers],
      columns: fields.map(({ field, index }, i) => {
        const format =
          field === 'date'
            ? dateOrder
            : ['amount', 'moneyIn', 'moneyOut'].includes(field)
              ? decimalMark
              : undefined
        return { id: `column-${i}`, header: headers[index] ?? '', field, ...(format && { format }) }
      }),
      matchBy: [],
      mode: 'create' as const,
    },
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
