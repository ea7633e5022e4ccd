import { readFileSync, writeFileSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { fail, type HostError, type HostReply } from '#core/contract/envelope.ts'
import type { MethodInput } from '#core/contract/host-contract.ts'
import type { Actor } from '#core/domain/command.ts'
import { placeKey, type ImportedPlace, type PlaceQuery } from '#core/domain/import/imported-table.ts'
import type { ImportMapping } from '#core/domain/import/mapping.ts'
import type { RefusedLine } from '#core/domain/payment/post-statement.ts'
import { systemClock } from '#core/lib/clock.ts'
import { err } from '#core/lib/result.ts'
import { verifyChain } from '../../store/activity/verify.ts'
import { copyDatabase, lookAtBackup } from '../../store/backup-file.ts'
import { cancelled, CancelledError, checkCancel } from '../../store/cancelled.ts'
import { databaseFile } from '../../store/database-file.ts'
import { writeImportedPlaces, writeImportedTable } from '../../store/imported-tables.ts'
import { createStatements, inSnapshot } from '../../store/query/statements.ts'
import { getMeta } from '../../store/meta.ts'
import { post, serveThread, type Method } from '../../store/serve-thread.ts'
import { openSqlite } from '../../store/sqlite/open.ts'
import type { ThreadData } from '../../store/thread-messages.ts'
import { createBankSession, type BankSession } from './bank/bank-session.ts'
import { knownBanks } from './bank/known-banks.ts'
import { readStatementFile } from './bank/statement-file.ts'
import { writeInvoiceFile } from './documents/invoice-files.ts'
import { invoiceTable } from './documents/invoice-table.ts'
import { exportItems } from './export-items.ts'
import { exportPayments } from './export-payments.ts'
import { exportRows } from './export-rows.ts'
import { exportServices } from './export-services.ts'
import { writeFailedRows } from './failed-rows.ts'
import { writeLog } from './log-rows.ts'
import { gatherPersonalData } from './personal-data/gather.ts'
import { packPersonalData } from './personal-data/pack.ts'
import { createImportSession, type ImportSession } from './import-session.ts'
import { readTable, type ReadChoices } from './read-table.ts'
import { sheetPdf } from './sheet-pdf.ts'
import { createTableWriter, tooManyRows, writeTable, written } from './table-file.ts'
import { TooManyRowsError } from './xlsx-write.ts'

/** Calls of this thread with what they take beside the contract's input. */
export interface TransferCalls {
  read: { file: string; path: string; choices: ReadChoices }
  words: { mapping: ImportMapping }
  places: { mapping: ImportMapping }
  rehearse: { file: string; mapping: ImportMapping; places: [PlaceQuery, ImportedPlace][] }
  rows: MethodInput<'imports', 'rows'>
  failed: MethodInput<'imports', 'failed'> & { path: string }
  export: MethodInput<'exports', 'make'> & { path: string }
  log: MethodInput<'exports', 'log'> & { path: string }
  payments: MethodInput<'exports', 'payments'> & { path: string }
  sheet: MethodInput<'exports', 'sheet'> & { path: string }
  customer: MethodInput<'exports', 'customer'> & { path: string }
  invoices: MethodInput<'exports', 'invoices'> & { path: string }
  invoiceList: MethodInput<'exports', 'invoiceList'> & { path: string }
  verify: MethodInput<'activity', 'verify'>
  copy: { path: string }
  lookAtBackup: { path: string }
  bankRead: { path: string; choices: MethodInput<'bank', 'read'>['choices'] }
  bankRows: MethodInput<'bank', 'rows'>
  bankDecide: MethodInput<'bank', 'decide'>
  bankCounts: Record<string, never>
  bankToPost: Record<string, never>
  /** Without `refused` all that was accepted has been posted. */
  bankSettle: { refused?: readonly RefusedLine[] }
}

const data = workerData as ThreadData
const path = databaseFile(data.folder)
const signals = new Int32Array(data.signals)
const db = openSqlite(path, { readOnly: true })
db.exec(
  'PRAGMA query_only = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 268435456',
)

const rowsOfKind = (kind: TransferCalls['export']['kind']) =>
  kind === 'inventory' ? exportItems : kind === 'services' ? exportServices : exportRows

let session: ImportSession | undefined
let bank: BankSession | undefined

/** A call whose input the contract or this folder's own client has checked. */
const of =
  <K extends keyof TransferCalls>(
    work: (
      input: TransferCalls[K],
      onProgress: (done: number, total: number) => void,
    ) => HostReply | Promise<HostReply>,
  ): Method =>
  async (input, onProgress) => {
    try {
      return await work(input as TransferCalls[K], (done, total) => {
        checkCancel(signals)
        onProgress(done, total)
      })
    } catch (error) {
      if (error instanceof CancelledError) return err(cancelled)
      if (error instanceof TooManyRowsError) return tooManyRows
      throw error
    }
  }

const noTable = ({ code, message, details }: Omit<HostError, 'retryable'>) =>
  fail(code, message, { ...(details && { details }) })

function actor(): Actor {
  // Written by the set-up.
  const device = JSON.parse(getMeta(db, 'device') ?? '{}') as { id: string; code: string } & Pick<
    Actor,
    'personId' | 'officeId'
  >
  return {
    deviceId: device.id,
    deviceCode: device.code,
    personId: device.personId,
    officeId: device.officeId,
  }
}

serveThread(
  path,
  {
    read: of<'read'>(({ file, path: source, choices }, onProgress) => {
      const table = readTable(readFileSync(source), choices)
      if (!table.ok) return noTable(table.error)
      onProgress(0, table.value.rows.length)
      const { headers, rows, columns, ...rest } = table.value
      writeImportedTable(data.folder, file, { headers, rows })
      session = createImportSession(table.value, { db, actor: actor(), now: () => systemClock.now() })
      return { ok: true, value: { ...rest, rows: rows.length, columns, suggestion: session.suggest() } }
    }),
    words: of<'words'>(({ mapping }) => {
      if (!session) return fail('import/file-gone', 'no table was read')
      return { ok: true, value: session.words(mapping) }
    }),
    places: of<'places'>(({ mapping }) => {
      if (!session) return fail('import/file-gone', 'no table was read')
      return { ok: true, value: session.placesOf(mapping) }
    }),
    rehearse: of<'rehearse'>(({ file, mapping, places }, onProgress) => {
      if (!session) return fail('import/file-gone', 'no table was read')
      const byKey = new Map(places.map(([query, place]) => [placeKey(query), place]))
      writeImportedPlaces(data.folder, file, byKey)
      return { ok: true, value: session.rehearse(mapping, byKey, onProgress) }
    }),
    rows: of<'rows'>((input) => {
      if (!session?.isRehearsed()) return fail('import/not-rehearsed', 'rehearse first')
      return { ok: true, value: session.rows(input) }
    }),
    failed: of<'failed'>(({ format, words, path: target }, onProgress) => {
      const current = session
      if (!current?.isRehearsed()) return fail('import/not-rehearsed', 'rehearse first')
      const { separator = ';', rows } = current.table
      const name = words.reason ?? ''
      const writer = createTableWriter({ path: target, format, separator, name, language: 'es' })
      return written(writer, () =>
        writeFailedRows(current, writer, words, (done) => onProgress(done, rows.length)),
      )
    }),
    export: of<'export'>((input, onProgress) =>
      writeTable(db, input, () => rowsOfKind(input.kind)(createStatements(db), input), onProgress),
    ),
    payments: of<'payments'>((input, onProgress) =>
      writeTable(db, input, () => exportPayments(createStatements(db), input), onProgress),
    ),
    invoiceList: of<'invoiceList'>((input, onProgress) =>
      writeTable(db, input, () => invoiceTable(createStatements(db), input), onProgress),
    ),
    log: of<'log'>((input, onProgress) => writeLog(db, input, onProgress)),
    sheet: of<'sheet'>(async (input, onProgress) => {
      onProgress(0, input.rows.length)
      if (input.format === 'pdf') {
        const bytes = await sheetPdf(input)
        writeFileSync(input.path, bytes, { mode: 0o600 })
        return { ok: true, value: { rows: input.rows.length, bytes: bytes.length } }
      }
      const writer = createTableWriter({ ...input, format: input.format, name: input.title })
      return written(writer, () => {
        writer.row(input.columns.map(({ label }) => label))
        for (const row of input.rows) writer.row(row.map((cell) => cell ?? undefined))
        return input.rows.length
      })
    }),
    customer: of<'customer'>(async (input, onProgress) => {
      const data = inSnapshot(db, () => gatherPersonalData(db, input, () => onProgress(0, 0)))
      if (!data) return fail('files/gone', 'no such customer')
      const bytes = await packPersonalData(data, input, onProgress)
      writeFileSync(input.path, bytes, { mode: 0o600 })
      return { ok: true, value: { rows: data.activity.length, bytes: bytes.length } }
    }),
    bankRead: of<'bankRead'>(({ path: source, choices }, onProgress) => {
      bank = undefined
      const known = inSnapshot(db, () => knownBanks(db, actor().officeId))
      const file = readStatementFile(readFileSync(source), choices, known)
      if (!file.ok) return noTable(file.error)
      const { format, table, problems } = file.value
      bank = createBankSession(file.value, db, onProgress)
      return {
        ok: true,
        value: {
          format,
          ...(table && { table }),
          ...bank.summary(),
          problems: problems.slice(0, 100).map(({ code, position = 0, text = '' }) => ({
            code,
            line: position,
            text: text.slice(0, 200),
          })),
          problemCount: problems.length,
        },
      }
    }),
    bankRows: of<'bankRows'>((input) => {
      if (!bank) return fail('import/file-gone', 'no statement was read')
      bank.look()
      return { ok: true, value: bank.rows(input) }
    }),
    bankDecide: of<'bankDecide'>((input) =>
      bank ? { ok: true, value: bank.decide(input) } : fail('import/file-gone', 'no statement was read'),
    ),
    bankCounts: of<'bankCounts'>(() => {
      if (!bank) return fail('import/file-gone', 'no statement was read')
      bank.look()
      return { ok: true, value: bank.counts() }
    }),
    bankToPost: of<'bankToPost'>(() =>
      bank ? { ok: true, value: bank.toPost() } : fail('import/file-gone', 'no statement was read'),
    ),
    bankSettle: of<'bankSettle'>(({ refused }) => {
      bank?.settle(refused)
      return { ok: true, value: {} }
    }),
    invoices: of<'invoices'>((input, onProgress) => writeInvoiceFile(db, input, onProgress)),
    copy: of<'copy'>(({ path: target }) => {
      copyDatabase(path, target)
      return { ok: true, value: {} }
    }),
    lookAtBackup: of<'lookAtBackup'>(({ path: file }) => lookAtBackup(file)),
    verify: of<'verify'>((_input, onProgress) => ({ ok: true, value: verifyChain(db, onProgress) })),
  },
  () => db.close(),
)
post({ type: 'ready' })
