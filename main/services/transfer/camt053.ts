import type { BankMovement, BankStatement, StatementProblem } from '#core/domain/bank/statement.ts'
import { isPlainDate } from '#core/domain/values/plain-date.ts'
import { decimalToMinor } from '#core/domain/values/exact.ts'
import { err, ok, type Result } from '#core/lib/result.ts'
import { readXml, XmlError } from './xlsx-xml.ts'

/** An element with the text and elements inside it, names without namespace. */
interface Element {
  name: string
  attributes: Readonly<Record<string, string>>
  text: string
  children: Element[]
}

/** Deeper nesting is no statement: the schema of ISO 20022 needs fifteen levels. */
const MAX_DEPTH = 60

/**
 * Reads bank statements of ISO 20022, camt.053 of any version (and the reports camt.052 and notices camt.054, which have
 * the same movements). Only booked movements count; a collective one is read as its single transactions where the bank
 * names their amounts.
 *
 * @returns one statement per account and day in the file; `notStatement` for other XML, `broken` for damaged XML.
 */
export function readCamt053(bytes: Uint8Array): Result<BankStatement[], StatementProblem> {
  const statements: Element[] = []
  const open: Element[] = []
  try {
    readXml(bytes, {
      open(name, attributes) {
        if (open.length >= MAX_DEPTH) throw new XmlError('nested too deeply')
        const element: Element = { name, attributes, text: '', children: [] }
        const parent = open.at(-1)
        // Only what stands in a statement is kept.
        if (STATEMENTS.has(name)) statements.push(element)
        else if (open.some((outer) => STATEMENTS.has(outer.name))) parent?.children.push(element)
        open.push(element)
      },
      close: () => void open.pop(),
      text(text) {
        const element = open.at(-1)
        if (element) element.text += text
      },
    })
  } catch (error) {
    if (error instanceof XmlError) return err({ code: 'broken', text: error.message })
    throw error
  }
  if (statements.length === 0) return err({ code: 'notStatement' })
  const read: BankStatement[] = []
  for (const statement of statements) {
    const one = statementOf(statement)
    if (!one.ok) return one
    read.push(one.value)
  }
  return ok(read)
}

const STATEMENTS = new Set(['Stmt', 'Rpt', 'Ntfctn'])

/** The first element at a path of names, or undefined. */
function at(element: Element | undefined, ...path: string[]): Element | undefined {
  let found = element
  for (const name of path) found = found?.children.find((child) => child.name === name)
  return found
}

const textAt = (element: Element | undefined, ...path: string[]): string | undefined =>
  at(element, ...path)?.text.trim() || undefined

/** Every element of a name at any depth. */
const deep = (element: Element | undefined, name: string): Element[] =>
  (element?.children ?? []).flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...deep(child, name),
  ])

function statementOf(statement: Element): Result<BankStatement, StatementProblem> {
  const id = at(statement, 'Acct', 'Id')
  const account = (textAt(id, 'IBAN') ?? textAt(id, 'Othr', 'Id'))?.replace(/\s/g, '')
  const movements: BankMovement[] = []
  for (const entry of statement.children.filter(({ name }) => name === 'Ntry')) {
    // `Sts` is plain text up to version 7 and holds a code from version 8 on.
    const status = textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts') ?? 'BOOK'
    if (status !== 'BOOK') continue
    const parts = partsOf(entry)
    for (const part of parts) {
      const movement = movementOf(entry, part, parts.length > 1, movements.length + 1)
      if (!movement.ok) return movement
      movements.push(movement.value)
    }
  }
  return ok({ ...(account !== undefined && { account }), movements })
}

/** The single transactions of a collective movement when each tells its amount; else the movement as a whole. */
function partsOf(entry: Element): (Element | undefined)[] {
  const details = deep(entry, 'TxDtls')
  if (details.length <= 1) return [details[0]]
  return details.every((one) => amountElement(one) !== undefined) ? details : [undefined]
}

const amountElement = (details: Element): Element | undefined =>
  at(details, 'Amt') ?? at(details, 'AmtDtls', 'TxAmt', 'Amt')

function movementOf(
  entry: Element,
  details: Element | undefined,
  isPart: boolean,
  position: number,
): Result<BankMovement, StatementProblem> {
  const money = (isPart && details ? amountElement(details) : undefined) ?? at(entry, 'Amt')
  const currency = money?.attributes.Ccy ?? ''
  const value = money?.text.trim() ?? ''
  if (!/^[A-Z]{3}$/.test(currency)) return err({ code: 'currency', position, text: currency })
  const minor = decimalToMinor(value, currency)
  if (minor === undefined) return err({ code: 'amount', position, text: value })
  const booked = at(entry, 'BookgDt') ?? at(entry, 'ValDt')
  // A time with its zone names the bank's own day.
  const date = (textAt(booked, 'Dt') ?? textAt(booked, 'DtTm') ?? '').slice(0, 10)
  if (!isPlainDate(date)) return err({ code: 'date', position, text: date })
  const sign = (isPart && textAt(details, 'CdtDbtInd')) || textAt(entry, 'CdtDbtInd')
  const isIn = sign !== 'DBIT'
  const parties = at(details, 'RltdPties')
  const other = isIn ? 'Dbtr' : 'Cdtr'
  // From version 8 on the party stands in an element of its own.
  const name = textAt(parties, other, 'Nm') ?? textAt(parties, other, 'Pty', 'Nm')
  const iban = textAt(parties, `${other}Acct`, 'Id', 'IBAN')?.replace(/\s/g, '')
  const remittance = at(details, 'RmtInf')
  const endToEnd = textAt(details, 'Refs', 'EndToEndId')
  const reference =
    textAt(remittance, 'Strd', 'CdtrRefInf', 'Ref') ?? (endToEnd === 'NOTPROVIDED' ? undefined : endToEnd)
  const texts = deep(remittance, 'Ustrd').map(({ text }) => text.trim())
  const bankReference =
    (isPart ? textAt(details, 'Refs', 'AcctSvcrRef') : undefined) ??
    (isPart ? undefined : (textAt(entry, 'AcctSvcrRef') ?? textAt(details, 'Refs', 'AcctSvcrRef')))
  return ok({
    position,
    date,
    amount: isIn ? minor : -minor,
    currency,
    ...(name !== undefined && { name }),
    ...(iban !== undefined && { iban }),
    ...(reference !== undefined && { reference }),
    text: texts.join(' ') || (textAt(entry, 'AddtlNtryInf') ?? ''),
    ...(bankReference !== undefined && { bankReference }),
    ...(textAt(entry, 'RvslInd') === 'true' && { isReversal: true as const }),
  })
}
