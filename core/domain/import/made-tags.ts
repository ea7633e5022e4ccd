import { fold } from '../../lib/fold.ts'
import { rankBetween } from '../catalog/rank.ts'
import type { CatalogRecordOf } from '../catalog/schema.ts'
import type { CommandContext } from '../command.ts'
import type { ImportCatalog } from './catalog.ts'

/** Tags that rows name and nobody has made yet. */
export interface TagMaker {
  /** The tag of that name, the same one for every row. */
  named(name: string): { id: string; record: CatalogRecordOf<'tag'> }
  /** The name of a tag made here; any other id as it is. */
  nameOf(id: string): string
}

export function createTagMaker(catalog: ImportCatalog, context: CommandContext): TagMaker {
  const made = new Map<string, CatalogRecordOf<'tag'>>()
  let last = catalog.tags.at(-1)?.rank ?? ''
  const nameById = new Map<string, string>()
  return {
    named(name) {
      const known = made.get(fold(name))
      if (known) return { id: known.id, record: known }
      last = rankBetween(last)
      const record: CatalogRecordOf<'tag'> = {
        id: context.newId(),
        kind: 'tag',
        rank: last,
        data: { name, colour: 'slate' },
        createdAt: new Date(context.now).toISOString(),
      }
      made.set(fold(name), record)
      nameById.set(record.id, record.data.name)
      return { id: record.id, record }
    },
    nameOf: (id) => nameById.get(id) ?? id,
  }
}
