import type { Paper } from '#core/domain/catalog/schema.ts'
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'

export type PdfContent = Content

/** What a document says; font, margins and the numbering of pages are the same for all. */
export interface PdfDocument {
  title: string
  language: 'es' | 'en'
  /** A4 when left out. */
  paper?: Paper
  content: PdfContent[]
  /** Left of the page number. */
  foot: string
  /** `Page {page} of {pages}` in words. */
  pageText: (page: number, pages: number) => string
}

const FONT = {
  normal: 'Roboto-Regular.ttf',
  bold: 'Roboto-Medium.ttf',
  italics: 'Roboto-Italic.ttf',
  bolditalics: 'Roboto-MediumItalic.ttf',
}

/**
 * Writes a PDF with the font inside it, from nothing but what the program carries: no file and no address that the
 * content names is ever read. Library and font are loaded on first use.
 */
export async function renderPdf(document: PdfDocument): Promise<Uint8Array> {
  const pdfMake = await loaded()
  const definition: TDocumentDefinitions = {
    info: { title: document.title, creator: 'Enlace', producer: 'Enlace' },
    language: document.language,
    pageSize: document.paper ?? 'A4',
    pageMargins: [40, 44, 40, 48],
    defaultStyle: { font: 'Roboto', fontSize: 9, lineHeight: 1.15 },
    styles: {
      title: { fontSize: 18, bold: true },
      heading: { fontSize: 12, bold: true, margin: [0, 14, 0, 4] },
      subheading: { fontSize: 10, bold: true, margin: [0, 8, 0, 2] },
      quiet: { color: '#5b6472' },
      head: { bold: true, color: '#3b4350', fillColor: '#eef1f5' },
    },
    content: breakable(document.content),
    footer: (page, pages) => ({
      margin: [40, 14, 40, 0],
      columns: [
        { width: '*', text: breakable(document.foot), style: 'quiet', fontSize: 8 },
        {
          width: 'auto',
          text: document.pageText(page, pages),
          style: 'quiet',
          fontSize: 8,
          alignment: 'right',
          margin: [16, 0, 0, 0],
        },
      ],
    }),
  }
  return pdfMake.createPdf(definition).getBuffer()
}

/** A word longer than this may be broken after every so many characters. */
const LONGEST_WORD = 40
const BREAK_EVERY = 20
/** Where a line may end though nothing is seen there. */
const ZERO_WIDTH_SPACE = '\u200B'
/** Members that are no text. */
const NO_TEXT = new Set(['image', 'link', 'svg'])

/** Content whose words all fit: one that cannot be broken would push the columns beside it off the paper. */
function breakable<T>(content: T): T {
  return broken(content) as T
}

function broken(content: unknown): unknown {
  if (typeof content === 'string')
    return content.replace(new RegExp(`\\S{${LONGEST_WORD + 1},}`, 'g'), (word) =>
      word.replace(new RegExp(`.{${BREAK_EVERY}}(?=.)`, 'gu'), `$&${ZERO_WIDTH_SPACE}`),
    )
  if (Array.isArray(content)) return content.map(broken)
  if (typeof content !== 'object' || content === null) return content
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => [
      name,
      NO_TEXT.has(name) ? (value as unknown) : broken(value),
    ]),
  )
}

interface PdfMake {
  virtualfs: { existsSync(name: string): boolean; readFileSync(name: string): Buffer | undefined }
  setFonts(fonts: Record<string, typeof FONT>): void
  setUrlAccessPolicy(allows: () => boolean): void
  setLocalAccessPolicy(allows: () => boolean): void
  createPdf(definition: TDocumentDefinitions): { getBuffer(): Promise<Uint8Array> }
}

let ready: Promise<PdfMake> | undefined
const loaded = (): Promise<PdfMake> => (ready ??= load())

async function load(): Promise<PdfMake> {
  const [library, fonts] = await Promise.all([import('pdfmake'), import('pdfmake/build/vfs_fonts.js')])
  // Its types describe the browser's build, which lacks what keeps it from files and addresses.
  const pdfMake = library.default as unknown as PdfMake
  const files = new Map(
    Object.entries(fonts.default).map(([name, content]) => [name, Buffer.from(content, 'base64')]),
  )
  pdfMake.virtualfs = {
    existsSync: (name) => files.has(name),
    readFileSync: (name) => files.get(name),
  }
  pdfMake.setFonts({ Roboto: FONT })
  pdfMake.setUrlAccessPolicy(() => false)
  pdfMake.setLocalAccessPolicy(() => false)
  return pdfMake
}
