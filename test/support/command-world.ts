import { createHash } from 'node:crypto'
import { commands } from '#core/domain/commands.ts'
import type {
  CommandContext,
  CommandDefinition,
  CommandOutcome,
  CommandReader,
  Refusal,
} from '#core/domain/command.ts'
import type { Customer } from '#core/domain/customer/schema.ts'
import { attributeValueOf, type AttributeValue } from '#core/domain/customer/unique-values.ts'
import type { DocumentOf } from '#core/domain/documents.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import { identifiersOf, type IdentifierUse } from '#core/domain/identifier.ts'
import type { ImportedTable } from '#core/domain/import/imported-table.ts'
import { matchKeysOf } from '#core/domain/matching/document-keys.ts'
import { balanceEffect, isInvoiceable, settledEffect } from '#core/domain/ledger/effect.ts'
import type { LedgerReader } from '#core/domain/ledger/reader.ts'
import { ledgerEntrySchema, type LedgerEntry } from '#core/domain/ledger/schema.ts'
import { entities } from '#core/domain/registry.ts'
import type { Result } from '#core/lib/result.ts'
import { validate } from '#core/lib/validate.ts'

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/**
 * The port of command handlers over plain maps. Checks the input and every written document against their schemas, as
 * the host and the store do, and applies the writes of what was not refused.
 */
export function createCommandWorld() {
  const documents: Record<CollectionName, Map<string, StoredDocument>> = {
    customers: new Map(),
    contacts: new Map(),
    sites: new Map(),
    services: new Map(),
    inventory: new Map(),
    invoices: new Map(),
    catalog: new Map(),
  }
  const ledger: LedgerEntry[] = []
  const posted = new Set<string>()
  const counters = new Map<string, number>()
  const progress: [number, number][] = []
  let ids = 0
  const world = {
    now: Date.parse('2026-03-10T10:00:00Z'),
    progress,
    documents,
    /** Tables handed over for import, by file. */
    tables: new Map<string, ImportedTable>(),
    /** Everything posted so far. */
    ledger,
    /** Puts a document in place without a command. */
    put<C extends CollectionName>(collection: C, ...added: DocumentOf[C][]) {
      for (const document of added) documents[collection].set(document.id, { ...document })
    },
    get: <C extends CollectionName>(collection: C, id: string) =>
      documents[collection].get(id) as DocumentOf[C] | undefined,
    all: <C extends CollectionName>(collection: C) => [...documents[collection].values()] as DocumentOf[C][],
    /** Runs a command as the store would. @throws Error when a schema does not hold. */
    run(name: string, input: unknown): Result<CommandOutcome, Refusal> {
      const command = commands[name]
      if (!command) throw new Error(`no command ${name}`)
      return world.runDefinition(command, input)
    },
    /** A context as commands get it. */
    context: (): CommandContext => context(),
    runDefinition(command: CommandDefinition, input: unknown): Result<CommandOutcome, Refusal> {
      const fits = validate(command.input, input)
      if (!fits.ok) throw new Error(`input of ${command.name}: ${JSON.stringify(fits.error)}`)
      const outcome = command.run(fits.value, context())
      if (!outcome.ok) return outcome
      for (const write of outcome.value.writes) {
        if (write.before && documents[write.collection].get(write.id) !== write.before) {
          throw new Error(`${write.collection}/${write.id}: "before" is not what the command read`)
        }
        const shape = validate(entities[write.collection].schema, write.after)
        if (!shape.ok) throw new Error(`${write.collection}/${write.id}: ${JSON.stringify(shape.error)}`)
        if (write.after) documents[write.collection].set(write.id, write.after)
      }
      for (const entry of outcome.value.entries ?? []) {
        const shape = validate(ledgerEntrySchema, entry)
        if (!shape.ok) throw new Error(`${entry.key}: ${JSON.stringify(shape.error)}`)
        if (posted.has(entry.key)) throw new Error(`${entry.key} is posted already`)
        posted.add(entry.key)
        ledger.push(entry)
      }
      return outcome
    },
  }

  const invoicesOf = (customerId: string) =>
    world.all('invoices').filter((invoice) => invoice.customerId === customerId)
  const ledgerReader: LedgerReader = {
    get: (key) => ledger.find((entry) => entry.key === key),
    hasEntries: (customerId) => ledger.some((entry) => entry.customerId === customerId),
    balance: (customerId) =>
      ledger
        .filter((entry) => entry.customerId === customerId)
        .reduce((sum, entry) => sum + balanceEffect(entry), 0),
    openInvoices: (customerId, limit) =>
      invoicesOf(customerId)
        .filter(({ kind }) => kind === 'invoice')
        .map(({ id, number, currency, dueOn, gross }) => {
          const settling = ledger.filter((entry) => entry.invoiceId === id)
          const open = settling.reduce((left, entry) => left - settledEffect(entry), gross)
          return { id, number, currency, dueOn, open }
        })
        .filter(({ open }) => open > 0)
        .sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
        .slice(0, limit),
    uninvoiced: (customerId, limit) => {
      const taken = new Set(
        invoicesOf(customerId)
          .filter(({ kind }) => kind !== 'proforma')
          .flatMap(({ lines }) => lines.map((line) => line.transactionId)),
      )
      return ledger
        .filter((entry) => entry.customerId === customerId && isInvoiceable(entry) && !taken.has(entry.key))
        .slice(0, limit)
    },
  }

  const findIdentifiers: CommandReader['findIdentifiers'] = (range, limit, among) =>
    (['services', 'inventory'] as const)
      .flatMap((collection) =>
        [...documents[collection].values()].flatMap((document) =>
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
            [...documents[collection].values()]
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
    world
      .all('customers')
      .filter((customer) => customer.id !== exceptId)
      .filter((customer) =>
        valuesOf(customer).some(
          ({ definitionId, key }) => definitionId === value.definitionId && key === value.key,
        ),
      )
      .sort((a, b) => Number(Boolean(a.archived)) - Number(Boolean(b.archived)))[0]?.id

  const sharedValue: CommandReader['sharedValue'] = (definitionId) => {
    for (const customer of world.all('customers'))
      for (const value of valuesOf(customer)) {
        const other = value.definitionId === definitionId && customerWithValue(value, customer.id)
        if (other) return [customer.id, other]
      }
    return undefined
  }

  const find: CommandReader['find'] = (collection, where, limit) => {
    const indexed = entities[collection].indexes.some(([first = '']) => Object.hasOwn(where, first))
    if (!indexed) throw new Error(`no index of ${collection} begins with one of ${Object.keys(where).join()}`)
    return [...documents[collection].values()]
      .filter((document) => Object.entries(where).every(([field, value]) => document[field] === value))
      .slice(0, limit)
  }

  const context = (): CommandContext => ({
    importedTable: (file) => world.tables.get(file),
    read: {
      ledger: ledgerReader,
      findIdentifiers,
      customersWith,
      customerWithValue,
      sharedValue,
      customersMatching: () => {
        throw new Error('filters are for the store: use createReadyStore')
      },
      get: (collection, id) => documents[collection].get(id),
      getMany: (collection, wanted) =>
        new Map(
          wanted.flatMap((id) => {
            const found = documents[collection].get(id)
            return found ? [[id, found] as const] : []
          }),
        ),
      find,
      findInUse: (collection, where, exceptId) =>
        find(collection, where).find(({ id, archived }) => !archived && id !== exceptId),
    },
    actor: { deviceId: 'device-1', deviceCode: '7Q', personId: 'person-1', officeId: 'office-madrid' },
    now: world.now,
    newId: () => `id-${String(++ids).padStart(6, '0')}`,
    sha256,
    nextCount(counter) {
      const next = (counters.get(counter) ?? 0) + 1
      counters.set(counter, next)
      return next
    },
    progress: (done, total) => void progress.push([done, total]),
  })
  return world
}

/** Addresses and blocks lie on one line. */
const familyOf = (kind: IdentifierUse['kind']) => (kind === 'subnet' ? 'ip' : kind)

export type CommandWorld = ReturnType<typeof createCommandWorld>

/** A world that went through the set-up of a Madrid office. */
export function createReadyWorld(): CommandWorld {
  const world = createCommandWorld()
  const done = world.run('setup.initialise', {
    language: 'es',
    personName: 'Marta Gil',
    companyName: 'Enlace Fibra',
    officeName: 'Madrid',
    officePrefix: 'MAD',
    timeZone: 'Europe/Madrid',
    country: 'ES',
  })
  if (!done.ok) throw new Error(JSON.stringify(done.error))
  return world
}

/** The value of an outcome that must be good. */
export function resultOf<R>(outcome: Result<CommandOutcome, Refusal>): R {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.error)}`)
  return outcome.value.result as R
}
