import { isCatalogKind } from '../catalog/schema.ts'
import type { CommandContext } from '../command.ts'
import { readOne, readWhere } from '../typed-reader.ts'
import type { Invoice } from './schema.ts'

/** What starts a number where the office has no series of its own for the kind. */
const USUAL: Readonly<Record<Invoice['kind'], string>> = { invoice: 'F', creditNote: 'R', proforma: 'P' }

export interface SeriesNumbers {
  seriesId?: string
  /** The next number: series, device code and counter, unique for ever and without gaps on each device (sync.md §3). */
  next(): string
}

/** The numbers of an office's documents of one kind. */
export function seriesNumbers(
  kind: Invoice['kind'],
  officeId: string,
  context: CommandContext,
): SeriesNumbers {
  const own = readWhere(context.read, 'catalog', { kind: 'series' })
    .filter((record) => isCatalogKind('series', record))
    .filter(({ archived, data }) => !archived && data.kind === kind && data.officeId === officeId)
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))[0]
  const office = readOne(context.read, 'catalog', officeId)
  const officePrefix = office && isCatalogKind('office', office) ? office.data.prefix : ''
  const prefix = own?.data.prefix ?? USUAL[kind] + officePrefix
  return {
    ...(own && { seriesId: own.id }),
    next: () => invoiceNumber(prefix, context),
  }
}

/** The next number of a series on this device. */
export function invoiceNumber(prefix: string, context: CommandContext): string {
  const count = context.nextCount(`invoice:${prefix}`)
  return `${prefix}-${context.actor.deviceCode}-${String(count).padStart(6, '0')}`
}
