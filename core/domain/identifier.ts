import { fold } from '../lib/fold.ts'
import type { CollectionName, StoredDocument } from './entity.ts'
import type { InventoryItem } from './inventory/schema.ts'
import type { Service, ServiceIdentifier } from './service/schema.ts'
import { standingOn } from './service/standing.ts'
import { ipKey, parseIpBlock } from './values/ip.ts'

export type IdentifierKind = ServiceIdentifier['kind']

/** Keys from `from` to `to`, both included, of one kind. Addresses of both kinds lie in ranges of kind `ip`. */
export interface IdentifierRange {
  kind: IdentifierKind
  from: string
  to: string
}

/** A record in use that holds an identifier. */
export interface IdentifierUse extends IdentifierRange {
  collection: 'services' | 'inventory'
  id: string
  /** As the record writes it. */
  value: string
}

/** Holders that a rule is about: records of one collection whose identifier is of the very kind asked for. */
export interface IdentifierHolders {
  collection: IdentifierUse['collection']
  exceptId?: string | undefined
}

/** The key of one identifier: equal for all ways of writing it. Undefined for an address that cannot be read. */
export function identifierRange(kind: IdentifierKind, value: string): IdentifierRange | undefined {
  if (kind === 'ip' || kind === 'subnet') {
    const block = parseIpBlock(value)
    if (!block.ok) return undefined
    const { family, first, last } = block.value
    const from = ipKey({ family, value: first })
    return { kind: first === last ? 'ip' : 'subnet', from, to: ipKey({ family, value: last }) }
  }
  const key = kind === 'circuit' ? fold(value) : fold(value).replace(/[^\p{L}\p{N}]/gu, '')
  return key === '' ? undefined : { kind, from: key, to: key }
}

/** What a record in use holds on a day; nothing for one that is ended, retired or archived. */
export function identifiersOf(
  collection: CollectionName,
  document: StoredDocument | undefined,
  day: string,
): (IdentifierRange & { value: string })[] {
  if (!document || document.archived) return []
  const held = (kind: IdentifierKind, value: string) => {
    const range = identifierRange(kind, value)
    return range ? [{ ...range, value }] : []
  }
  // Only documents that passed their schema reach the store.
  if (collection === 'services') {
    const service = document as unknown as Service
    if (standingOn(service, day).status === 'ended') return []
    return service.identifiers.flatMap(({ kind, value }) => held(kind, value))
  }
  if (collection === 'inventory') {
    const item = document as unknown as InventoryItem
    if (item.state === 'retired') return []
    const own =
      item.kind === 'ipBlock'
        ? held('subnet', item.serial)
        : item.kind === 'phoneNumber'
          ? held('phone', item.serial)
          : []
    return [...own, ...(item.mac ? held('mac', item.mac) : [])]
  }
  return []
}
