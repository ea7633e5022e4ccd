import { createHash } from 'node:crypto'
import { createMapReader } from './map-reader.ts'
import { commands } from '#core/domain/commands.ts'
import type { CommandContext, CommandDefinition, CommandOutcome, Refusal } from '#core/domain/command.ts'
import type { DocumentOf } from '#core/domain/documents.ts'
import type { CollectionName, StoredDocument } from '#core/domain/entity.ts'
import type { ImportedTable } from '#core/domain/import/imported-table.ts'
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
    issues: new Map(),
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
    run(name: string, input: unknown, more: Partial<CommandContext> = {}): Result<CommandOutcome, Refusal> {
      const command = commands[name]
      if (!command) throw new Error(`no command ${name}`)
      return world.runDefinition(command, input, more)
    },
    /** What a command would answer; nothing is written. */
    preview(name: string, input: unknown): Result<CommandOutcome, Refusal> {
      const command = commands[name]
      if (!command) throw new Error(`no command ${name}`)
      const fits = validate(command.input, input)
      if (!fits.ok) throw new Error(`input of ${name}: ${JSON.stringify(fits.error)}`)
      return command.run(fits.value, { ...context(), isPreview: true })
    },
    /** A context as commands get it. */
    context: (): CommandContext => context(),
    runDefinition(
      command: CommandDefinition,
      input: unknown,
      more: Partial<CommandContext> = {},
    ): Result<CommandOutcome, Refusal> {
      const fits = validate(command.input, input)
      if (!fits.ok) throw new Error(`input of ${command.name}: ${JSON.stringify(fits.error)}`)
      const outcome = command.run(fits.value, { ...context(), ...more })
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

  const read = createMapReader(
    (collection) => documents[collection],
    () => ledger,
  )

  const context = (): CommandContext => ({
    importedTable: (file) => world.tables.get(file),
    read,
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

/** Why an outcome that must not be good was refused. */
export function refusalOf(outcome: Result<CommandOutcome, Refusal>): Refusal {
  if (outcome.ok) throw new Error('not refused')
  return outcome.error
}

/** The value of an outcome that must be good. */
export function resultOf<R>(outcome: Result<CommandOutcome, Refusal>): R {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.error)}`)
  return outcome.value.result as R
}
