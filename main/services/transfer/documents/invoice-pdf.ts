import type { Paper } from '#core/domain/catalog/schema.ts'
import { invoiceDocument, type DocumentFact, type InvoiceDocument } from '#core/domain/invoice/document.ts'
import type { Invoice } from '#core/domain/invoice/schema.ts'
import { renderPdf, type PdfContent } from '../../pdf/render-pdf.ts'

export interface InvoicePdfOptions {
  paper: Paper
  /** A PNG or JPEG as a data address. */
  logo?: string
  /** Of the invoice that a credit note corrects. */
  correctsNumber?: string
}

/** Widest and highest logo, in points. */
const LOGO = [170, 56] as const

/** An invoice as a PDF in the customer's language, on the company's letterhead. */
export async function invoicePdf(
  invoice: Invoice,
  { paper, logo, correctsNumber }: InvoicePdfOptions,
): Promise<Uint8Array> {
  const document = invoiceDocument(invoice, correctsNumber === undefined ? {} : { correctsNumber })
  const render = (shown: string | undefined): Promise<Uint8Array> =>
    renderPdf({
      title: document.title,
      language: document.language,
      paper,
      content: pagesOf(document, shown),
      foot: document.legalNote ?? `${document.issuer[0] ?? ''} · ${document.title}`,
      // The sheets of a long document are told apart by its number.
      pageText: (page, pages) => `${invoice.number} · ${document.pageText(page, pages)}`,
    })
  if (logo === undefined) return render(undefined)
  try {
    return await render(logo)
  } catch {
    // An image that only says it is one must not keep a whole run from its documents.
    return render(undefined)
  }
}

function pagesOf(document: InvoiceDocument, logo: string | undefined): PdfContent[] {
  const [name = '', ...address] = document.issuer
  return [
    {
      columns: [
        {
          width: '*',
          stack: [
            ...(logo === undefined
              ? []
              : [{ image: logo, fit: [...LOGO] as [number, number], margin: [0, 0, 0, 8] as Margins }]),
            { text: name, bold: true, fontSize: 11 },
            ...address.map((text) => ({ text, style: 'quiet' })),
          ],
        },
        {
          width: 220,
          stack: [
            { text: document.heading, style: 'title', fontSize: 15, alignment: 'right' },
            ...(document.subtitle === undefined
              ? []
              : [{ text: document.subtitle, style: 'quiet', alignment: 'right' as const }]),
            { margin: [0, 8, 0, 0], ...factTable(document.facts) },
          ],
        },
      ],
    },
    {
      margin: [0, 18, 0, 14],
      stack: [
        { text: document.billTo, style: 'quiet', fontSize: 8 },
        ...document.customer.map((text, index) => ({ text, bold: index === 0 })),
      ],
    },
    linesTable(document),
    totals(document),
    ...document.taxReasons.map((text) => ({ text, style: 'quiet', margin: [0, 8, 0, 0] as Margins })),
    ...payment(document),
    ...(document.notes === undefined ? [] : [{ text: document.notes, margin: [0, 12, 0, 0] as Margins }]),
  ]
}

type Margins = [number, number, number, number]

/** Headings and values, to the right. */
const factTable = (facts: readonly DocumentFact[]) => ({
  layout: 'noBorders',
  table: {
    widths: ['*', 'auto'],
    body: facts.map(({ label, value }) => [
      { text: label, style: 'quiet', alignment: 'right' as const },
      { text: value, alignment: 'right' as const },
    ]),
  },
})

function linesTable({ columns, lines }: InvoiceDocument): PdfContent {
  const right = (text: string) => ({ text, alignment: 'right' as const })
  return {
    layout: 'lightHorizontalLines',
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: ['*', 'auto', 'auto', 'auto', 'auto'],
      body: [
        [
          { text: columns.description, style: 'head' },
          ...[columns.quantity, columns.price, columns.tax, columns.amount].map((text) => ({
            ...right(text),
            style: 'head',
          })),
        ],
        ...lines.map(({ description, notes, quantity, price, tax, amount }) => [
          { stack: [description, ...notes.map((text) => ({ text, style: 'quiet', fontSize: 7.5 }))] },
          ...[quantity, price, tax, amount].map(right),
        ]),
      ],
    },
  }
}

function totals({ taxColumns, taxes, net, total }: InvoiceDocument): PdfContent {
  const right = (text: string) => ({ text, alignment: 'right' as const })
  return {
    unbreakable: true,
    margin: [0, 14, 0, 0],
    columns: [
      {
        width: '*',
        layout: 'lightHorizontalLines',
        table: {
          headerRows: 1,
          widths: ['auto', 'auto', 'auto'],
          body: [
            [
              { text: taxColumns.tax, style: 'head' },
              { ...right(taxColumns.base), style: 'head' },
              { ...right(taxColumns.taxAmount), style: 'head' },
            ],
            ...taxes.map(({ name, base, tax }) => [name, right(base), right(tax)]),
          ],
        },
      },
      {
        width: 210,
        layout: 'noBorders',
        table: {
          widths: ['*', 'auto'],
          body: [
            [{ text: net.label, style: 'quiet' }, right(net.value)],
            ...taxes.map(({ name, tax }) => [{ text: name, style: 'quiet' }, right(tax)]),
            [
              { text: total.label, bold: true, fontSize: 12 },
              { ...right(total.value), bold: true, fontSize: 12 },
            ],
          ],
        },
      },
    ],
  }
}

function payment({ payment: asked }: InvoiceDocument): PdfContent[] {
  if (!asked) return []
  return [
    {
      unbreakable: true,
      margin: [0, 16, 0, 0],
      stack: [
        { text: asked.title, style: 'subheading' },
        asked.text,
        ...(asked.facts.length === 0
          ? []
          : [
              {
                margin: [0, 4, 0, 0] as Margins,
                layout: 'noBorders',
                table: {
                  widths: ['auto', '*'],
                  body: asked.facts.map(({ label, value }) => [{ text: label, style: 'quiet' }, value]),
                },
              },
            ]),
      ],
    },
  ]
}
