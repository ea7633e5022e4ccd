import { Type } from 'typebox'
import { AGEING_BUCKETS, type AgeingBucket } from '../../domain/revenue/ageing.ts'
import { id, oneOf, plainDate, text } from '../../domain/schema-kit.ts'
import { call } from '../envelope.ts'

const commit = Type.Integer()
const currency = text(3)
/** A calendar month, `YYYY-MM`. */
const month = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', maxLength: 7 })
/** Only customers of this office. */
const officeId = Type.Optional(id())
/** Minor units. */
const amount = Type.Integer()

/** Months of one report at most. */
export const MOST_MONTHS = 36

const period = { from: month, to: month, officeId }

const figure = Type.Object({ invoices: Type.Integer(), open: amount })

const movement = {
  month,
  before: amount,
  after: amount,
  won: amount,
  grown: amount,
  shrunk: amount,
  lost: amount,
  change: amount,
  customersBefore: Type.Integer(),
  customersWon: Type.Integer(),
  customersLost: Type.Integer(),
  /** Hundredths of a per cent. */
  customerChurn: Type.Optional(Type.Integer()),
  revenueChurn: Type.Optional(Type.Integer()),
}

export const revenueMethods = {
  /**
   * Monthly recurring revenue month by month, by currency: from the last day of the month before to the last day of each,
   * or to `today` in the month that is running.
   */
  recurring: call(
    Type.Object({ ...period, today: plainDate() }),
    Type.Object({
      commit,
      currencies: Type.Array(Type.Object({ currency, months: Type.Array(Type.Object(movement)) })),
    }),
  ),
  /**
   * Average revenue per user over all customers with services (domain.md §3), by currency: of the last twelve full months
   * before `today`, and of each of them.
   */
  arpu: call(
    Type.Object({ today: plainDate(), officeId }),
    Type.Object({
      commit,
      currencies: Type.Array(
        Type.Object({
          currency,
          /** Absent when nobody has a figure. */
          amount: Type.Optional(amount),
          customers: Type.Integer(),
          months: Type.Array(
            Type.Object({ month, amount: Type.Optional(amount), customers: Type.Integer() }),
          ),
        }),
      ),
    }),
  ),
  /** The same of one customer, with what it was made of, beside the mean of all customers of its currency. */
  customerArpu: call(
    Type.Object({ customerId: id(), today: plainDate() }),
    Type.Object({
      commit,
      currency,
      own: Type.Optional(
        Type.Object({
          amount,
          net: amount,
          months: Type.Integer(),
          services: Type.Integer(),
          from: month,
          to: month,
        }),
      ),
      all: Type.Optional(amount),
      months: Type.Array(Type.Object({ month, own: Type.Optional(amount), all: Type.Optional(amount) })),
    }),
  ),
  /** What is open by how long it is overdue, by currency, and who owes the most. */
  ageing: call(
    Type.Object({ today: plainDate(), officeId }),
    Type.Object({
      commit,
      currencies: Type.Array(
        Type.Object({
          currency,
          buckets: Type.Object(
            // One figure for every bucket.
            Object.fromEntries(AGEING_BUCKETS.map((bucket) => [bucket, figure])) as Record<
              AgeingBucket,
              typeof figure
            >,
          ),
          debtors: Type.Array(
            Type.Object({
              customerId: id(),
              customerName: text(200),
              customerNumber: text(40),
              overdue: amount,
              invoices: Type.Integer(),
              oldestDue: plainDate(),
              bucket: oneOf(AGEING_BUCKETS),
            }),
          ),
        }),
      ),
    }),
  ),
  /** Charges and credits of the months, and what they cost ourselves, by the product of their service. */
  margin: call(
    Type.Object(period),
    Type.Object({
      commit,
      currencies: Type.Array(
        Type.Object({
          currency,
          products: Type.Array(
            Type.Object({
              /** Absent for what has no product. */
              productId: Type.Optional(id()),
              net: amount,
              netWithCost: amount,
              wholesale: amount,
              margin: amount,
              /** Hundredths of a per cent of the net whose cost is known. */
              rate: Type.Optional(Type.Integer()),
            }),
          ),
        }),
      ),
    }),
  ),
}
