import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createExportWords } from '#main/services/transfer/export-words.ts'
import { createCsvWriter } from '#main/services/transfer/csv-write.ts'
import { readTable } from '#main/services/transfer/read-table.ts'
import { createXlsxWriter, MOST_SHEET_ROWS, TooManyRowsError } from '#main/services/transfer/xlsx-write.ts'
import { tempFolder } from '#test/support/temp-folder.ts'

const TEXTS = [
  '08001',
  '+34600123123',
  '=HYPERLINK("http://x")',
  '@SUM(A1)',
  '-5',
  '1E5',
  '007',
  ' a ',
  'ñ;"\n2',
]

/** What comes back of a table that was written, and its bytes. */
function written(format: 'csv;' | 'csv,' | 'xlsx') {
  const path = join(tempFolder(), 'table')
  const writer =
    format === 'xlsx'
      ? createXlsxWriter(path, 'Clientes')
      : createCsvWriter(path, format === 'csv,' ? ',' : ';')
  writer.row(['Texto', 'Número'])
  for (const text of TEXTS) writer.row([text, -1234.5])
  writer.end()
  const bytes = readFileSync(path)
  const table = readTable(bytes, {})
  if (!table.ok) throw new Error(table.error.code)
  return { bytes, rows: table.value.rows.map(({ cells }) => cells), encoding: table.value.encoding }
}

describe('a list that is exported', () => {
  it.each(['csv;', 'csv,', 'xlsx'] as const)('loses no leading zero and stays text in %s', (format) => {
    const { rows } = written(format)
    expect(rows.map(([text = '']) => text.replace(/^'(?=[=+\-@])/, ''))).toEqual(TEXTS)
  })

  it.each(['csv;', 'csv,'] as const)('never makes a spreadsheet calculate a text in %s', (format) => {
    const starts = written(format).rows.map(([text = '']) => text.slice(0, 2))
    expect(starts).toEqual(['08', "'+", "'=", "'@", "'-", '1E', '00', ' a', 'ñ;'])
  })

  it('keeps the plus of telephone numbers bare for a program, and nothing else that calculates', () => {
    const path = join(tempFolder(), 'table')
    const writer = createCsvWriter(path, ',', true)
    const cells = ['+34 600 123 123', '+54 (9) 11-1234', '+1+cmd|1', '=1', '-5', '@a']
    for (const cell of cells) writer.row([cell])
    writer.end()
    expect(readFileSync(path, 'utf8').replace('\uFEFF', '').trimEnd().split('\r\n')).toEqual([
      '+34 600 123 123',
      '+54 (9) 11-1234',
      "'+1+cmd|1",
      "'=1",
      "'-5",
      "'@a",
    ])
  })

  it('writes numbers as the spreadsheets of the separator read them', () => {
    expect(written('csv;').rows[0]?.[1]).toBe('-1234,5')
    expect(written('csv,').rows[0]?.[1]).toBe('-1234.5')
    expect(written('xlsx').rows[0]?.[1]).toBe('-1234.5')
  })

  it('ends a sheet where spreadsheets end theirs', () => {
    const writer = createXlsxWriter(join(tempFolder(), 'table'), 'Clientes')
    for (let row = 0; row <= MOST_SHEET_ROWS; row++) writer.row([])
    expect(() => {
      writer.row([])
    }).toThrow(TooManyRowsError)
    writer.abandon()
  })

  it('never dates a record on the day before or after, whatever UTC says', () => {
    const { day } = createExportWords(String, { words: {}, timeZone: 'America/Mexico_City' })
    expect(day('2026-03-11T02:00:00.000Z')).toBe('2026-03-10')
    expect(day('2026-03-10T18:00:00.000Z')).toBe('2026-03-10')
    expect(day(undefined)).toBeUndefined()
  })
})

describe('a file of an office', () => {
  const latin1 = (text: string) => Buffer.from(text, 'latin1')

  it('is read with semicolons, Windows-1252 and decimal commas, every cell as it stands', () => {
    const table = readTable(
      latin1('Nombre;Código postal;Latitud\r\nPeña "El Niño";08001;41,3825\r\n"A;B";00123;\r\n'),
      {},
    )
    expect(table.ok && table.value).toMatchObject({
      ...{ format: 'csv', separator: ';', encoding: 'windows-1252' },
      headers: ['Nombre', 'Código postal', 'Latitud'],
      rows: [
        { line: 2, cells: ['Peña "El Niño"', '08001', '41,3825'] },
        { line: 3, cells: ['A;B', '00123', ''] },
      ],
    })
  })

  it('tells the order of its dates only when they prove it, marks of direction or not', () => {
    const orderOf = (...dates: string[]) => {
      const table = readTable(Buffer.from(`Fecha\n${dates.join('\n')}\n`), {})
      return table.ok && table.value.columns[0]?.dateOrder
    }
    expect(orderOf('01/02/2024', '03/04/2024')).toBe('open')
    expect(orderOf('\u200E01/02/2024', '\u200E31/04/2024', '30/04/2024')).toBe('dmy')
    expect(orderOf('01/02/2024', '04/30/2024')).toBe('mdy')
  })

  it('says in which line a quote opens that is never closed', () => {
    const table = readTable(Buffer.from('Nombre,Notas\n"A ""B""","dos\nlineas"\nC,d\n"E,f\nG,h\n'), {})
    expect(!table.ok && table.error).toMatchObject({
      code: 'import/broken-table',
      details: { reason: 'quote', line: 5 },
    })
  })

  it.each(['%PDF-1.7\n1 0 obj', '<!DOCTYPE html><table>', '{\\rtf1 a,b}'])(
    'takes no page for a table: %s',
    (text) => {
      const table = readTable(Buffer.from(text), {})
      expect(!table.ok && table.error.code).toBe('import/not-a-table')
    },
  )
})
