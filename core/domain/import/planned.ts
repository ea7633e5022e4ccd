import type { CommandReader, DocumentWrite } from '../command.ts'
import type { Customer } from '../customer/schema.ts'
import { attributeValueOf, type AttributeValue, type FindHolder } from '../customer/unique-values.ts'
import type { DocumentOf } from '../documents.ts'
import type { StoredDocument } from '../entity.ts'
import { matchKeysOf } from '../matching/document-keys.ts'
import type { MatchKey } from '../matching/keys.ts'
import type { MatchReader } from '../matching/match-customer.ts'
import { readOne, readWhere, writeOf } from '../typed-reader.ts'

type Planned = 'customers' | 'contacts' | 'sites' | 'catalog'

/** The store as it will be after the rows planned so far: later rows meet what earlier ones made. */
export interface PlannedStore extends MatchReader {
  get<C extends Planned>(collection: C, id: string): DocumentOf[C] | undefined
  /** Contacts or sites of a customer, archived ones too. */
  of<C extends 'contacts' | 'sites'>(collection: C, customerId: string): DocumentOf[C][]
  put<C extends Planned>(collection: C, document: DocumentOf[C]): void
  /** Another customer that holds a value of a defined attribute. */
  holderOf: FindHolder
  /** True for a customer that the import itself makes. */
  isNew(customerId: string): boolean
  /** One write for every document that changes, customers before what belongs to them. */
  writes(): DocumentWrite[]
}

const nameOfValue = ({ definitionId, key }: AttributeValue): string => `${definitionId}/${key}`

const sameValue = (a: AttributeValue | undefined, b: AttributeValue): boolean =>
  a?.definitionId === b.definitionId && a.key === b.key

const ORDER: readonly Planned[] = ['catalog', 'customers', 'contacts', 'sites']

export function createPlannedStore(read: CommandReader): PlannedStore {
  const before: Record<Planned, Map<string, StoredDocument | undefined>> = {
    catalog: new Map(),
    customers: new Map(),
    contacts: new Map(),
    sites: new Map(),
  }
  const after: Record<Planned, Map<string, StoredDocument>> = {
    catalog: new Map(),
    customers: new Map(),
    contacts: new Map(),
    sites: new Map(),
  }
  /** Children of customers that were asked for, and of all new ones. */
  const children: Record<'contacts' | 'sites', Map<string, string[]>> = {
    contacts: new Map(),
    sites: new Map(),
  }
  /** Customers that planned documents give a key to; one by itself, since most keys have one. */
  const holders = new Map<string, string | Set<string>>()
  /** Customers that planned documents give a value of a defined attribute to. */
  const valueHolders = new Map<string, Set<string>>()
  const newCustomers = new Set<string>()
  const nameOf = (key: MatchKey) => `${key.kind}/${key.key}`

  function get<C extends Planned>(collection: C, id: string): DocumentOf[C] | undefined {
    const planned = after[collection].get(id)
    // `put` takes documents of the collection only.
    if (planned) return planned as unknown as DocumentOf[C]
    if (before[collection].has(id)) return before[collection].get(id) as unknown as DocumentOf[C] | undefined
    const found = readOne(read, collection, id)
    before[collection].set(id, found)
    return found
  }

  function childIds(collection: 'contacts' | 'sites', customerId: string): string[] {
    let ids = children[collection].get(customerId)
    if (!ids) {
      ids = []
      children[collection].set(customerId, ids)
      if (!newCustomers.has(customerId))
        for (const document of readWhere(read, collection, { customerId })) {
          ids.push(document.id)
          if (!before[collection].has(document.id)) before[collection].set(document.id, document)
        }
    }
    return ids
  }

  function holdersOf(key: MatchKey): Iterable<string> {
    const held = holders.get(nameOf(key))
    return typeof held === 'string' ? [held] : (held ?? [])
  }

  function addHolder(key: MatchKey, customerId: string): void {
    const name = nameOf(key)
    const held = holders.get(name)
    if (held === undefined) holders.set(name, customerId)
    else if (typeof held !== 'string') held.add(customerId)
    else if (held !== customerId) holders.set(name, new Set([held, customerId]))
  }

  /** Whether a customer holds a key, by what is planned or by the store. */
  function holds(customerId: string, key: MatchKey): boolean {
    const held = holders.get(nameOf(key))
    if (typeof held === 'string' ? held === customerId : held?.has(customerId)) return true
    return !newCustomers.has(customerId) && read.customersWith([key], 1, customerId).length > 0
  }

  /** Whether a customer holds a value by what is planned; an earlier row may have given it another one. */
  const stillHolds = (customer: Customer | undefined, value: AttributeValue): boolean =>
    customer?.attributes.some((attribute) => sameValue(attributeValueOf(attribute), value)) ?? false

  function addValues(customer: Customer): void {
    for (const attribute of customer.attributes) {
      const value = attributeValueOf(attribute)
      if (!value) continue
      const name = nameOfValue(value)
      const held = valueHolders.get(name)
      if (held) held.add(customer.id)
      else valueHolders.set(name, new Set([customer.id]))
    }
  }

  /** Customers that hold every key, at least one of them by what is planned. */
  function* plannedWith(keys: readonly MatchKey[]): Iterable<string> {
    for (const key of keys)
      for (const id of holdersOf(key)) if (keys.every((other) => other === key || holds(id, other))) yield id
  }

  return {
    get,
    of<C extends 'contacts' | 'sites'>(collection: C, customerId: string) {
      return childIds(collection, customerId).flatMap((id) => get(collection, id) ?? [])
    },
    put(collection, document) {
      const id = document.id
      const known = get(collection, id)
      if (!known) {
        before[collection].set(id, undefined)
        if (collection === 'customers') newCustomers.add(id)
      }
      // Only the shape is widened.
      const stored = document as unknown as StoredDocument
      after[collection].set(id, stored)
      const owner = collection === 'customers' ? id : String(stored.customerId)
      if (!known && (collection === 'contacts' || collection === 'sites'))
        childIds(collection, owner).push(id)
      for (const key of matchKeysOf(collection, stored)) addHolder(key, owner)
      if (collection === 'customers') addValues(document as Customer)
    },
    holderOf(value, exceptId) {
      const inStore = read.customerWithValue(value, exceptId)
      for (const id of [
        ...(inStore === undefined ? [] : [inStore]),
        ...(valueHolders.get(nameOfValue(value)) ?? []),
      ]) {
        const customer = get('customers', id)
        if (customer && id !== exceptId && stillHolds(customer, value)) return customer
      }
      return undefined
    },
    isNew: (customerId) => newCustomers.has(customerId),
    customersWith(keys, limit, onlyId) {
      if (onlyId !== undefined) return keys.every((key) => holds(onlyId, key)) ? [onlyId] : []
      const found = new Set(read.customersWith(keys, limit))
      for (const id of plannedWith(keys)) {
        if (found.size >= limit) break
        found.add(id)
      }
      return [...found]
    },
    taxIdOf: (customerId) => get('customers', customerId)?.taxId,
    writes() {
      return ORDER.flatMap((collection) =>
        [...after[collection]].map(([id, document]) =>
          writeOf(
            collection,
            before[collection].get(id) as unknown as DocumentOf[typeof collection] | undefined,
            document as unknown as DocumentOf[typeof collection],
          ),
        ),
      )
    },
  }
}
