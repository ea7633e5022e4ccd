import { join } from 'node:path'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { expect, test } from './fixtures.ts'

test.use({ hostFlags: ['--demo=200'] })

/** A statement that pays an open invoice of the demo data by its number, with a line that cannot be read. */
function statementOf(folder: string): { text: string; customer: string } {
  const db = openSqlite(join(folder, 'enlace.sqlite'), { readOnly: true })
  try {
    const row = db
      .prepare(
        `SELECT d.body ->> '$.number' AS number, i.open, k.body ->> '$.name' AS name
         FROM r_invoice i JOIN d_invoices d ON d.id = i.id JOIN r_customer c ON c.n = i.customer_n
         JOIN d_customers k ON k.id = c.id WHERE i.open > 0 AND d.body ->> '$.currency' = 'EUR' LIMIT 1`,
      )
      .get()
    const amount = (Number(row?.open) / 100).toFixed(2).replace('.', ',')
    const name = String(row?.name)
    const lines = [
      'Fecha operación;Concepto;Ordenante;Importe',
      `25/11/2026;Factura ${String(row?.number)};${name};${amount}`,
      '26/11/2026;Intereses;El Banco;1,00',
      '31/11/2026;no existe ese día;Nadie;10,00',
    ]
    return { text: lines.join('\r\n'), customer: name }
  } finally {
    db.close()
  }
}

test('a bank statement is read, reviewed by keys, posted once, and taken back', async ({
  app: page,
  folder,
}) => {
  const { text, customer } = statementOf(folder)
  const read = () =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name: 'extracto.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.getByRole('link', { name: 'Cobros' }).click()
  await page.getByText('Extractos bancarios').click()
  await read()
  await expect(page.getByText('1 línea no se ha podido leer')).toBeVisible()
  await page.getByRole('button', { name: 'Ver cuáles' }).click()
  await expect(page.getByText(/Línea 4: esa fecha no existe/)).toBeVisible()
  // The panel says whom it pays for, and why.
  await expect(page.getByText(/nombra la factura · es justo lo pendiente/)).toBeVisible()
  await page.getByRole('grid').getByText('25 nov 2026').click()
  await page.keyboard.press('a')
  await page.getByRole('grid').getByText('26 nov 2026').click()
  await page.keyboard.press('i')
  await expect(page.getByText('Ignorados 1')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('1 cobro registrado')).toBeVisible()
  await page.getByRole('button', { name: 'Ver los cobros' }).click()
  await expect(page.getByRole('row').filter({ hasText: customer }).first()).toBeVisible()

  // The same file again: one line stands in the ledger, the other one is none of ours for good.
  await page.getByText('Extractos bancarios').click()
  await read()
  await expect(page.getByText('Ya registrados 1')).toBeVisible()
  await expect(page.getByText('Ignorados 1')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Acepte algún movimiento' })).toBeDisabled()

  // One undo takes the batch back, and the line can be posted again.
  await page.keyboard.press('Control+z')
  await expect(page.getByText('Por revisar 1')).toBeVisible()

  // What is ignored can be seen without a statement, and taken into account again.
  await page.getByRole('button', { name: 'Otro archivo' }).click()
  await page.getByRole('button', { name: 'Movimientos ignorados' }).click()
  await expect(page.getByRole('dialog').getByText('El Banco · Intereses')).toBeVisible()
  await page.getByRole('button', { name: 'Tener en cuenta' }).click()
  await expect(page.getByRole('dialog').getByText('No hay movimientos ignorados')).toBeVisible()
})
