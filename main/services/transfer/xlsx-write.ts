import { closeSync, openSync, writeSync } from 'node:fs'
import { strToU8, Zip, ZipDeflate } from 'fflate'
import type { TableWriter } from './cells.ts'

/** UTF-16 code units gathered before they are packed. */
const STEP = 256 * 1024

/** Longest text of a cell; what is longer no spreadsheet opens. UTF-16 code units. */
const LONGEST_TEXT = 32_767

/** Rows of a sheet below its heading (ECMA-376 allows 2^20 in all). */
export const MOST_SHEET_ROWS = 2 ** 20 - 1

/** A workbook holds fewer rows than were asked for. */
export class TooManyRowsError extends Error {}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Cell styles by place: text (format `@`, so that typing over it stays text), bold text, number. */
const TEXT = 0
const HEADING = 1
const NUMBER = 2

const parts = (sheet: string): Readonly<Record<string, string>> => ({
  '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
  '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/><xf numFmtId="0"/></cellXfs></styleSheet>`,
})

/**
 * Writes a workbook with one sheet (ECMA-376). Texts are inline and formatted as text: none is a formula and none loses a
 * leading zero. The first row is bold and stays in sight.
 *
 * @throws TooManyRowsError at the first row that no spreadsheet would show.
 */
export function createXlsxWriter(path: string, sheetName: string): TableWriter {
  const file = openSync(path, 'w', 0o600)
  let bytes = 0
  let failure: Error | undefined
  const zip = new Zip((error, data) => {
    if (error) failure = error
    else bytes += writeSync(file, data)
  })
  for (const [name, text] of Object.entries(parts(sheetTitle(sheetName)))) add(name).push(strToU8(text), true)
  const sheet = add('xl/worksheets/sheet1.xml')
  let waiting = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`
  let line = 0

  function add(name: string): ZipDeflate {
    const part = new ZipDeflate(name, { level: 6 })
    zip.add(part)
    return part
  }

  const flush = (isLast: boolean): void => {
    sheet.push(strToU8(waiting), isLast)
    waiting = ''
    if (failure) throw failure
  }

  return {
    row(cells) {
      if (line > MOST_SHEET_ROWS) throw new TooManyRowsError()
      line++
      const style = line === 1 ? HEADING : TEXT
      waiting += `<row r="${line}">`
      for (const [index, cell] of cells.entries()) {
        if (cell === undefined || cell === '') continue
        const at = columnName(index) + String(line)
        waiting +=
          typeof cell === 'number'
            ? `<c r="${at}" s="${NUMBER}"><v>${cell}</v></c>`
            : `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell.slice(0, LONGEST_TEXT))}</t></is></c>`
      }
      waiting += '</row>'
      if (waiting.length > STEP) flush(false)
    },
    end() {
      waiting += '</sheetData></worksheet>'
      flush(true)
      zip.end()
      closeSync(file)
      if (failure) throw failure
      return bytes
    },
    abandon() {
      zip.terminate()
      closeSync(file)
    },
  }
}

/** Column 54, counted from 0, is `BC`. */
function columnName(index: number): string {
  let name = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  return name
}

/** Sheets take at most 31 characters and none of these. */
const sheetTitle = (name: string): string =>
  name
    .replace(/[[\]:*?/\\']/g, ' ')
    .trim()
    .slice(0, 31) || 'Enlace'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text for XML 1.0, which cannot hold control characters at all. */
const escaped = (text: string): string =>
  text

    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
