import { unzipSync } from 'fflate'
import { err, ok, type Result } from '#core/lib/result.ts'
import type { TableProblem } from './table-problem.ts'
import { plainNumber, serialDate, shapeOf, type NumberShape } from './xlsx-formats.ts'
import { readXml, XmlError } from './xlsx-xml.ts'

export interface Workbook {
  sheets: readonly string[]
  /** All rows of a sheet as text; rows that the file leaves out are blank. */
  read(sheet: number, limits: SheetLimits): Result<string[][], TableProblem>
}

export interface SheetLimits {
  rows: number
  columns: number
}

/** Bytes of one part when unpacked: a sheet of 200,000 rows has some 150 MB. */
const LARGEST_PART = 400 * 1024 * 1024

const broken = (message: string): TableProblem => ({ code: 'import/broken-table', message })

/** Opens a workbook (ECMA-376). Only texts and numbers are read: no formula is run, no link followed. */
export function openWorkbook(bytes: Uint8Array): Result<Workbook, TableProblem> {
  let isTooLarge = false
  const part = (path: string): Uint8Array | undefined => {
    const files = unzipSync(bytes, {
      filter(file) {
        if (file.name.replace(/^\//, '') !== path) return false
        if (file.originalSize > LARGEST_PART) isTooLarge = true
        return !isTooLarge
      },
    })
    return Object.values(files)[0]
  }
  return guarded(() => {
    const book = readBook(part)
    if (!book) return err(broken('no workbook inside'))
    const { sheets, calendar } = book
    let shared: string[] | undefined
    let shapes: NumberShape[] | undefined
    return ok({
      sheets: sheets.map(({ name }) => name),
      read: (index, limits) =>
        guarded(() => {
          const path = sheets[index]?.path
          const xml = path === undefined ? undefined : part(path)
          if (isTooLarge) return err({ code: 'import/too-large', message: 'a part is too large unpacked' })
          if (!xml) return err(broken('the sheet is missing'))
          shared ??= readShared(part('xl/sharedStrings.xml'))
          shapes ??= readShapes(part('xl/styles.xml'))
          return readSheet(xml, { shared, shapes, calendar, limits })
        }),
    })
  })
}

/** Turns what the unpacker and the XML reader throw for broken files into values. */
function guarded<T>(work: () => Result<T, TableProblem>): Result<T, TableProblem> {
  try {
    return work()
  } catch (error) {
    // fflate marks its own errors with a number.
    const isUnzip = error instanceof Error && 'code' in error && typeof error.code === 'number'
    if (isUnzip || error instanceof XmlError) return err(broken(error.message))
    throw error
  }
}

type Part = (path: string) => Uint8Array | undefined

function readBook(
  part: Part,
): { sheets: { name: string; path: string }[]; calendar: 1900 | 1904 } | undefined {
  const xml = part('xl/workbook.xml')
  const links = part('xl/_rels/workbook.xml.rels')
  if (!xml || !links) return undefined
  const targets = new Map<string, string>()
  readXml(links, {
    open(name, attributes) {
      if (name === 'Relationship') targets.set(attributes.Id ?? '', attributes.Target ?? '')
    },
  })
  const sheets: { name: string; path: string }[] = []
  let calendar: 1900 | 1904 = 1900
  readXml(xml, {
    open(name, attributes) {
      if (name === 'workbookPr' && /^(1|true)$/.test(attributes.date1904 ?? '')) calendar = 1904
      if (name !== 'sheet' || attributes.state === 'hidden' || attributes.state === 'veryHidden') return
      const target = targets.get(attributes['r:id'] ?? '')
      if (target === undefined) return
      const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`
      sheets.push({ name: attributes.name ?? '', path })
    },
  })
  return { sheets, calendar }
}

/** The texts that cells name by number; of rich text all runs, of phonetic hints none. */
function readShared(xml: Uint8Array | undefined): string[] {
  const texts: string[] = []
  if (!xml) return texts
  let text = ''
  let isText = false
  let hints = 0
  readXml(xml, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 'rPh') hints++
      else if (name === 't') isText = hints === 0
    },
    close(name) {
      if (name === 'si') texts.push(text)
      else if (name === 'rPh') hints--
      else if (name === 't') isText = false
    },
    text(part) {
      if (isText) text += part
    },
  })
  return texts
}

/** What each cell style makes of a number, by the style's place. */
function readShapes(xml: Uint8Array | undefined): NumberShape[] {
  const shapes: NumberShape[] = []
  if (!xml) return shapes
  const codes = new Map<number, string>()
  const ids: number[] = []
  let inCellStyles = false
  readXml(xml, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      else if (name === 'cellXfs') inCellStyles = true
      else if (name === 'xf' && inCellStyles) ids.push(Number(attributes.numFmtId ?? 0))
    },
    close(name) {
      if (name === 'cellXfs') inCellStyles = false
    },
  })
  return ids.map((id) => shapeOf(id, codes.get(id)))
}

interface SheetContext {
  shared: readonly string[]
  shapes: readonly NumberShape[]
  calendar: 1900 | 1904
  limits: SheetLimits
}

class TooLarge extends Error {}

function readSheet(xml: Uint8Array, context: SheetContext): Result<string[][], TableProblem> {
  const { limits } = context
  const rows: string[][] = []
  let row: string[] = []
  let line = 0
  let column = -1
  let cell = { type: '', style: 0 }
  let value = ''
  let isValue = false
  try {
    readXml(xml, {
      open(name, attributes) {
        if (name === 'row') {
          line = attributes.r === undefined ? line + 1 : Number(attributes.r)
          column = -1
          row = []
        } else if (name === 'c') {
          column = attributes.r === undefined ? column + 1 : columnOf(attributes.r)
          cell = { type: attributes.t ?? 'n', style: Number(attributes.s ?? 0) }
          value = ''
        } else if (name === 'v' || name === 't') isValue = true
      },
      close(name) {
        if (name === 'v' || name === 't') isValue = false
        else if (name === 'c' && value !== '') {
          if (column >= limits.columns) throw new TooLarge('columns')
          while (row.length < column) row.push('')
          row[column] = shown(value, cell, context)
        } else if (name === 'row' && row.length > 0) {
          if (line > limits.rows) throw new TooLarge('rows')
          while (rows.length < line - 1) rows.push([])
          rows[line - 1] = row
        }
      },
      text(part) {
        if (isValue) value += part
      },
    })
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error
    const code = error.message === 'rows' ? 'import/too-many-rows' : 'import/too-many-columns'
    return err({
      code,
      message: 'the sheet is too large',
      details: { most: limits[error.message as keyof SheetLimits] },
    })
  }
  return ok(rows)
}

/** `BC12` is column 54, counted from 0. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of reference) {
    const digit = letter.charCodeAt(0) - 64
    if (digit < 1 || digit > 26) break
    column = column * 26 + digit
  }
  return column - 1
}

/** A cell as a person sees it, but dates always as ISO 8601, so that no order of day and month is guessed. */
function shown(
  value: string,
  { type, style }: { type: string; style: number },
  { shared, shapes, calendar }: SheetContext,
): string {
  switch (type) {
    case 's':
      return shared[Number(value)] ?? ''
    case 'b':
      return value === '1' ? 'true' : 'false'
    // An error such as #N/A is no value.
    case 'e':
      return ''
    case 'n': {
      const shape = shapes[style]
      if (shape?.kind === 'date') return serialDate(Number(value), calendar) ?? plainNumber(value)
      if (shape?.kind === 'zeros') return plainNumber(value).padStart(shape.digits, '0')
      return plainNumber(value)
    }
    // `inlineStr`, `str` (a formula's text) and `d` (ISO 8601).
    default:
      return value
  }
}
