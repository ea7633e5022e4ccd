import { fold } from '../../lib/fold.ts'
import { isCatalogKind, type CatalogKind, type CatalogRecordOf } from '../catalog/schema.ts'
import type { CommandContext } from '../command.ts'
import { isUniqueAttribute } from '../customer/unique-values.ts'
import { readWhere } from '../typed-reader.ts'
import { statusKeyOf } from './words.ts'

/** The configured records that rows name, looked up once for the whole table. */
export interface ImportCatalog {
  statuses: readonly CatalogRecordOf<'customerStatus'>[]
  offices: readonly CatalogRecordOf<'office'>[]
  attributes: readonly CatalogRecordOf<'attribute'>[]
  /** Attributes whose values no two customers may share. */
  uniqueIds: ReadonlySet<string>
  contactTypes: readonly CatalogRecordOf<'contactType'>[]
  tags: readonly CatalogRecordOf<'tag'>[]
  /** Ids that may be chosen. */
  statusIds: ReadonlySet<string>
  officeIds: ReadonlySet<string>
  /** The office of the person who imports. */
  ownOffice: CatalogRecordOf<'office'> | undefined
  statusNamed(name: string): string | undefined
  officeNamed(name: string): CatalogRecordOf<'office'> | undefined
  contactTypeNamed(name: string): string | undefined
  tagNamed(name: string): string | undefined
  officeOf(id: string): CatalogRecordOf<'office'> | undefined
}

export function readImportCatalog(context: CommandContext): ImportCatalog {
  const all = <K extends CatalogKind>(kind: K): CatalogRecordOf<K>[] =>
    readWhere(context.read, 'catalog', { kind })
      .filter((record): record is CatalogRecordOf<K> => isCatalogKind(kind, record))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
  const inUse = <T extends { archived?: unknown }>(records: readonly T[]) =>
    records.filter((record) => !record.archived)

  const statuses = inUse(all('customerStatus'))
  const allOffices = all('office')
  const allAttributes = all('attribute')
  const offices = inUse(allOffices)
  const contactTypes = inUse(all('contactType'))
  const tags = all('tag')
  const byName = (records: readonly { id: string; names: readonly string[] }[]) => {
    const known = new Map<string, string>()
    for (const { id, names } of records)
      for (const name of names) if (!known.has(fold(name))) known.set(fold(name), id)
    return (name: string) => known.get(fold(name))
  }
  const labelled = ({ id, data }: (typeof statuses)[number] | (typeof contactTypes)[number]) => ({
    id,
    names: [data.labels.es, data.labels.en, data.key],
  })
  const status = byName(statuses.map(labelled))
  const office = byName(offices.map(({ id, data }) => ({ id, names: [data.name, data.prefix] })))
  const officeById = new Map(allOffices.map((record) => [record.id, record]))
  const keyedStatus = new Map(statuses.map(({ id, data }) => [data.key, id]))
  return {
    statuses,
    offices,
    attributes: allAttributes.filter(({ data }) => data.appliesTo?.includes('customers') ?? true),
    uniqueIds: new Set(allAttributes.filter(isUniqueAttribute).map(({ id }) => id)),
    contactTypes,
    tags,
    statusIds: new Set(statuses.map(({ id }) => id)),
    officeIds: new Set(offices.map(({ id }) => id)),
    ownOffice: offices.find(({ id }) => id === context.actor.officeId),
    statusNamed: (name) => status(name) ?? keyedStatus.get(statusKeyOf(name) ?? ''),
    officeNamed: (name) => officeById.get(office(name) ?? ''),
    contactTypeNamed: byName(contactTypes.map(labelled)),
    tagNamed: byName(inUse(tags).map(({ id, data }) => ({ id, names: [data.name] }))),
    officeOf: (id) => officeById.get(id),
  }
}
