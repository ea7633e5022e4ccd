import type { MethodInput } from '#core/contract/host-contract.ts'
import { renderPdf } from '../pdf/render-pdf.ts'

type SheetInput = MethodInput<'exports', 'sheet'>

/** A table with its title as a PDF; more columns than a page is wide for are set smaller. */
export function sheetPdf(input: SheetInput): Promise<Uint8Array> {
  const { title, lines, columns, rows, language, pageText, decimals } = input
  const amount = new Intl.NumberFormat(language === 'es' ? 'es-ES' : 'en-GB', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: 'always',
  })
  const number = new Intl.NumberFormat(language === 'es' ? 'es-ES' : 'en-GB')
  const sizes = columns.length > 7 ? { fontSize: 7 } : { fontSize: 8.5 }
  const isAtRight = columns.map(({ kind }) => kind !== 'text')
  const cell = (value: string | number | null, index: number) => ({
    text:
      typeof value === 'number'
        ? (columns[index]?.kind === 'amount' ? amount : number).format(value)
        : (value ?? ''),
    alignment: isAtRight[index] ? ('right' as const) : ('left' as const),
    ...sizes,
  })
  return renderPdf({
    title,
    language,
    foot: title,
    pageText: (page, pages) => pageText.replace('{page}', String(page)).replace('{pages}', String(pages)),
    content: [
      { text: title, style: 'title' },
      ...lines.map((text) => ({ text, margin: [0, 1, 0, 0] as [number, number, number, number] })),
      {
        margin: [0, 12, 0, 0],
        layout: 'lightHorizontalLines',
        table: {
          headerRows: 1,
          widths: columns.map(({ kind }, index) => (kind === 'text' && index > 0 ? '*' : 'auto')),
          body: [
            columns.map(({ label }, index) => ({ ...cell(label, index), style: 'head' })),
            ...rows.map((row) => columns.map((_, index) => cell(row[index] ?? null, index))),
          ],
        },
      },
    ],
  })
}
