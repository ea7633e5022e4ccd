import type { CommandReader, DocumentMatch, DocumentWrite } from './command.ts'
import type { DocumentOf } from './documents.ts'
import type { CollectionName } from './entity.ts'

/*
 * The store holds only documents that passed their schema, so the type follows from the collection. This is the one
 * place where commands rely on that.
 */

export const readOne = <C extends CollectionName>(
  read: CommandReader,
  collection: C,
  id: string,
): DocumentOf[C] | undefined => read.get(collection, id) as DocumentOf[C] | undefined

export const readMany = <C extends CollectionName>(
  read: CommandReader,
  collection: C,
  ids: readonly string[],
): Map<string, DocumentOf[C]> =>
  read.getMany(collection, ids) as Map<string, unknown> as Map<string, DocumentOf[C]>

export const readWhere = <C extends CollectionName>(
  read: CommandReader,
  collection: C,
  where: DocumentMatch,
  limit?: number,
): DocumentOf[C][] => read.find(collection, where, limit) as unknown[] as DocumentOf[C][]

export const readInUse = <C extends CollectionName>(
  read: CommandReader,
  collection: C,
  where: DocumentMatch,
  exceptId?: string,
): DocumentOf[C] | undefined => read.findInUse(collection, where, exceptId) as DocumentOf[C] | undefined

export const writeOf = <C extends CollectionName>(
  collection: C,
  before: DocumentOf[C] | undefined,
  after: DocumentOf[C],
): DocumentWrite => ({
  collection,
  id: after.id,
  before,
  after,
})
