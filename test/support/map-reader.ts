import type { CommandReader } from '#core/domain/command.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import { attributeValueOf, type AttributeValue } from '#core/domain/customer/unique-values.ts'
import type { DocumentOf } from '#core/domain/documents.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { identifiersOf, type IdentifierUse } from '#core/domain/identifier.ts'
import { balanceEffect, isInvoiceable, settledEffect } from '#core/domain/ledger/effect.ts'
import type { LedgerReader } from '#core/domain/ledger/reader.ts'
import type { LedgerEntry } from '#core/domain/ledger/schema.ts'
import { matchKeysOf } from '#core/domain/matching/document-keys.ts'
import { entities } from '#core/domain/registry.ts'

/** The port of command handlers over plain maps and a plain list. */
export function createMapReader(
  of: (collection: CollectionName) => ReadonlyMap<string, StoredDocument>,
  entries: () => readonly LedgerEntry[],
  /** The day for which it reads. */
  day = '2026-03-10',
): CommandReader {
  const all = <C extends CollectionName>(collection: C) =>
    [...of(collection).values()] as unknown[] as DocumentOf[C][]
  /** Whom money of a customer counts for: the one into whom it was merged, if that leads anywhere. */
  const heirOf = (customerId: string): string => {
    const seen = new Set<string>()
    for (let heir = customerId; ;) {
      seen.add(heir)
      const into = of('customers').get(heir)?.mergedInto
      if (typeof into !== 'string') return heir
      if (seen.has(into)) return customerId
      heir = into
    }
  }
  const entriesOf = (customerId: string) =>
    entries().filter((entry) => heirOf(entry.customerId) === customerId)
  const invoicesOf = (customerId: string) =>
    all('invoices').filter((invoice) => heirOf(invoice.customerId) === customerId)
  const ledgerReader: LedgerReader = {
    get: (key) => entries().find((entry) => entry.key === key),
    hasEntries: (customerId) => entriesOf(customerId).length > 0,
    counts: (customerId) => ({
      entries: entriesOf(customerId).length,
      invoices: invoicesOf(customerId).length,
    }),
    balance: (customerId) => entriesOf(customerId).reduce((sum, entry) => sum + balanceEffect(entry), 0),
    openInvoices: (customerId, limit) =>
      invoicesOf(customerId)
        .filter(({ kind }) => kind === 'invoice')
        .map(({ id, number, currency, dueOn, gross }) => {
          const settling = entries().filter((entry) => entry.invoiceId === id)
          const open = settling.reduce((left, entry) => left - settledEffect(entry), gross)
          return { id, number, currency, dueOn, open }
        })
        .filter(({ open }) => open > 0)
        .sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
        .slice(0, limit),
    entries: (customerId, limit) => entriesOf(customerId).slice(0, limit),
    isStemUsed: (stem) => all('invoices').some(({ number }) => number.startsWith(`${stem}-`)),
    uninvoiced: (customerId, limit) => {
      const taken = new Set(
        invoicesOf(customerId)
          .filter(({ kind }) => kind !== 'proforma')
          .flatMap(({ lines }) => lines.map((line) => line.transactionId)),
      )
      return entriesOf(customerId)
        .filter((entry) => isInvoiceable(entry) && !taken.has(entry.key))
        .slice(0, limit)
    },
  }

  const findIdentifiers: CommandReader['findIdentifiers'] = (range, limit, among) =>
    (['services', 'inventory'] as const)
      .flatMap((collection) =>
        [...of(collection).values()].flatMap((document) =>
          identifiersOf(collection, document, day).map((held): IdentifierUse => ({
            ...held,
            collection,
            id: document.id,
          })),
        ),
      )
      .filter(
        (use) => familyOf(use.kind) === familyOf(range.kind) && use.from <= range.to && use.to >= range.from,
      )
      .filter(
        ({ collection, id, kind }) =>
          !among || (collection === among.collection && id !== among.exceptId && kind === range.kind),
      )
      .slice(0, limit)

  const customersWith: CommandReader['customersWith'] = (keys, limit, onlyId) => {
    const holders = keys.map(
      (wanted) =>
        new Set(
          (['customers', 'contacts', 'sites'] as const).flatMap((collection) =>
            [...of(collection).values()]
              .filter((document) =>
                matchKeysOf(collection, document).some(
                  ({ kind, key }) => kind === wanted.kind && key === wanted.key,
                ),
              )
              .map((document) => entities[collection].customerIdOf(document) ?? ''),
          ),
        ),
    )
    const [first = new Set<string>(), ...others] = holders
    return [...first]
      .filter((id) => others.every((other) => other.has(id)) && (onlyId === undefined || id === onlyId))
      .slice(0, limit)
  }

  const valuesOf = ({ attributes }: Customer): AttributeValue[] =>
    attributes.flatMap((attribute) => attributeValueOf(attribute) ?? [])
  const customerWithValue: CommandReader['customerWithValue'] = (value, exceptId) =>
    all('customers')
      .filter((customer) => customer.id !== exceptId)
      .filter((customer) =>
        valuesOf(customer).some(
          ({ definitionId, key }) => definitionId === value.definitionId && key === value.key,
        ),
      )
      .sort((a, b) => Number(Boolean(a.archived)) - Number(Boolean(b.archived)))[0]?.id

  const sharedValue: CommandReader['sharedValue'] = (definitionId) => {
    for (const customer of all('customers'))
      for (const value of valuesOf(customer)) {
        const other = value.definitionId === definitionId && customerWithValue(value, customer.id)
        if (other) return [customer.id, other]
      }
    return undefined
  }

  const find: CommandReader['find'] = (collection, where, limit) => {
    const indexed = entities[collection].indexes.some(([first = '']) => Object.hasOwn(where, first))
    if (!indexed) throw new Error(`no index of ${collection} begins with one of ${Object.keys(where).join()}`)
    return [...of(collection).values()]
      .filter((document) => Object.entries(where).every(([field, value]) => document[field] === value))
      .slice(0, limit)
  }

  return {
    ledger: ledgerReader,
    findIdentifiers,
    customersWith,
    customerWithValue,
    sharedValue,
    customersMatching: () => {
      throw new Error('filters are for the store: use createReadyStore')
    },
    get: (collection, id) => of(collection).get(id),
    getMany: (collection, wanted) =>
      new Map(
        wanted.flatMap((id) => {
          const found = of(collection).get(id)
          return found ? [[id, found] as const] : []
        }),
      ),
    find,
    findInUse: (collection, where, exceptId) =>
      find(collection, where).find(({ id, archived }) => !archived && id !== exceptId),
  }
}

/** Addresses and blocks lie on one line. */
const familyOf = (kind: IdentifierUse['kind']) => (kind === 'subnet' ? 'ip' : kind)
