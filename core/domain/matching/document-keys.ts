import type { Contact } from '../contact/schema.ts'
import type { Customer } from '../customer/schema.ts'
import type { CollectionName, StoredDocument } from '../entity.ts'
import type { Site } from '../site/schema.ts'
import { addressKeys, emailKeys, nameKeys, numberKeys, phoneKeys, taxIdKeys, type MatchKey } from './keys.ts'

/** Collections whose documents have keys. */
export const MATCHED_COLLECTIONS = ['customers', 'contacts', 'sites'] as const satisfies CollectionName[]

/**
 * By what a customer is recognised through this document, archived or not; each key once. A customer that was merged is
 * the other one, by whose keys and former numbers it is found.
 */
export function matchKeysOf(collection: CollectionName, document: StoredDocument | undefined): MatchKey[] {
  if (!document) return []
  // Only documents that passed their schema reach the store.
  switch (collection) {
    case 'customers': {
      const { number, taxId, name, mergedInto, absorbed = [] } = document as unknown as Customer
      if (mergedInto !== undefined) return []
      const numbers = [number, ...absorbed.map((former) => former.number)]
      return once([...numbers.flatMap(numberKeys), ...taxIdKeys(taxId), ...nameKeys(name)])
    }
    case 'contacts': {
      const { emails, phones } = document as unknown as Contact
      return once([...emails.flatMap(({ address }) => emailKeys(address)), ...phones.flatMap(phoneKeys)])
    }
    case 'sites':
      return addressKeys(document as unknown as Site)
    default:
      return []
  }
}

const once = (keys: readonly MatchKey[]): MatchKey[] => [
  ...new Map(keys.map((key) => [`${key.kind}/${key.key}`, key])).values(),
]
