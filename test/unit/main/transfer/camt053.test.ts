import { describe, expect, it } from 'vitest'
import { readCamt053 } from '#main/services/transfer/camt053.ts'

const statement = (entries: string, version = '02') => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-04-02T03:00:00</CreDtTm></GrpHdr>
    <Stmt>
      <Id>S1</Id>
      <Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id><Ccy>EUR</Ccy></Acct>
      <Bal><Amt Ccy="EUR">99999.99</Amt></Bal>
      ${entries}
    </Stmt>
  </BkToCstmrStmt>
</Document>`

const read = (xml: string) => readCamt053(new TextEncoder().encode(xml))
function movementsOf(xml: string) {
  const result = read(xml)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value.flatMap(({ movements }) => movements)
}

const TRANSFER = `<Ntry>
  <Amt Ccy="EUR">38.72</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
  <BookgDt><Dt>2026-04-01</Dt></BookgDt><ValDt><Dt>2026-04-02</Dt></ValDt>
  <AcctSvcrRef>BANK-1</AcctSvcrRef>
  <NtryDtls><TxDtls>
    <Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
    <RltdPties>
      <Dbtr><Nm>Panadería Núñez &amp; Hijos</Nm></Dbtr>
      <DbtrAcct><Id><IBAN>ES79 2100 0813 6101 2345 6789</IBAN></Id></DbtrAcct>
    </RltdPties>
    <RmtInf><Ustrd>Factura</Ustrd><Ustrd>FMAD-7Q-000001</Ustrd></RmtInf>
  </TxDtls></NtryDtls>
</Ntry>`

const single = (amount: string, reference: string) => `<TxDtls>
  <Refs><EndToEndId>${reference}</EndToEndId></Refs>
  <AmtDtls><TxAmt><Amt Ccy="EUR">${amount}</Amt></TxAmt></AmtDtls>
  <RltdPties><Dbtr><Pty><Nm>Payer ${reference}</Nm></Pty></Dbtr></RltdPties>
</TxDtls>`

describe('a statement of ISO 20022', () => {
  it('tells day, amount, payer, account and text of each movement', () => {
    expect(read(statement(TRANSFER))).toEqual({
      ok: true,
      value: [
        {
          account: 'ES9121000418450200051332',
          movements: [
            {
              position: 1,
              date: '2026-04-01',
              amount: 3872,
              currency: 'EUR',
              name: 'Panadería Núñez & Hijos',
              iban: 'ES7921000813610123456789',
              text: 'Factura FMAD-7Q-000001',
              bankReference: 'BANK-1',
            },
          ],
        },
      ],
    })
  })

  it('of a later version, with a collective movement, is its single payments', () => {
    const entry = `<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
      <BookgDt><DtTm>2026-04-01T23:59:59+14:00</DtTm></BookgDt>
      <NtryDtls><Btch><NbOfTxs>2</NbOfTxs></Btch>${single('10.00', 'R1')}${single('20', 'R2')}</NtryDtls></Ntry>`
    expect(movementsOf(statement(entry, '08'))).toEqual([
      {
        position: 1,
        date: '2026-04-01',
        amount: 1000,
        currency: 'EUR',
        name: 'Payer R1',
        reference: 'R1',
        text: '',
      },
      {
        position: 2,
        date: '2026-04-01',
        amount: 2000,
        currency: 'EUR',
        name: 'Payer R2',
        reference: 'R2',
        text: '',
      },
    ])
  })

  it('leaves out what is only announced, and knows money that went out or came back', () => {
    const pending = TRANSFER.replace('BOOK', 'PDNG')
    const out = TRANSFER.replace('CRDT', 'DBIT')
    const back = TRANSFER.replace('<Sts>', '<RvslInd>true</RvslInd><Sts>')
    const movements = movementsOf(statement(pending + out + back))
    expect(movements.map(({ position, amount, isReversal }) => [position, amount, isReversal])).toEqual([
      [1, -3872, undefined],
      [2, 3872, true],
    ])
    expect(movements[0]).not.toHaveProperty('name')
  })

  it('with a prefix on every name reads the same', () => {
    const prefixed = statement(TRANSFER)
      .replace('xmlns=', 'xmlns:c=')
      .replace(/<(\/?)(?=[A-Z])/g, '<$1c:')
    expect(movementsOf(prefixed)).toEqual(movementsOf(statement(TRANSFER)))
  })

  it.each([
    ['broken', '<Document><Stmt>'],
    ['notStatement', '<Document><Other/></Document>'],
    ['amount', statement(TRANSFER.replace('38.72', '38,72'))],
    ['amount', statement(TRANSFER.replace('38.72', '38.721'))],
    ['currency', statement(TRANSFER.replace('Ccy="EUR">38', '>38'))],
    ['date', statement(TRANSFER.replaceAll('2026-04-0', '2026-14-0'))],
    ['broken', statement('<a>'.repeat(80) + '</a>'.repeat(80))],
  ])('is refused as %s and never read in part', (code, xml) =>
    expect(read(xml)).toMatchObject({ error: { code } }),
  )
})
