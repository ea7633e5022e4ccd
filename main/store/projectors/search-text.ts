import type { EntityDefinition, SearchText, StoredDocument } from '#core/domain/entity.ts'
import { fold } from '#core/lib/fold.ts'

/** Between two pieces of text; folded text holds no line ends, so nothing matches across pieces. */
const SEPARATOR = '\n'

/** All by which a document is found, folded, with phone numbers and MAC addresses also without the marks between. */
export const searchTextOf = (entity: EntityDefinition, document: StoredDocument): string =>
  entity.searchTextOf(document).map(foldedPiece).filter(Boolean).join(SEPARATOR)

export function foldedPiece({ kind, text }: SearchText): string {
  const folded = fold(text)
  if (kind === 'mac') return [folded, folded.replace(/[^0-9a-z]/g, '')].join(' ')
  if (kind !== 'phone') return folded
  const runs = folded.split(/[^\d\s().+/-]+/).flatMap((part) => part.split('+'))
  const digits = runs.map((run) => run.replace(/\D/g, '')).filter((run) => run.length >= 3)
  return [folded, ...new Set(digits)].join(' ')
}
