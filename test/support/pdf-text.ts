import { inflateSync } from 'node:zlib'

interface PdfObject {
  head: string
  /** What its stream holds, unpacked; empty without one. */
  stream: string
}

/** The objects of a PDF as `pdfkit` writes them: one after another, streams packed with Flate, no object streams. */
function objectsOf(bytes: Uint8Array): Map<string, PdfObject> {
  const raw = Buffer.from(bytes).toString('latin1')
  const objects = new Map<string, PdfObject>()
  for (const [, id = '', body = ''] of raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const start = body.indexOf('stream\n')
    const head = start < 0 ? body : body.slice(0, start)
    const packed = start < 0 ? '' : body.slice(start + 7, body.lastIndexOf('\nendstream'))
    const stream = head.includes('FlateDecode')
      ? inflateSync(Buffer.from(packed, 'latin1')).toString('latin1')
      : packed
    objects.set(id, { head, stream })
  }
  return objects
}

const textOfHex = (hex: string): string =>
  (hex.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(parseInt(unit, 16))).join('')

/** Glyph numbers of a font to text, by its ToUnicode map. */
function glyphsOf(map: string): Map<number, string> {
  const glyphs = new Map<number, string>()
  for (const [, first = '', , list = ''] of map.matchAll(/<(\w+)> <(\w+)> \[([^\]]*)\]/g))
    for (const [index, [, hex = '']] of [...list.matchAll(/<([\w ]+)>/g)].entries())
      glyphs.set(parseInt(first, 16) + index, textOfHex(hex.replaceAll(' ', '')))
  return glyphs
}

/** What `readPdf` finds. */
interface PdfRead {
  /** Line by line. */
  text: string
  /** In points. */
  pages: [width: number, height: number][]
  /** How far to the right the last text begins, in points. */
  rightmost: number
}

/** The texts of a PDF made with embedded fonts, and where they are. */
export function readPdf(bytes: Uint8Array): PdfRead {
  const objects = objectsOf(bytes)
  const headOf = (id: string | undefined): string => objects.get(id ?? '')?.head ?? ''
  const pages: [number, number][] = []
  const lines: string[] = []
  let rightmost = 0
  for (const { head } of objects.values()) {
    if (!/\/Type \/Page\n/.test(head)) continue
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(head) ?? []
    pages.push([Math.round(Number(width)), Math.round(Number(height))])
    const resources = headOf(/\/Resources (\d+) 0 R/.exec(head)?.[1])
    const fonts = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id]) => {
        const map = /\/ToUnicode (\d+) 0 R/.exec(headOf(id))?.[1]
        return [name, glyphsOf(objects.get(map ?? '')?.stream ?? '')]
      }),
    )
    const content = objects.get(/\/Contents (\d+) 0 R/.exec(head)?.[1] ?? '')?.stream ?? ''
    let glyphs = new Map<number, string>()
    let line = ''
    let lineAt = ''
    for (const [, font, x, y, shown] of content.matchAll(
      /\/(F\d+) [\d.]+ Tf|1 0 0 1 ([-\d.]+) ([-\d.]+) Tm|\[([^\]]*)\] TJ/g,
    )) {
      if (font !== undefined) glyphs = fonts.get(font) ?? new Map<number, string>()
      else if (y !== undefined) {
        // Words of one line are written one by one.
        if (y !== lineAt && line !== '') lines.push(line)
        if (y !== lineAt) line = ''
        lineAt = y
        rightmost = Math.max(rightmost, Number(x))
      } else {
        const hex = [...(shown ?? '').matchAll(/<(\w+)>/g)].map(([, part = '']) => part).join('')
        for (const unit of hex.match(/.{4}/g) ?? []) line += glyphs.get(parseInt(unit, 16)) ?? '\u{fffd}'
      }
    }
    lines.push(line)
  }
  return { text: lines.join('\n'), pages, rightmost }
}
