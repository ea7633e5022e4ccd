import type { Colour } from '../../ui/index.ts'

interface Document {
  kind: 'invoice' | 'creditNote' | 'proforma'
  gross: number
  open: number
  dueOn: string
}

/** How a document stands on a day: the key of its word in `invoices`, and its colour. */
export function standingOf(
  { kind, gross, open, dueOn }: Document,
  today: string,
): { key: string; colour: Colour } {
  if (kind !== 'invoice') return { key: `kind.${kind}`, colour: 'slate' }
  if (open <= 0) return { key: 'paid', colour: 'green' }
  if (dueOn < today) return { key: 'overdue', colour: 'red' }
  return { key: open < gross ? 'partlyPaid' : 'open', colour: 'amber' }
}
