import { isCatalogKind, type CatalogRecord, type Paper } from '#core/domain/catalog/schema.ts'
import type { Statements } from '../../../store/query/statements.ts'

/** Countries that write on Letter; all others take A4 (CLDR, measurementData, paperSize). */
const LETTER = new Set('BZ CA CL CO CR GT MX NI PA PH PR SV US VE'.split(' '))

export interface Letterhead {
  logo?: string
  paper: Paper
}

/** Logo and paper of an office, or else of the company, as they are now. */
export function letterheadReader(statements: Statements): (officeId: string) => Letterhead {
  const known = new Map<string, Letterhead>()
  const records = (kind: 'company' | 'office') =>
    statements.all(`SELECT body FROM d_catalog WHERE deleted = 0 AND f_kind = ?`, [kind]).map(
      // The store itself wrote the text from a document.
      ({ body }) => JSON.parse(body as string) as CatalogRecord,
    )
  const company = records('company').find((record) => isCatalogKind('company', record))
  const ofCompany = company && isCatalogKind('company', company) ? company.data : undefined
  return (officeId) => {
    const ready = known.get(officeId)
    if (ready) return ready
    const record = records('office').find(({ id }) => id === officeId)
    const office = record && isCatalogKind('office', record) ? record.data : undefined
    const logo = office?.logo ?? ofCompany?.logo
    const country = office?.country ?? ofCompany?.country ?? ''
    const made: Letterhead = {
      ...(logo !== undefined && { logo }),
      paper: office?.paper ?? ofCompany?.paper ?? (LETTER.has(country) ? 'LETTER' : 'A4'),
    }
    known.set(officeId, made)
    return made
  }
}
