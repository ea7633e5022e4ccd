import type { CommandReader } from '#core/domain/command.ts'
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
    entries: (customerId, limit) =>
      entries()
        .filter((entry) => entry.customerId === customerId)
        .slice(0, limit),
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

  const findIdentifiers: CommandReader['findIdentifiers'] = (range, limit) =>
    (['services', 'inventory'] as const)
      .flatMap((collection) =>
        [...of(collection).values()].flatMap((document) =>
          identifiersOf(collection, document).map((held): IdentifierUse => ({
            ...held,
            collection,
            id: document.id,
          })),
        ),
      )
      .filter(
        (use) => familyOf(use.kind) === familyOf(range.kind) && use.from <= range.to && use.to >= range.from,
      )
      .slice(0, limit)

  const customersWith: CommandReader['customersWith'] = (keys, limit) => {
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
    return [...first].filter((id) => others.every((other) => other.has(id))).slice(0, limit)
  }

  return {
    ledger: ledgerReader,
    findIdentifiers,
    customersWith,
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
    find(collection, where, limit) {
      const indexed = entities[collection].indexes.some((index) =>
        Object.keys(where).every((field) => index.includes(field)),
      )
      if (!indexed) throw new Error(`no index of ${collection} serves ${Object.keys(where).join()}`)
      return [...of(collection).values()]
        .filter((document) => Object.entries(where).every(([field, value]) => document[field] === value))
        .slice(0, limit)
    },
  }
}

/** Addresses and blocks lie on one line. */
const familyOf = (kind: IdentifierUse['kind']) => (kind === 'subnet' ? 'ip' : kind)
