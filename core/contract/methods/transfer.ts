import { Type } from 'typebox'
import { DATE_ORDERS, importMappingSchema, MOST_COLUMNS, WORD_KINDS } from '../../domain/import/mapping.ts'
import { importCountsSchema, ROW_OUTCOMES, rowReportSchema } from '../../domain/import/report.ts'
import { customerSelectionSchema } from '../../domain/customer/filter.ts'
import { CUSTOMER_SORTS } from '../../domain/customer/list-columns.ts'
import { SERVICE_SORTS, serviceFilterSchema } from '../../domain/service/filter.ts'
import { ITEM_SORTS, itemFilterSchema } from '../../domain/inventory/filter.ts'
import { rehearsedSchema } from '../../domain/import/commands.ts'
import { activityFilter } from './data.ts'
import { id, language, oneOf, text } from '../../domain/schema-kit.ts'
import { siteListSchema } from './sites.ts'
import { call, nothing } from '../envelope.ts'
import { incomingFile, madeFile, piece, separator, TABLE_FORMATS, words } from './transfer-kit.ts'

const format = oneOf(TABLE_FORMATS)

const encoding = oneOf(['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'])
const file = id()
const taskId = Type.Optional(id())

export const importsMethods = {
  /** Takes in a file piece by piece: `add` until all its bytes are there, then `read`. One at a time. */
  ...incomingFile,
  /** Reads the file as a table of texts and suggests what its columns are. Choices correct wrong guesses. */
  read: call(
    Type.Object({
      file,
      choices: Type.Object({
        sheet: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
        separator: Type.Optional(separator),
        encoding: Type.Optional(encoding),
        headerRow: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      }),
      taskId,
    }),
    Type.Object({
      format,
      sheets: Type.Optional(Type.Array(text(200))),
      sheet: Type.Optional(Type.Integer()),
      separator: Type.Optional(separator),
      encoding: Type.Optional(encoding),
      headerRow: Type.Integer(),
      rows: Type.Integer(),
      columns: Type.Array(
        Type.Object({
          header: text(200),
          samples: Type.Array(text(200)),
          filled: Type.Integer(),
          isDate: Type.Boolean(),
          /** What the values prove; `open` when a person has to say it. */
          dateOrder: Type.Optional(oneOf([...DATE_ORDERS, 'open'])),
        }),
        { maxItems: MOST_COLUMNS },
      ),
      suggestion: Type.Object({
        from: oneOf(['remembered', 'splynx', 'uisp', 'names']),
        rememberedId: Type.Optional(id()),
        mapping: importMappingSchema,
      }),
    }),
  ),
  /** Words of the mapped columns that mean nothing by themselves; a person may say what they stand for. */
  words: call(
    Type.Object({ file, mapping: importMappingSchema }),
    Type.Object({
      /** The most frequent first. */
      words: Type.Array(Type.Object({ kind: oneOf(WORD_KINDS), word: text(80), count: Type.Integer() })),
      /** How many more there are. */
      more: Type.Integer(),
    }),
  ),
  /** Works out what every row would do, and writes nothing. The result is kept for `rows` and `run`. */
  rehearse: call(
    Type.Object({ file, mapping: importMappingSchema, language: language(), taskId }),
    Type.Object({
      rehearsed: rehearsedSchema,
      /** Issues by code and column, the most frequent first. */
      reasons: Type.Array(
        Type.Object({
          code: text(60),
          severity: oneOf(['error', 'warning']),
          column: Type.Optional(Type.Integer()),
          count: Type.Integer(),
        }),
      ),
    }),
  ),
  /** Rows of the rehearsal, in the order of the file. */
  rows: call(
    Type.Object({
      file,
      outcome: Type.Optional(oneOf(ROW_OUTCOMES)),
      /** Only rows with this issue. */
      code: Type.Optional(text(60)),
      /** Only rows whose customer's name holds this; case and accents do not matter. */
      text: Type.Optional(text(200)),
      skip: Type.Integer({ minimum: 0 }),
      limit: Type.Integer({ minimum: 1, maximum: 1000 }),
    }),
    Type.Object({ total: Type.Integer(), rows: Type.Array(rowReportSchema) }),
  ),
  /** Carries out what was rehearsed last, in one op; `command/refused` when it would come to something else by now. */
  run: call(
    Type.Object({ file, taskId }),
    Type.Object({
      /** Absent when nothing changed. */
      opId: Type.Optional(id()),
      counts: importCountsSchema,
    }),
  ),
  /** A file of the rows that failed: their own columns as they were, and why. */
  failed: call(Type.Object({ file, format, words, taskId }), madeFile),
  /** Lets go of the file and all that came of it. */
  close: call(Type.Object({ file }), nothing),
  /** Imports of this data, newest first. `command.undo` of `opId` takes one back, or does it again when `isUndone`. */
  past: call(
    Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 500 }) }),
    Type.Object({
      imports: Type.Array(
        Type.Object({
          opId: id(),
          /** ISO moment. */
          time: text(32),
          personId: id(),
          /** Known on the desktop that ran it. */
          name: Type.Optional(text(300)),
          counts: Type.Optional(importCountsSchema),
          isUndone: Type.Boolean(),
        }),
      ),
    }),
  ),
}

export const EXPORT_KINDS = ['customers', 'contacts', 'sites', 'inventory', 'services'] as const

export const exportsMethods = {
  /**
   * Writes a list into a file: customers by filter and selection or by ids, the contacts and sites of those, or items. Text stays
   * text, and what a spreadsheet would calculate is made harmless.
   */
  make: call(
    Type.Object({
      kind: oneOf(EXPORT_KINDS),
      format,
      /** In this order; keys of `EXPORT_COLUMNS` or attributes. Labels head the columns. */
      columns: Type.Array(Type.Object({ key: text(120), label: text(200) }), { minItems: 1, maxItems: 200 }),
      ids: Type.Optional(Type.Array(id(), { minItems: 1, maxItems: 200_000 })),
      /** Of the inventory: which items, in which order. `ids` are those of items then. */
      items: Type.Optional(
        Type.Object({
          filter: itemFilterSchema,
          sort: Type.Object({ field: oneOf(ITEM_SORTS), direction: oneOf(['asc', 'desc']) }),
        }),
      ),
      /** Of services: which ones, in which order. `ids` are those of services then. */
      services: Type.Optional(
        Type.Object({
          filter: serviceFilterSchema,
          sort: Type.Object({ field: oneOf(SERVICE_SORTS), direction: oneOf(['asc', 'desc']) }),
        }),
      ),
      where: Type.Optional(customerSelectionSchema),
      /** Only these contacts or sites, in this order. */
      records: Type.Optional(Type.Array(id(), { minItems: 1, maxItems: 200_000 })),
      /** The sites of this list in its order, or the contacts of their customers. */
      sites: Type.Optional(siteListSchema),
      sort: Type.Optional(Type.Object({ field: oneOf(CUSTOMER_SORTS), direction: oneOf(['asc', 'desc']) })),
      language: language(),
      /** IANA name of the office's: in which days are told. */
      timeZone: text(60),
      /**
       * Words for closed lists: `type.individual`, `paymentType.prepaid`, `yes`, `no`; and for statuses by their key, e.g.
       * `status.active`, where not their own names are wanted.
       */
      words,
      /** Another program reads the file, no spreadsheet opens it. */
      forProgram: Type.Optional(Type.Boolean()),
      /** CSV: parts columns; numbers have a decimal comma when it is a semicolon. */
      separator: Type.Optional(separator),
      /** Of the file, without its ending. */
      name: text(120),
      taskId,
    }),
    madeFile,
  ),
  /** Writes the log into a table: a row for each changed value. */
  log: call(
    Type.Object({
      filter: Type.Object(activityFilter),
      format,
      language: language(),
      /** The texts under `activity` and `app.action`, and the headings as `activity.export.column.<column>`. */
      words,
      timeZone: text(60),
      separator: Type.Optional(separator),
      name: text(120),
      taskId,
    }),
    madeFile,
  ),
  /** All that is known of one customer, as a ZIP of a JSON and a PDF: what a person has the right to get (GDPR, articles 15 and 20). */
  customer: call(
    Type.Object({
      customerId: id(),
      language: language(),
      /** The texts under `activity`, `app.action` and `privacy`. */
      words,
      timeZone: text(60),
      /** Of the file, without its ending. */
      name: text(120),
      taskId,
    }),
    madeFile,
  ),
}

export const filesMethods = {
  /** A piece of a made file as Base64. */
  read: call(
    Type.Object({ file, offset: Type.Integer({ minimum: 0 }) }),
    Type.Object({ data: piece, isLast: Type.Boolean() }),
  ),
  /** Asks the person where to keep a made file, and copies it there. Only with the capability `saveDialog`. */
  save: call(Type.Object({ file }), Type.Object({ saved: Type.Boolean() })),
  remove: call(Type.Object({ file }), nothing),
}
