import { describe, expect, it } from 'vitest'
import { createBankSession } from '#main/services/transfer/bank/bank-session.ts'
import { knownBanks } from '#main/services/transfer/bank/known-banks.ts'
import { readStatementFile, type KnownBanks } from '#main/services/transfer/bank/statement-file.ts'
import { createMoneyStore, type MoneyStore } from '#test/support/money-store.ts'

const known: KnownBanks = { remembered: [], currency: 'EUR' }
const bytesOf = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding)
const read = (bytes: Uint8Array, choices: Parameters<typeof readStatementFile>[1] = {}) =>
  readStatementFile(bytes, choices, known)

const CSV = `Cuenta;ES91 2100 0418 4502 0005 1332
Desde;01/03/2026

Fecha operación;Concepto;Ordenante;Importe
22/03/2026;Pago FMAD-7Q-000001;SOL SL;30,00
23/03/2026;Recibo luz;IBERLUZ;-80,10
25/03/2026;transferencia;LUNA MARTINEZ;1.234,56
`

const xml = (entries: string, head = '<?xml version="1.0" encoding="UTF-8"?>') =>
  `${head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
  <Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id></Acct>${entries}</Stmt></BkToCstmrStmt></Document>`
const entry = (amount: string, name: string, text: string, day = '2026-03-02') =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt>
   <NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>${text}</Ustrd></RmtInf>
   </TxDtls></NtryDtls></Ntry>`

const codeOf = (result: ReturnType<typeof read>) => (result.ok ? 'ok' : result.error.code)

describe('the file of a bank', () => {
  it('is a table below what the bank writes above it', () => {
    const file = read(bytesOf(CSV))
    expect(file).toMatchObject({
      ok: true,
      value: { format: 'csv', table: { headerRow: 4, isReadable: true, separator: ';' }, problems: [] },
    })
    expect(file.ok && file.value.statements[0]).toMatchObject({
      account: 'ES9121000418450200051332',
      movements: [
        { position: 5, date: '2026-03-22', amount: 3000 },
        { amount: -8010 },
        { amount: 123456, name: 'LUNA MARTINEZ' },
      ],
    })
  })

  it.each(['utf8', 'latin1', 'utf16le'] as const)('reads the same in %s', (encoding) => {
    const mark = encoding === 'utf16le' ? '\uFEFF' : ''
    const file = read(bytesOf(mark + CSV.replace('LUNA MARTINEZ', 'LUNA NÚÑEZ'), encoding))
    expect(file.ok && file.value.statements[0]?.movements[2]?.name).toBe('LUNA NÚÑEZ')
  })

  it('whose columns are missing is shown to a person instead of guessed', () => {
    const file = read(bytesOf('Día;Qué;Cuánto\n22/03/2026;Pago;30,00\n'))
    expect(file).toMatchObject({ ok: true, value: { statements: [], table: { isReadable: false } } })
    const columns = { date: 0, amount: 2, text: [1] }
    expect(read(bytesOf('Día;Qué;Cuánto\n22/03/2026;Pago;30,00\n'), { columns })).toMatchObject({
      ok: true,
      value: { statements: [{ movements: [{ date: '2026-03-22', amount: 3000, text: 'Pago' }] }] },
    })
  })

  it('says line and text of what it leaves out, and keeps the rest', () => {
    const file = read(
      bytesOf('Fecha;Concepto;Importe\n31/02/2026;a;1,00\n22/03/2026;b;doce\n23/03/2026;c;5,00\n'),
    )
    expect(file).toMatchObject({
      ok: true,
      value: {
        problems: [
          { code: 'date', position: 2, text: '31/02/2026' },
          { code: 'amount', position: 3, text: 'doce' },
        ],
        statements: [{ movements: [{ position: 4, amount: 500 }] }],
      },
    })
  })

  it('with a day that may be a month is not guessed; the order can be said', () => {
    const text = 'Fecha;Importe;Concepto\n02/03/2026;5,00;x\n'
    expect(read(bytesOf(text))).toMatchObject({ ok: true, value: { problems: [{ code: 'dateAmbiguous' }] } })
    expect(read(bytesOf(text), { dateOrder: 'mdy' })).toMatchObject({
      ok: true,
      value: { problems: [], statements: [{ movements: [{ date: '2026-02-03' }] }] },
    })
  })

  it('is refused when it is empty, binary, or another kind of XML', () => {
    expect(codeOf(read(bytesOf('')))).toBe('import/empty')
    expect(codeOf(read(Buffer.from([0x89, 0x50, 0, 0, 1])))).toBe('import/not-a-table')
    expect(codeOf(read(Buffer.from([0xd0, 0xcf, 0x11, 0xe0])))).toBe('import/old-workbook')
    expect(codeOf(read(bytesOf('<invoice><total>1</total></invoice>')))).toBe('bank/not-statement')
  })

  it('of CAMT.053 is read, in the Latin encoding that old banks declare too', () => {
    const body = xml(
      entry('30.00', 'Peña Muñoz', 'FMAD-7Q-000001'),
      '<?xml version="1.0" encoding="ISO-8859-1"?>',
    )
    const file = read(bytesOf(body, 'latin1'))
    expect(file).toMatchObject({
      ok: true,
      value: { format: 'camt053', statements: [{ movements: [{ amount: 3000, name: 'Peña Muñoz' }] }] },
    })
  })

  it('with an amount, day or currency that is none is refused with its movement', () => {
    const bad = xml(entry('1', 'A', 'x') + entry('1.005', 'B', 'y'))
    expect(read(bytesOf(bad))).toMatchObject({
      ok: false,
      error: { code: 'bank/bad-movement', details: { position: 2, text: '1.005' } },
    })
    const day = xml(entry('1', 'A', 'x', '2026-02-30'))
    expect(read(bytesOf(day))).toMatchObject({
      ok: false,
      error: { details: { position: 1, text: '2026-02-30' } },
    })
  })

  it('that is cut off says where', () => {
    const file = read(bytesOf(xml(entry('1', 'A', 'x')).slice(0, 300)))
    expect(file).toMatchObject({ ok: false, error: { code: 'bank/broken-xml' } })
    expect(!file.ok && file.error.details?.where).toMatch(/\d+:\d+/)
  })

  it('never grows by its entities, and never reads another file', () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
      <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>`
    expect(codeOf(read(bytesOf(xml(entry('1', '&d;', 'x'), bomb))))).toBe('bank/broken-xml')
    const outside = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY f SYSTEM "file:///etc/passwd">]>`
    expect(codeOf(read(bytesOf(xml(entry('1', '&f;', 'x'), outside))))).toBe('bank/broken-xml')
  })

  it('that nests without end is refused before it fills the memory', () => {
    expect(codeOf(read(bytesOf('<a>'.repeat(100_000))))).toBe('bank/broken-xml')
  })

  it('of 20,000 movements is read in one go', () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, i) => `02/03/2026;Pago ${i};1,${String(i % 100).padStart(2, '0')}`,
    )
    const file = read(bytesOf(`Fecha;Concepto;Importe\n15/03/2026;x;1,00\n${rows.join('\n')}`))
    expect(file.ok && file.value.statements[0]?.movements).toHaveLength(20_001)
  })
})

function setUp() {
  const world = createMoneyStore()
  const sol = world.customer('Sol S.L.')
  const luna = world.customer('Luna Martínez')
  const first = world.issue({ customerId: sol, gross: 3000 })
  world.issue({ customerId: luna, gross: 123_456 })
  return { world, sol, luna, first }
}

function review(world: MoneyStore, text: string) {
  const file = readStatementFile(bytesOf(text), {}, knownBanks(world.db, 'none'))
  if (!file.ok) throw new Error(file.error.code)
  return createBankSession(file.value, world.db, () => undefined)
}
const rowsOf = (session: ReturnType<typeof review>) => session.rows({ file: 'f', skip: 0, limit: 100 }).rows
const post = (world: MoneyStore, session: ReturnType<typeof review>) => {
  const code = world.attempt('payment.postStatement', { movements: session.toPost() })
  if (code === 'ok') session.settle(undefined)
  return code
}

describe('the review of a statement', () => {
  it('says of each movement what it may pay, and why', () => {
    const { world, sol, luna, first } = setUp()
    const session = review(world, CSV)
    expect(session.summary()).toMatchObject({ counts: { open: 2, out: 1 }, sure: 1, from: '2026-03-22' })
    expect(rowsOf(session)).toMatchObject([
      {
        state: 'open',
        matches: [
          {
            customerId: sol,
            confidence: 'sure',
            reasons: ['invoiceNumber', 'amount', 'name'],
            invoices: [{ id: first.id }],
          },
        ],
      },
      { state: 'out', matches: [] },
      { state: 'open', matches: [{ customerId: luna, confidence: 'likely', reasons: ['amount', 'name'] }] },
    ])
  })

  it('posts what was accepted, once: the file read again finds it posted', () => {
    const { world, sol } = setUp()
    const session = review(world, CSV)
    expect(session.decide({ file: 'f', decision: 'sure' })).toMatchObject({ changed: 1, ignore: [] })
    expect(session.counts()).toMatchObject({ counts: { accepted: 1 } })
    expect(post(world, session)).toBe('ok')
    expect(world.account(sol).balance).toBe(0)
    const again = review(world, CSV)
    expect(again.summary()).toMatchObject({ counts: { posted: 1, open: 1 }, sure: 0 })
    expect(again.decide({ file: 'f', positions: [5], decision: 'accept' }).changed).toBe(0)
  })

  it('sees what was undone meanwhile, and posts it again', () => {
    const { world, sol } = setUp()
    const session = review(world, CSV)
    session.decide({ file: 'f', decision: 'sure' })
    post(world, session)
    expect(world.undo(undefined)).toBe('ok')
    session.look()
    expect(rowsOf(session)[0]).toMatchObject({ state: 'accepted' })
    expect(post(world, session)).toBe('ok')
    expect(world.account(sol).balance).toBe(0)
  })

  it('is no longer sure of what somebody recorded by hand these days', () => {
    const { world, sol } = setUp()
    world.clock.at = Date.parse('2026-03-24T10:00:00.000Z')
    world.run('payment.record', {
      customerId: sol,
      amount: '30',
      way: 'transfer',
      date: '2026-03-24',
      parts: [],
    })
    const session = review(world, CSV)
    expect(rowsOf(session)[0]).toMatchObject({ similarOn: '2026-03-24' })
    expect(session.decide({ file: 'f', decision: 'sure' }).changed).toBe(0)
  })

  it('is sure of a line once, though it stands twice', () => {
    const { world, sol } = setUp()
    const session = review(world, `${CSV}22/03/2026;Pago FMAD-7Q-000001;SOL SL;30,00\n`)
    expect(session.summary()).toMatchObject({ counts: { open: 3 }, sure: 1 })
    expect(rowsOf(session)[3]).toMatchObject({ state: 'open', samePaidBy: 5 })
    session.decide({ file: 'f', decision: 'sure' })
    expect(session.counts()).toMatchObject({ counts: { accepted: 1, open: 2 } })
    expect(post(world, session)).toBe('ok')
    expect(world.account(sol).balance).toBe(0)
  })

  it('takes another customer, other invoices and parts that add up to what came in, and no others', () => {
    const { world, sol, luna } = setUp()
    const session = review(world, CSV)
    const choose = (parts: { customerId: string; amount: number }[]) =>
      session.decide({ file: 'f', positions: [7], decision: 'choose', parts }).changed
    expect(choose([{ customerId: luna, amount: 100_000 }])).toBe(0)
    expect(
      choose([
        { customerId: luna, amount: 120_456 },
        { customerId: sol, amount: 3000 },
      ]),
    ).toBe(1)
    expect(post(world, session)).toBe('ok')
    expect([world.account(sol).balance, world.account(luna).balance]).toEqual([0, 3000])
  })

  it('knows an account that has paid before', () => {
    const { world, luna } = setUp()
    const iban = 'ES7921000813610123456789'
    const lines = (text: string) => `Fecha;Concepto;IBAN;Importe\n15/03/2026;${text};${iban};10,00\n`
    const session = review(world, lines('sin nombre'))
    session.decide({
      file: 'f',
      positions: [2],
      decision: 'choose',
      parts: [{ customerId: luna, amount: 1000 }],
    })
    post(world, session)
    expect(rowsOf(review(world, lines('otra vez')))[0]).toMatchObject({
      matches: [{ customerId: luna, reasons: ['account'] }],
    })
  })

  /** Decides as the host does: what is ignored goes into the file. */
  function decide(
    world: MoneyStore,
    session: ReturnType<typeof review>,
    input: Omit<Parameters<typeof session.decide>[0], 'file'>,
  ) {
    const { ignore, heed } = session.decide({ file: 'f', ...input })
    if (ignore.length > 0) expect(world.attempt('payment.ignoreMovements', { movements: ignore })).toBe('ok')
    if (heed.length > 0) expect(world.attempt('payment.heedMovements', { ids: heed })).toBe('ok')
    session.look()
    return session.counts().counts
  }

  it('ignores what a person says, until they say otherwise', () => {
    const { world } = setUp()
    const session = review(world, CSV)
    decide(world, session, { positions: [5], decision: 'ignore' })
    expect(decide(world, session, { decision: 'sure' })).toMatchObject({ ignored: 1, accepted: 0 })
    decide(world, session, { positions: [5], decision: 'reset' })
    expect(session.toPost()).toEqual([])
    expect(session.counts().counts).toMatchObject({ ignored: 0, open: 2 })
  })

  it('does not bring up again what was ignored on another statement, until that is taken back', () => {
    const { world } = setUp()
    decide(world, review(world, CSV), { positions: [7], decision: 'ignore' })
    // The next statement of the bank overlaps.
    const later = `${CSV}26/03/2026;transferencia;SOL SL;1,00\n`
    const next = review(world, later)
    expect(next.summary().counts).toMatchObject({ open: 2, ignored: 1 })
    expect(rowsOf(next)[2]).toMatchObject({ state: 'ignored', name: 'LUNA MARTINEZ' })
    // The same record, whoever ignores it again.
    expect(decide(world, next, { positions: [7], decision: 'ignore' }).ignored).toBe(1)
    expect(decide(world, next, { positions: [7], decision: 'accept' })).toMatchObject({
      ignored: 0,
      accepted: 1,
    })
    expect(review(world, later).summary().counts).toMatchObject({ open: 3, ignored: 0 })
    const third = review(world, later)
    expect(decide(world, third, { positions: [7], decision: 'ignore' }).ignored).toBe(1)
    expect(world.undo(undefined)).toBe('ok')
    third.look()
    expect(third.counts().counts).toMatchObject({ open: 3, ignored: 0 })
    expect(world.documents('catalog').filter(({ kind }) => kind === 'ignoredMovement')).toHaveLength(1)
  })
})
