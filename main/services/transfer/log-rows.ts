import type { HostReply } from '#core/contract/envelope.ts'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { createFieldText, isShown } from '#core/domain/activity/field-text.ts'
import { hiddenFrom, readableChange } from '#core/domain/people/readable.ts'
import { isRole } from '#core/domain/people/roles.ts'
import { hlcMoment } from '#core/sync/hlc.ts'
import type { ChangeRow } from '#core/sync/op.ts'
import { findOps } from '../../store/activity/find-ops.ts'
import { pagesOfRows } from '../../store/activity/change-rows.ts'
import type { OpRecord } from '../../store/activity/op-reads.ts'
import { createStatements, inSnapshot } from '../../store/query/statements.ts'
import { getMeta } from '../../store/meta.ts'
import type { SqliteDatabase } from '../../store/sqlite/port.ts'
import type { OutCell } from './cells.ts'
import { givenWords } from './given-words.ts'
import { logNames } from './log-names.ts'
import { createTableWriter, written } from './table-file.ts'

type LogInput = MethodInput<'exports', 'log'>

/** Columns of the log as a table, in order; the window heads them. */
const LOG_COLUMNS = [
  'time',
  'person',
  'office',
  'action',
  'kind',
  'record',
  'field',
  'before',
  'after',
] as const

/** Ops read at a time. */
const PAGE = 500

/** Writes the log into a table; how long it gets is known at its end. */
export function writeLog(
  db: SqliteDatabase,
  input: LogInput & { path: string },
  onProgress: (done: number, total: number) => void,
): HostReply {
  const writer = createTableWriter(input)
  return written(writer, () =>
    inSnapshot(db, () => {
      let rows = 0
      writer.row(LOG_COLUMNS.map((column) => input.words[`activity.export.column.${column}`] ?? column))
      for (const batch of logRows(db, input)) {
        rows += batch.length
        for (const row of batch) writer.row(row)
        onProgress(rows, 0)
      }
      return rows
    }),
  )
}

/** One row for each changed value of the ops that the filter lets through, newest op first; by ops. */
function* logRows(db: SqliteDatabase, input: LogInput): Iterable<OutCell[][]> {
  const toRow = createToRow(db, input)
  let before: string | undefined
  do {
    const found = findOps(db, { ...input.filter, limit: PAGE, ...(before !== undefined && { before }) })
    for (const op of found.ops)
      for (const rows of pagesOfRows(db, op, input.filter)) yield rows.flatMap((row) => toRow(op, row) ?? [])
    before = found.next
    // A stretch without a match still lets the person stop it.
    yield []
  } while (before !== undefined)
}

/** How a change reads; undefined for fields that mean nothing to a person. */
function createToRow(db: SqliteDatabase, { words, language, timeZone }: LogInput) {
  const source = givenWords(words, language)
  const names = logNames(createStatements(db), { language, timeZone })
  const fields = createFieldText(names, source)
  const moment = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const role = getMeta(db, 'role')
  const hidden = hiddenFrom(isRole(role) ? role : undefined)
  return (op: OpRecord, all: ChangeRow): OutCell[][] | undefined => {
    const row = readableChange(hidden, all)
    if (!row) return undefined
    const { collection, path, from, to, erased } = row
    const isWhole = path === ''
    if (!isWhole && !isShown(row)) return undefined
    const value = (one: unknown): string =>
      erased ? source.t('activity.erased') : (fields.value(row, one) ?? '')
    return [
      [
        moment.format(new Date(hlcMoment(op.at))),
        names.catalog(op.header.person) ?? source.t('activity.unknownPerson'),
        names.catalog(op.header.office),
        actionOf(op, source),
        source.t(`activity.collection.${collection}`),
        names.titleOf(collection, row.id) || row.id,
        isWhole
          ? source.t(`activity.whole.${row.kind === 'delete' ? 'delete' : 'create'}`)
          : fields.label(row),
        'from' in row || erased?.from !== undefined ? value(from) : undefined,
        'to' in row || erased?.to !== undefined ? value(to) : undefined,
      ],
    ]
  }
}

function actionOf({ command, role }: OpRecord, { t, te }: ReturnType<typeof givenWords>): string {
  const key = `app.action.${command}`
  const what = te(key) ? t(key) : command
  if (role === 'do') return what
  return t(role === 'undo' ? 'activity.undid' : 'activity.redid', { what })
}
