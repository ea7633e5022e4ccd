import { isCatalogKind, type CatalogRecordOf } from '../catalog/schema.ts'
import type { CommandContext } from '../command.ts'
import { readOne, readWhere } from '../typed-reader.ts'
import type { Invoice } from './schema.ts'

/** What starts a number where the office has no series of its own for the kind. */
export const USUAL_SERIES: Readonly<Record<Invoice['kind'], string>> = {
  invoice: 'F',
  creditNote: 'R',
  proforma: 'P',
}

export type Series = CatalogRecordOf<'series'>

/** What decides the numbers of a series. */
interface NumberedBy {
  prefix: string
  /** Begins anew each year, which stands in the number. */
  yearly?: boolean
}

/**
 * What the numbers of a series share before device code and counter.
 *
 * @param issuedOn `YYYY-MM-DD`; its year is the one of a series that begins anew each year.
 */
export const seriesStem = ({ prefix, yearly }: NumberedBy, issuedOn: string): string =>
  yearly ? `${prefix}-${issuedOn.slice(0, 4)}` : prefix

/** The counter of a device from which the numbers with a stem come. */
export const stemCounter = (stem: string): string => `invoice:${stem}`

/** A number: unique for ever and without gaps on each device (sync.md §3). */
export const documentNumber = (stem: string, deviceCode: string, count: number): string =>
  `${stem}-${deviceCode}-${String(count).padStart(6, '0')}`

/** The series of an office from which its documents of a kind get their numbers: the first that is not closed. */
export const seriesInForce = (
  all: readonly Series[],
  kind: Invoice['kind'],
  officeId: string,
): Series | undefined =>
  all
    .filter(({ archived, data }) => !archived && data.kind === kind && data.officeId === officeId)
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.id < b.id ? -1 : 1))[0]

export interface SeriesNumbers {
  seriesId?: string
  /** The number of the next document, by the day on which it is issued. */
  next(issuedOn: string): string
}

/** The numbers of an office's documents of one kind. */
export function seriesNumbers(
  kind: Invoice['kind'],
  officeId: string,
  context: CommandContext,
): SeriesNumbers {
  const all = readWhere(context.read, 'catalog', { kind: 'series' }).filter((record) =>
    isCatalogKind('series', record),
  )
  const own = seriesInForce(all, kind, officeId)
  const office = readOne(context.read, 'catalog', officeId)
  const officePrefix = office && isCatalogKind('office', office) ? office.data.prefix : ''
  const by: NumberedBy = own?.data ?? { prefix: USUAL_SERIES[kind] + officePrefix }
  return {
    ...(own && { seriesId: own.id }),
    next: (issuedOn) => nextNumber(seriesStem(by, issuedOn), context),
  }
}

/** The next number with a stem on this device. */
export const nextNumber = (stem: string, context: CommandContext): string =>
  documentNumber(stem, context.actor.deviceCode, context.nextCount(stemCounter(stem)))
