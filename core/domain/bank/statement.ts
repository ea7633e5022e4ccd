/** One movement of a bank account, as its statement tells it. */
export interface BankMovement {
  /** Position in the statement, from 1. */
  position: number
  /** The day on which it was booked. */
  date: string
  /** Minor units: positive for money that came in. */
  amount: number
  currency: string
  /** The other party. */
  name?: string
  iban?: string
  /** What the payer was asked to give: the end-to-end or creditor reference. */
  reference?: string
  /** What the payer wrote. */
  text: string
  /** How the bank names the movement; unique for the account where the bank gives it. */
  bankReference?: string
  /** An earlier movement that was taken back, such as a returned direct debit. */
  isReversal?: true
}

export interface BankStatement {
  /** The account as the statement names it, blanks removed; undefined in files that do not say. */
  account?: string
  movements: BankMovement[]
}

/** Why a line of a statement could not be read. */
export interface StatementProblem {
  code:
    | 'noColumns'
    | 'date'
    | 'dateAmbiguous'
    | 'amount'
    | 'amountAmbiguous'
    | 'currency'
    | 'notStatement'
    | 'broken'
  /** Row of the file, or position of the movement, from 1. */
  position?: number
  /** The text that was there. */
  text?: string
}

/**
 * The identity of the payment that a movement becomes: the same statement read twice posts nothing twice. Movements that
 * a bank does not name are told apart by how often the same one came before in the statement.
 *
 * @param sha256 hex digest of UTF-8 text.
 */
export function movementKeys(
  { account = '', movements }: BankStatement,
  sha256: (text: string) => string,
): Map<number, string> {
  const seen = new Map<string, number>()
  return new Map(
    movements.map((movement) => {
      const { date, amount, currency, name = '', iban = '', reference = '', text, bankReference } = movement
      const told = [account, date, amount, currency]
      const identity = JSON.stringify(
        bankReference === undefined ? [...told, name, iban, reference, text] : [...told, bankReference],
      )
      const count = (seen.get(identity) ?? 0) + 1
      seen.set(identity, count)
      return [movement.position, `bank/${sha256(`${identity}#${count}`).slice(0, 40)}`]
    }),
  )
}
