import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { expect, test } from './fixtures.ts'

test.use({ hostFlags: ['--demo=200'] })

interface Debt {
  id: string
  number: string
  customer: string
  open: number
}

/** Customers who owe one invoice, of an amount that nobody else owes and with a name of their own. */
function debtsOf(folder: string): Debt[] {
  const db = openSqlite(join(folder, 'enlace.sqlite'), { readOnly: true })
  try {
    const rows = db
      .prepare(
        `SELECT d.id AS id, d.body ->> '$.number' AS number, i.open AS open, k.body ->> '$.name' AS customer
         FROM r_invoice i JOIN d_invoices d ON d.id = i.id JOIN r_customer c ON c.n = i.customer_n
         JOIN d_customers k ON k.id = c.id WHERE i.open > 0 AND d.body ->> '$.currency' = 'EUR' ORDER BY number`,
      )
      .all() as unknown as Debt[]
    const times = (test: (one: Debt) => boolean) => rows.filter(test).length
    return rows.filter(
      ({ customer, open }) =>
        times((one) => one.customer === customer) === 1 && times((one) => one.open === open) === 1,
    )
  } finally {
    db.close()
  }
}

interface Line {
  amount: number
  name: string
  text: string
}

const camtOf = (lines: readonly Line[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>ES9121000418450200051332</IBAN></Id></Acct>
${lines
  .map(
    ({
      amount,
      name,
      text,
    }) => `<Ntry><Amt Ccy="EUR">${(amount / 100).toFixed(2)}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-23</Dt></BookgDt><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty>
</Dbtr></RltdPties><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
  )
  .join('\n')}
</Stmt></BkToCstmrStmt></Document>`

const csvOf = (lines: readonly Line[]) =>
  [
    'Fecha operación;Concepto;Ordenante;Importe',
    ...lines.map(
      ({ amount, name, text }) => `24/11/2026;${text};${name};${(amount / 100).toFixed(2).replace('.', ',')}`,
    ),
  ].join('\r\n')

const NOBODY: Line = { amount: 123_457, name: 'Xyz Qwerty', text: 'sin referencia' }

/** One line by the number of the invoice, one by the amount, one by name and amount, and one by nothing. */
const fourOf = ([byNumber, byAmount, byName]: readonly Debt[]): Line[] => [
  { amount: byNumber?.open ?? 0, name: 'Otra Persona Paga', text: `pago ${byNumber?.number ?? ''}` },
  { amount: byAmount?.open ?? 0, name: 'Zzz Www', text: 'transferencia' },
  { amount: byName?.open ?? 0, name: byName?.customer.toUpperCase() ?? '', text: 'recibo' },
  NOBODY,
]

async function readFile(page: Page, name: string, text: string) {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) })
}

const count = (page: Page, state: string, many: number) =>
  expect(page.getByText(`${state} ${many}`, { exact: true })).toBeVisible()

for (const [kind, fileOf] of [
  ['xml', camtOf],
  ['csv', csvOf],
] as const)
  test(`a ${kind} statement is matched by reference, amount and name, changed, posted once, and one payment taken back`, async ({
    app: page,
    folder,
  }) => {
    const debts = debtsOf(folder)
    expect(debts.length).toBeGreaterThan(3)
    const [byNumber, byAmount, byName, other] = debts
    const [name, text] = [`extracto.${kind}`, fileOf(fourOf(debts))]
    const grid = page.getByRole('grid', { name: 'Extracto bancario' })
    const panel = page.getByRole('region', { name: 'Movimiento' })
    const line = (text: string) => grid.getByText(text, { exact: false }).first()
    await page.getByRole('link', { name: 'Cobros' }).click()
    await page.getByText('Extractos bancarios').click()

    await test.step('each line says whom it may pay and why', async () => {
      await readFile(page, name, text)
      await count(page, 'Por revisar', 4)
      // In a small window all of it is in sight beside the panel.
      await page.setViewportSize({ width: 1100, height: 700 })
      await expect.poll(() => grid.evaluate((one) => one.scrollWidth > one.clientWidth)).toBe(false)
      await expect(panel).toBeVisible()
      await page.setViewportSize({ width: 1440, height: 900 })
      await line('Otra Persona Paga').click()
      await expect(panel).toContainText(byNumber?.customer ?? '')
      await expect(panel).toContainText('nombra la factura · es justo lo pendiente')
      await expect(panel.getByText('Segura')).toBeVisible()
      await line('Zzz Www').click()
      await expect(panel).toContainText(byAmount?.customer ?? '')
      await expect(panel).toContainText('es justo lo pendiente')
      await expect(panel.getByText('Posible').first()).toBeVisible()
      await line(byName?.customer.toUpperCase() ?? '').click()
      await expect(panel).toContainText('es justo lo pendiente · mismo nombre')
      await expect(panel.getByText('Probable').first()).toBeVisible()
      await line('Xyz Qwerty').click()
      await expect(panel).toContainText('Elija usted el cliente')
    })

    await test.step('the sure one is accepted, one as it is, and one for somebody else', async () => {
      await page.getByRole('button', { name: 'Aceptar 1 segura' }).click()
      await count(page, 'Aceptados', 1)
      await line(byName?.customer.toUpperCase() ?? '').click()
      await page.keyboard.press('a')
      await count(page, 'Aceptados', 2)
      await line('Zzz Www').click()
      await page.keyboard.press('e')
      const dialog = page.getByRole('dialog')
      const customer = dialog.getByRole('combobox', { name: 'Cliente' })
      await expect(customer).toHaveValue(byAmount?.customer ?? '')
      await customer.fill(other?.customer ?? '')
      await page
        .getByRole('option', { name: other?.customer ?? '' })
        .first()
        .click()
      await dialog.getByRole('button', { name: 'Aceptar', exact: true }).click()
      await count(page, 'Aceptados', 3)
      // What it is accepted for stands in its row.
      await page.getByText('Aceptados 3', { exact: true }).click()
      await expect(grid.getByRole('row').filter({ hasText: 'Zzz Www' })).toContainText(other?.number ?? '')
    })

    await test.step('three payments are posted, and the same file again posts nothing', async () => {
      await page.getByRole('button', { name: 'Registrar 3 cobros' }).click()
      await expect(page.getByText('3 cobros registrados')).toBeVisible()
      await page.getByRole('button', { name: 'Otro archivo' }).click()
      await readFile(page, `copia-${name}`, text)
      await count(page, 'Ya registrados', 3)
      await count(page, 'Por revisar', 1)
      await expect(page.getByRole('button', { name: 'Acepte algún movimiento' })).toBeDisabled()
      // The invoice is paid: nothing is left to give away twice.
      const left = debtsOf(folder).map(({ id }) => id)
      expect(left).not.toContain(byNumber?.id)
      expect(left).not.toContain(byName?.id)
      expect(left).toContain(byAmount?.id)
    })

    await test.step('one payment is taken back, and its line and its invoice are open again', async () => {
      await page.getByText('Cobros', { exact: true }).last().click()
      const payments = page.getByRole('grid', { name: 'Cobros' })
      await payments
        .getByRole('row')
        .filter({ hasText: byNumber?.customer ?? '' })
        .first()
        .click()
      await page.getByRole('button', { name: 'Anular' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Anular' }).click()
      await expect.poll(() => debtsOf(folder).some(({ id }) => id === byNumber?.id)).toBe(true)
      await page.getByText('Extractos bancarios').click()
      await readFile(page, name, text)
      await count(page, 'Ya registrados', 2)
      await count(page, 'Por revisar', 2)
      await page.getByRole('button', { name: 'Aceptar 1 segura' }).click()
      await page.getByRole('button', { name: 'Registrar 1 cobro' }).click()
      await expect(page.getByText('1 cobro registrado')).toBeVisible()
      expect(debtsOf(folder).some(({ id }) => id === byNumber?.id)).toBe(false)
    })
  })
