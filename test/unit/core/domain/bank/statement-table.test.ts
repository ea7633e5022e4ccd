import { describe, expect, it } from 'vitest'
import { readStatementTable, type TableReading } from '#core/domain/bank/statement-table.ts'
import { readCsv } from '#main/services/transfer/csv-read.ts'

function read(text: string, reading: Partial<TableReading> = {}) {
  const rows = readCsv(text, ';')
  if (!rows.ok) throw new Error(rows.error.code)
  const statement = readStatementTable(rows.value, { currency: 'EUR', ...reading })
  if (!statement.ok) throw new Error(statement.error.code)
  return statement.value
}

const SPANISH = `Extracto de movimientos
Cuenta: ES91 2100 0418 4502 0005 1332;;;
F. operación;F. valor;Concepto;Importe;Ordenante
31/03/2026;31/03/2026;Transf. factura FMAD-7Q-000001;1.038,72 €;PANADERIA NUÑEZ SL
01/04/2026;01/04/2026;Recibo luz;-210,00 €;
02/04/2026;;"Pago; con punto y coma";25,00;Ana Pérez
;;Saldo;854,00;
`

describe('a statement in a table', () => {
  it('is found below what the bank writes above it', () => {
    const { account, movements, problems } = read(SPANISH)
    expect(account).toBe('ES9121000418450200051332')
    expect(problems).toEqual([])
    expect(movements).toEqual([
      {
        position: 4,
        date: '2026-03-31',
        amount: 103_872,
        currency: 'EUR',
        name: 'PANADERIA NUÑEZ SL',
        text: 'Transf. factura FMAD-7Q-000001',
      },
      { position: 5, date: '2026-04-01', amount: -21_000, currency: 'EUR', text: 'Recibo luz' },
      {
        position: 6,
        date: '2026-04-02',
        amount: 2500,
        currency: 'EUR',
        name: 'Ana Pérez',
        text: 'Pago; con punto y coma',
      },
    ])
  })

  it('may have a column for money in and one for money out', () => {
    const { movements } = read(
      'Fecha;Concepto;Cargo;Abono;Divisa\n2026-04-01;a;12,50;;EUR\n2026-04-01;b;;3000;JPY\n2026-04-02;c;-7,00;;EUR\n',
    )
    expect(movements.map(({ amount, currency }) => [amount, currency])).toEqual([
      [-1250, 'EUR'],
      [3000, 'JPY'],
      [-700, 'EUR'],
    ])
  })

  it('never guesses a day or an amount that can be read in two ways', () => {
    const unclear = 'Fecha;Importe;Concepto\n01/02/2026;1.234;a\n'
    expect(read(unclear).problems).toEqual([{ code: 'dateAmbiguous', position: 2, text: '01/02/2026' }])
    expect(read(unclear, { dateOrder: 'dmy' }).problems).toEqual([
      { code: 'amountAmbiguous', position: 2, text: '1.234' },
    ])
    const settled = read(unclear, { dateOrder: 'dmy', decimalMark: 'comma' })
    expect(settled.movements).toMatchObject([{ date: '2026-02-01', amount: 123_400 }])
  })

  it('lets the other rows prove the order of dates and the decimal mark', () => {
    const { movements } = read('Fecha;Importe\n01/02/2026;1.234\n28/02/2026;5,50\n')
    expect(movements.map(({ date, amount }) => [date, amount])).toEqual([
      ['2026-02-01', 123_400],
      ['2026-02-28', 550],
    ])
  })

  it('names the rows that it cannot read and keeps the others', () => {
    const { movements, problems } = read(
      'Fecha;Importe;Divisa\n30/02/2026;1,00;EUR\n2026-03-01;mucho;EUR\n2026-03-01;1,00;euros\n2026-03-01;1,001;EUR\n2026-03-01;1,00;\n',
      { decimalMark: 'comma' },
    )
    expect(problems.map(({ code, position }) => [code, position])).toEqual([
      ['date', 2],
      ['amount', 3],
      ['currency', 4],
      ['amount', 5],
    ])
    expect(movements).toHaveLength(1)
  })

  it('is refused when no row looks like its header', () => {
    expect(
      readStatementTable(
        [
          ['a', 'b'],
          ['1', '2'],
        ],
        { currency: 'EUR' },
      ),
    ).toMatchObject({
      error: { code: 'noColumns' },
    })
    const header = { row: 0, columns: { date: 0, amount: 1, text: [] } }
    const rows = [
      ['tag', 'wert'],
      ['2026-03-01', '1.50'],
    ]
    expect(readStatementTable(rows, { currency: 'EUR', header })).toMatchObject({
      value: { movements: [{ amount: 150 }] },
    })
  })
})
