import { Type } from 'typebox'
import { MATCH_REASONS } from '../../domain/bank/match.ts'
import { DATE_ORDERS, DECIMAL_MARKS, MOST_COLUMNS } from '../../domain/import/mapping.ts'
import { REFUSAL_CODES } from '../../domain/refusal-codes.ts'
import { currencyCode, id, oneOf, plainDate, text } from '../../domain/schema-kit.ts'
import { call, nothing } from '../envelope.ts'
import { incomingFile, separator } from './transfer-kit.ts'

const file = id()
const taskId = Type.Optional(id())
const column = Type.Integer({ minimum: 0, maximum: MOST_COLUMNS - 1 })

/** Which column of a table holds what, by its index from 0. */
const columns = Type.Object({
  date: Type.Optional(column),
  amount: Type.Optional(column),
  moneyIn: Type.Optional(column),
  moneyOut: Type.Optional(column),
  currency: Type.Optional(column),
  name: Type.Optional(column),
  iban: Type.Optional(column),
  reference: Type.Optional(column),
  bankReference: Type.Optional(column),
  text: Type.Array(column, { maxItems: 20 }),
})

/**
 * What becomes of a movement. `open`: somebody has to look at it; `accepted`: it will be posted; `posted`: it stands in
 * the ledger already; `out`: no money that came in.
 */
export const MOVEMENT_STATES = ['open', 'accepted', 'ignored', 'posted', 'out'] as const
export type MovementState = (typeof MOVEMENT_STATES)[number]

export const CONFIDENCES = ['sure', 'likely', 'possible'] as const

const counts = Type.Object(
  Object.fromEntries(MOVEMENT_STATES.map((state) => [state, Type.Integer()])) as Record<
    MovementState,
    ReturnType<typeof Type.Integer>
  >,
)

const customer = { customerId: id(), customerName: text(200), customerNumber: text(40) }
const invoice = Type.Object({ id: id(), number: text(40), dueOn: plainDate(), open: Type.Integer() })

/** Whom a movement pays for, as a person or a match says. */
const chosenPart = Type.Object({
  customerId: id(),
  /** Minor units. */
  amount: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  /** Paid in this order; the oldest first when absent. */
  invoiceIds: Type.Optional(Type.Array(id(), { maxItems: 100 })),
})

const movement = Type.Object({
  position: Type.Integer(),
  date: plainDate(),
  /** Minor units, positive for money that came in. */
  amount: Type.Integer(),
  currency: text(3),
  name: Type.Optional(text(300)),
  iban: Type.Optional(text(60)),
  reference: Type.Optional(text(300)),
  text: text(2000),
  state: oneOf(MOVEMENT_STATES),
  /** What will be posted. */
  parts: Type.Array(Type.Object({ ...customer, amount: Type.Integer(), invoices: Type.Array(invoice) })),
  /** Best first. */
  matches: Type.Array(
    Type.Object({
      ...customer,
      invoices: Type.Array(invoice),
      reasons: Type.Array(oneOf(MATCH_REASONS)),
      confidence: oneOf(CONFIDENCES),
    }),
  ),
  /** A payment of the first customer of the same amount within three days: perhaps the same one. */
  similarOn: Type.Optional(plainDate()),
  /** Position of an earlier movement that is as sure to pay the same invoice. */
  samePaidBy: Type.Optional(Type.Integer()),
  /** Why it held up the last try to post. */
  refused: Type.Optional(oneOf(REFUSAL_CODES)),
})

export const bankMethods = {
  /** Takes in a file piece by piece. One at a time. */
  ...incomingFile,
  /** Reads a statement (CSV, workbook, CAMT.053), and finds what its movements pay. Choices correct wrong guesses. */
  read: call(
    Type.Object({
      file,
      choices: Type.Object({
        sheet: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
        separator: Type.Optional(separator),
        headerRow: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
        columns: Type.Optional(columns),
        dateOrder: Type.Optional(oneOf(DATE_ORDERS)),
        decimalMark: Type.Optional(oneOf(DECIMAL_MARKS)),
        /** Of movements that do not name one. */
        currency: Type.Optional(currencyCode()),
      }),
      taskId,
    }),
    Type.Object({
      format: oneOf(['csv', 'xlsx', 'camt053']),
      account: Type.Optional(text(60)),
      from: Type.Optional(plainDate()),
      to: Type.Optional(plainDate()),
      counts,
      /** How many open movements have one customer that is certain. */
      sure: Type.Integer(),
      /** Of a table: how it was read, so that a person can put it right. */
      table: Type.Optional(
        Type.Object({
          sheets: Type.Optional(Type.Array(text(200))),
          sheet: Type.Optional(Type.Integer()),
          separator: Type.Optional(separator),
          headerRow: Type.Integer(),
          headers: Type.Array(text(200), { maxItems: MOST_COLUMNS }),
          samples: Type.Array(Type.Array(text(120))),
          columns,
          currency: text(3),
          dateOrder: Type.Optional(oneOf(DATE_ORDERS)),
          decimalMark: Type.Optional(oneOf(DECIMAL_MARKS)),
          /** The mapping was kept from an earlier statement of this bank. */
          rememberedId: Type.Optional(id()),
          /** The columns are enough to read movements by. */
          isReadable: Type.Boolean(),
        }),
      ),
      /** Lines that were left out, the first hundred, and how many there are. */
      problems: Type.Array(Type.Object({ code: text(40), line: Type.Integer(), text: text(200) })),
      problemCount: Type.Integer(),
    }),
  ),
  /** Movements of the statement in its order. */
  rows: call(
    Type.Object({
      file,
      state: Type.Optional(oneOf(MOVEMENT_STATES)),
      /** Only those whose name, reference or text holds this. */
      text: Type.Optional(text(200)),
      skip: Type.Integer({ minimum: 0 }),
      limit: Type.Integer({ minimum: 1, maximum: 500 }),
    }),
    Type.Object({ total: Type.Integer(), counts, sure: Type.Integer(), rows: Type.Array(movement) }),
  ),
  /** Says what becomes of movements; `sure` accepts every open one with one certain customer. */
  decide: call(
    Type.Object({
      file,
      positions: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 50_000 })),
      decision: oneOf(['accept', 'sure', 'ignore', 'reset', 'choose']),
      /** Of `choose`: one movement's; together exactly what came in. */
      parts: Type.Optional(Type.Array(chosenPart, { minItems: 1, maxItems: 50 })),
    }),
    Type.Object({ counts, sure: Type.Integer(), changed: Type.Integer() }),
  ),
  /** Posts all that was accepted in one op; `command/refused` with nothing posted when one of them cannot be. */
  post: call(
    Type.Object({ file, taskId }),
    Type.Object({
      opId: Type.Optional(id()),
      payments: Type.Integer(),
      already: Type.Integer(),
      surplus: Type.Array(Type.Object({ currency: text(3), amount: Type.Integer() })),
    }),
  ),
  /** Lets go of the file and all that came of it. */
  close: call(Type.Object({ file }), nothing),
}
