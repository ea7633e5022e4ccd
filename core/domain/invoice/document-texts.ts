import type { Invoice, TaxCategory } from './schema.ts'

interface DocumentWords {
  kind: Record<Invoice['kind'], string>
  corrects: string
  proformaNote: string
  number: string
  issuedOn: string
  dueOn: string
  period: string
  taxId: string
  customerNumber: string
  billTo: string
  description: string
  quantity: string
  price: string
  tax: string
  amount: string
  base: string
  taxAmount: string
  net: string
  total: string
  refund: string
  /** In place of a percentage. */
  untaxed: Partial<Record<TaxCategory, string>>
  /** Why there is no tax, by directive 2006/112/EC. */
  reasons: Partial<Record<TaxCategory, string>>
  pay: string
  payBy: string
  iban: string
  bic: string
  bank: string
  reference: string
  refundNote: string
  day: string
  days: string
  page: string
}

/** What stands on documents, in the language of the customer; `{name}` stands for a value. */
export const DOCUMENT_WORDS: Readonly<Record<Invoice['language'], DocumentWords>> = {
  es: {
    kind: { invoice: 'Factura', creditNote: 'Factura rectificativa', proforma: 'Factura proforma' },
    corrects: 'Rectifica la factura {number}',
    proformaNote: 'Este documento no es una factura ni obliga a pagar.',
    number: 'Número',
    issuedOn: 'Fecha',
    dueOn: 'Vencimiento',
    period: 'Periodo',
    taxId: 'NIF',
    customerNumber: 'N.º de cliente',
    billTo: 'Cliente',
    description: 'Concepto',
    quantity: 'Cantidad',
    price: 'Precio',
    tax: 'Impuesto',
    amount: 'Importe',
    base: 'Base imponible',
    taxAmount: 'Cuota',
    net: 'Total sin impuestos',
    total: 'Total',
    refund: 'Total a su favor',
    untaxed: {
      E: 'Exento',
      AE: 'Inversión del sujeto pasivo',
      K: 'Intracomunitario',
      G: 'Exportación',
      O: 'No sujeto',
    },
    reasons: {
      AE: 'Inversión del sujeto pasivo: el impuesto lo liquida el destinatario (art. 196 de la Directiva 2006/112/CE).',
      K: 'Operación intracomunitaria exenta (art. 138 de la Directiva 2006/112/CE).',
      G: 'Exportación exenta (art. 146 de la Directiva 2006/112/CE).',
    },
    pay: 'Forma de pago',
    payBy: 'Pague {amount} como muy tarde el {day}.',
    iban: 'IBAN',
    bic: 'BIC',
    bank: 'Banco',
    reference: 'Concepto de la transferencia',
    refundNote: 'Este importe es a su favor: se descuenta de lo que deba o se le devuelve.',
    day: '{day}',
    days: 'del {from} al {to}',
    page: 'Página {page} de {pages}',
  },
  en: {
    kind: { invoice: 'Invoice', creditNote: 'Credit note', proforma: 'Pro forma invoice' },
    corrects: 'Corrects invoice {number}',
    proformaNote: 'This document is not an invoice and demands no payment.',
    number: 'Number',
    issuedOn: 'Date',
    dueOn: 'Due',
    period: 'Period',
    taxId: 'Tax ID',
    customerNumber: 'Customer no.',
    billTo: 'Bill to',
    description: 'Description',
    quantity: 'Quantity',
    price: 'Price',
    tax: 'Tax',
    amount: 'Amount',
    base: 'Taxable amount',
    taxAmount: 'Tax amount',
    net: 'Total before tax',
    total: 'Total',
    refund: 'Total in your favour',
    untaxed: {
      E: 'Exempt',
      AE: 'Reverse charge',
      K: 'Intra-community',
      G: 'Export',
      O: 'Not subject to tax',
    },
    reasons: {
      AE: 'Reverse charge: the customer accounts for the tax (Article 196 of Directive 2006/112/EC).',
      K: 'Exempt intra-community supply (Article 138 of Directive 2006/112/EC).',
      G: 'Exempt export (Article 146 of Directive 2006/112/EC).',
    },
    pay: 'How to pay',
    payBy: 'Please pay {amount} by {day}.',
    iban: 'IBAN',
    bic: 'BIC',
    bank: 'Bank',
    reference: 'Payment reference',
    refundNote: 'This amount is in your favour: it is set off against what you owe or paid back.',
    day: '{day}',
    days: '{from} to {to}',
    page: 'Page {page} of {pages}',
  },
}
