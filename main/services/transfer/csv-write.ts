import { closeSync, openSync, writeSync } from 'node:fs'
import { isTelephone, neutralised, type OutCell, type TableWriter } from './cells.ts'
import type { Separator } from './csv-read.ts'

/** UTF-16 code units gathered before they are written. */
const STEP = 256 * 1024

/**
 * Writes RFC 4180 with a byte order mark, by which spreadsheets know UTF-8. Numbers have a decimal comma where the
 * semicolon parts columns, as spreadsheets of those countries expect it. For a program that reads telephone numbers these
 * keep their plus sign bare.
 */
export function createCsvWriter(path: string, separator: Separator, forProgram = false): TableWriter {
  const file = openSync(path, 'w', 0o600)
  const needsQuotes = new RegExp(`["\\r\\n${separator === '|' ? '\\|' : separator}]|^\\s|\\s$`)
  let waiting = '\uFEFF'
  let bytes = 0

  const flush = (): void => {
    bytes += writeSync(file, waiting)
    waiting = ''
  }

  const cellText = (cell: OutCell): string => {
    if (cell === undefined) return ''
    // A number is never a formula, whatever its sign.
    if (typeof cell === 'number') return separator === ';' ? String(cell).replace('.', ',') : String(cell)
    const text = forProgram && isTelephone(cell) ? cell : neutralised(cell)
    return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }

  return {
    row(cells) {
      waiting += `${cells.map(cellText).join(separator)}\r\n`
      if (waiting.length > STEP) flush()
    },
    end() {
      flush()
      closeSync(file)
      return bytes
    },
    abandon: () => closeSync(file),
  }
}
