import { isCatalogKind } from '#core/domain/catalog/schema.ts'
import { readOne, readWhere } from '#core/domain/typed-reader.ts'
import type { SqliteDatabase } from '../../../store/sqlite/port.ts'
import { createDocuments } from '../../../store/writer/documents.ts'
import type { KnownBanks } from './statement-file.ts'

/** What the catalogue knows of banks: kept mappings, and the currency of this desktop's office. */
export function knownBanks(db: SqliteDatabase, officeId: string): KnownBanks {
  const read = createDocuments(db)
  const office = readOne(read, 'catalog', officeId)
  return {
    remembered: readWhere(read, 'catalog', { kind: 'importMapping' })
      .filter((record) => isCatalogKind('importMapping', record))
      .filter(({ data }) => data.target === BANK_TARGET)
      .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)),
    currency: (office && isCatalogKind('office', office) && office.data.currency) || 'EUR',
  }
}

/** The target of mappings that are of bank statements. */
const BANK_TARGET = 'bank'
