import { v7 as uuidv7 } from 'uuid'
import { fail, type HostReply } from '#core/contract/envelope.ts'
import type { HostEvent } from '#core/contract/host-events.ts'
import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import type { BulkResult } from '#core/domain/bulk-result.ts'
import type { CommandContext, CommandDefinition } from '#core/domain/command.ts'
import { commands as allCommands } from '#core/domain/commands.ts'
import { officeToday } from '#core/domain/office-day.ts'
import { systemClock, type Clock } from '#core/lib/clock.ts'
import { err } from '#core/lib/result.ts'
import { billingHolder } from '../leases.ts'
import { compiledValidate } from '../compiled-validate.ts'
import { moveToDay } from '../projectors/index.ts'
import { getMeta } from '../meta.ts'
import { sha256 } from '../sha256.ts'
import type { SqliteDatabase } from '../sqlite/port.ts'
import { inTransaction } from '../sqlite/transaction.ts'
import { createSyncFile, type SyncFile } from '../sync/sync-file.ts'
import type { DeviceIdentity } from '../store.ts'
import { findRedoable, findUndoable, readOp, type OpRecord } from '../activity/op-reads.ts'
import { rememberCatalog } from './catalog-memory.ts'
import { commitOp, type CommitRequest } from './commit.ts'
import { createCounters } from './counters.ts'
import { createDocuments } from './documents.ts'
import { drawIdentity, loadIdentity, type Signer } from './identity.ts'
import { planPutBack } from './put-back.ts'
import { checkRole, keepUnseen } from './role-check.ts'
import { guarded as guardedAt, notSetUp, unknown } from './replies.ts'
import { planReversal } from './reversal.ts'
import { cannotUndo, planUndo, refused } from './undo.ts'

/** What the log calls an op that put one value back. */
export const PUT_BACK = 'value.putBack'

export interface WriterOptions {
  /** Shown in store errors. */
  path: string
  onCommit(event: Extract<HostEvent, { type: 'commit' }>): void
  /** A new day has begun, `YYYY-MM-DD`: figures that change with time are other ones. */
  onDay?(day: string): void
  /** Called often while a command works; throws `CancelledError` to stop it. */
  onProgress(done: number, total: number): void
  /** A table that a person handed over for import. */
  importedTable?: CommandContext['importedTable']
  /** A customer was erased: told after the commit. `at` is an ISO moment. */
  onErased?(customerIds: readonly string[], at: string): void
  /** False once the file is being closed; by default it is open as long as the writer is used. */
  isOpen?: () => boolean
  clock?: Clock
  commands?: Readonly<Record<string, CommandDefinition>>
}

export interface Writer {
  device(): DeviceIdentity | undefined
  /** The file as the sync client works with it. */
  sync: SyncFile
  setUp(input: MethodInput<'app', 'setUp'>): HostReply<MethodOutput<'app', 'setUp'>>
  run(command: string, input: unknown, allowInternal: boolean): HostReply<MethodOutput<'command', 'run'>>
  /** What a bulk command would do now; writes nothing. */
  preview(command: string, input: unknown): HostReply<MethodOutput<'command', 'preview'>>
  undo(opId?: string): HostReply<MethodOutput<'command', 'undo'>>
  /** Puts the value of one change row back; see `command.putBack`. */
  putBack(opId: string, i: number): HostReply<MethodOutput<'command', 'putBack'>>
  /** Brings figures that change with time up to today, also where nobody does anything. */
  followDay(): HostReply<object>
  redo(): HostReply<MethodOutput<'command', 'redo'>>
}

/** Carries out commands one after another on the file's only write connection. Needs no thread of its own. */
export function createWriter(db: SqliteDatabase, options: WriterOptions): Writer {
  const clock = options.clock ?? systemClock
  const commands = options.commands ?? allCommands
  const { documents, read } = rememberCatalog(createDocuments(db))
  let signer = loadIdentity(db)

  const guarded = <T>(work: () => HostReply<T>): HostReply<T> => guardedAt(options.path, work)

  /** Figures that change with time follow the day of this desktop's office. */
  const followDay = (by: Signer): void => {
    const today = officeToday({ read, now: clock.now() }, by.device.officeId)
    if (today <= (getMeta(db, 'day') ?? '')) return
    inTransaction(db, () => moveToDay(db, today))
    options.onDay?.(today)
  }

  /** The op, or the present commit when nothing changed. */
  const commit = (by: Signer, asked: CommitRequest): { opId?: string; commit: number } => {
    const request = { ...asked, writes: keepUnseen(db, asked.writes) }
    checkRole(db, request)
    const done = commitOp(db, documents, by, request)
    if (done && request.erases !== undefined)
      options.onErased?.(request.erases, new Date(request.now).toISOString())
    for (const event of done?.events ?? []) options.onCommit(event)
    return done ? { opId: request.opId, commit: done.commit } : { commit: Number(getMeta(db, 'commit') ?? 0) }
  }

  const contextOf = (by: Signer, isPreview: boolean) => {
    const now = clock.now()
    const counters = createCounters(db)
    const { id: deviceId, code: deviceCode, personId, officeId } = by.device
    const context: CommandContext = {
      read,
      actor: { deviceId, deviceCode, personId, officeId },
      now,
      newId: () => uuidv7(),
      sha256,
      nextCount: counters.next,
      progress: options.onProgress,
      importedTable: options.importedTable,
      billingLease: (officeId) => billingHolder(db, officeId),
      isPreview,
    }
    return { context, now, counters }
  }

  /** What a command makes of its input, with what of its context outlives it. Writes nothing. */
  const handle = (by: Signer, definition: CommandDefinition, input: unknown, isPreview: boolean) => {
    const checked = compiledValidate(definition.input, input)
    if (!checked.ok)
      return fail('host/invalid-input', `input of ${definition.name} does not fit`, {
        details: { issues: checked.error },
      })
    followDay(by)
    const { context, now, counters } = contextOf(by, isPreview)
    const outcome = definition.run(checked.value, context)
    return outcome.ok
      ? ({ ok: true, value: { outcome: outcome.value, now, counters } } as const)
      : err(refused(outcome.error))
  }

  const execute = (
    by: Signer,
    definition: CommandDefinition,
    input: unknown,
    alongside?: (db: SqliteDatabase) => void,
  ): HostReply<MethodOutput<'command', 'run'>> => {
    const handled = handle(by, definition, input, false)
    if (!handled.ok) return handled
    const { outcome, now, counters } = handled.value
    const done = commit(by, {
      command: definition.name,
      opId: uuidv7(),
      now,
      writes: outcome.writes,
      entries: outcome.entries,
      role: 'do',
      undoable: definition.undo === 'inverse' || definition.reverse !== undefined,
      requestedBy: outcome.requestedBy,
      erases: outcome.erases,
      progress: options.onProgress,
      alongside(database) {
        counters.save(database)
        alongside?.(database)
      },
    })
    return { ok: true, value: { ...done, result: outcome.result ?? null } }
  }

  const reverse = (
    by: Signer,
    op: OpRecord,
    role: 'undo' | 'redo',
  ): HostReply<MethodOutput<'command', 'undo'>> => {
    followDay(by)
    const definition = find(op.command, true)
    const { context, now } = contextOf(by, false)
    const plan = definition?.reverse
      ? planReversal(db, op, (entries) => definition.reverse?.(entries, context))
      : planUndo(db, documents, op)
    if (!plan.ok) return plan
    const { writes, kept, entries } = { entries: [], ...plan.value }
    const done = commit(by, {
      command: op.command,
      opId: uuidv7(),
      now,
      writes,
      entries,
      role,
      // What was posted against is posted anew by a person, who sees what it does by then.
      undoable: entries.length === 0,
      undoes: op.id,
      progress: options.onProgress,
    })
    if (done.opId === undefined) return err(cannotUndo('changedSince', { kept }))
    return { ok: true, value: { opId: done.opId, command: op.command, commit: done.commit, kept } }
  }

  const find = (name: string, allowInternal: boolean): CommandDefinition | undefined => {
    const definition = Object.hasOwn(commands, name) ? commands[name] : undefined
    return definition?.internal && !allowInternal ? undefined : definition
  }

  if (signer) followDay(signer)

  const sync = createSyncFile(db, documents, {
    now: clock.now,
    onCommit: options.onCommit,
    onErased: (customerIds, at) => options.onErased?.(customerIds, at),
    identityChanged: () => void (signer = loadIdentity(db)),
    isOpen: options.isOpen ?? (() => true),
    run(name, input) {
      const definition = find(name, true)
      if (!definition || !signer) return notSetUp
      return execute(signer, definition, input)
    },
  })

  return {
    sync,
    followDay: () =>
      guarded(() => {
        if (signer) followDay(signer)
        return { ok: true, value: {} }
      }),
    device: () => signer?.device,
    setUp(input) {
      return guarded(() => {
        if (signer) return fail('setup/already-done', 'set up already')
        const identity = drawIdentity()
        const initialise = commands['setup.initialise']
        if (!initialise) throw new Error('setup.initialise is not registered')
        const reply = execute(identity, initialise, input, (database) => identity.save(database))
        if (!reply.ok) return reply
        signer = identity
        return { ok: true, value: { deviceCode: identity.device.code } }
      })
    },
    run(name, input, allowInternal) {
      return guarded(() => {
        const definition = find(name, allowInternal)
        if (!definition) return unknown(name)
        if (!signer) return notSetUp
        return execute(signer, definition, input)
      })
    },
    preview(name, input) {
      return guarded(() => {
        const definition = find(name, false)
        if (!definition) return unknown(name)
        if (!definition.bulk && !definition.explains)
          return fail('command/no-preview', `${name} has no preview`)
        if (!signer) return notSetUp
        const handled = handle(signer, definition, input, true)
        if (!handled.ok) return handled
        const { result, writes } = handled.value.outcome
        const commit = Number(getMeta(db, 'commit') ?? 0)
        if (!definition.bulk) {
          const told = { changed: writes.length, unchanged: 0, refused: [], examples: [] }
          return { ok: true, value: { commit, ...told, result } }
        }
        // What `bulk` promises.
        const { changed, unchanged, refused, examples } = result as BulkResult
        return { ok: true, value: { commit, changed, unchanged, refused, examples, result } }
      })
    },
    undo(opId) {
      return guarded(() => {
        if (!signer) return notSetUp
        const op = opId === undefined ? findUndoable(db, signer.device.id) : readOp(db, opId)
        if (!op) return fail('command/nothing-to-undo', 'nothing to undo')
        return reverse(signer, op, op.role === 'undo' ? 'redo' : 'undo')
      })
    },
    putBack(opId, i) {
      return guarded(() => {
        if (!signer) return notSetUp
        const op = readOp(db, opId)
        if (!op) return err(cannotUndo('notUndoable'))
        followDay(signer)
        const plan = planPutBack(db, documents, op, i)
        if (!plan.ok) return plan
        const done = commit(signer, {
          command: PUT_BACK,
          opId: uuidv7(),
          now: clock.now(),
          writes: plan.value,
          role: 'do',
          undoable: true,
          progress: options.onProgress,
        })
        return done.opId === undefined
          ? err(cannotUndo('changedSince'))
          : { ok: true, value: { opId: done.opId, commit: done.commit } }
      })
    },
    redo() {
      return guarded(() => {
        if (!signer) return notSetUp
        const op = findRedoable(db, signer.device.id)
        if (!op) return fail('command/nothing-to-redo', 'nothing to redo')
        return reverse(signer, op, 'redo')
      })
    },
  }
}
