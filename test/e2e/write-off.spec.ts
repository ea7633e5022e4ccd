import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { expect, test } from './fixtures.ts'

test.use({ hostFlags: ['--demo=200'], viewport: { width: 1440, height: 900 } })

interface Debtor {
  id: string
  name: string
  open: number
}

/** A customer whose whole balance is one overdue invoice in euros. */
function debtorOf(folder: string): Debtor {
  const db = openSqlite(join(folder, 'enlace.sqlite'), { readOnly: true })
  try {
    const row = db
      .prepare(
        `SELECT k.id AS id, k.body ->> '$.name' AS name, sum(i.open) AS open
         FROM r_invoice i JOIN d_invoices d ON d.id = i.id JOIN r_customer c ON c.n = i.customer_n
         JOIN d_customers k ON k.id = c.id
         WHERE i.open > 0 AND d.body ->> '$.currency' = 'EUR'
         GROUP BY k.id
         HAVING count(*) = 1 AND max(d.body ->> '$.dueOn') < date('now') AND sum(i.open) > 1000
           AND sum(i.open) = (SELECT sum(t.body ->> '$.amount') FROM transactions t WHERE t.body ->> '$.customerId' = k.id
                              AND t.body ->> '$.kind' <> 'allocation')
         ORDER BY open DESC LIMIT 1`,
      )
      .get()
    return { id: String(row?.id), name: String(row?.name), open: Number(row?.open) }
  } finally {
    db.close()
  }
}

/** `1.234,56 €` in cents. */
const cents = (text: string | null): number => {
  const digits = (text ?? '').replace(/[^\d,-]/g, '').replace(',', '')
  return Number(digits)
}
const euros = (amount: number): string => (amount / 100).toFixed(2).replace('.', ',')

/** What all customers owe, bucket by bucket, as the report says. */
async function ageingOf(page: Page, origin: string): Promise<number> {
  await page.goto(`${origin}/#/revenue/ageing`)
  const rows = page.getByRole('row').filter({ hasText: /Sin vencer|días/ })
  await expect(rows).toHaveCount(5)
  const open = await rows.evaluateAll((all) =>
    all.map((row) => row.querySelectorAll('td, th')[2]?.textContent),
  )
  return open.reduce((sum, text) => sum + cents(text ?? null), 0)
}

test('what is written off, paid and refunded shows in balance, statement of account and ageing', async ({
  app: page,
  folder,
}) => {
  const origin = new URL(page.url()).origin
  await expect(page.getByRole('row').nth(3)).toBeVisible()
  const debtor = debtorOf(folder)
  expect(debtor.open).toBeGreaterThan(1000)
  const dialog = page.getByRole('dialog')
  const before = await ageingOf(page, origin)
  const figure = (name: string) =>
    page
      .locator('dl > div')
      .filter({ has: page.getByText(name, { exact: true }) })
      .getByRole('definition')
  const isWorth = async (name: string, amount: number) =>
    expect.poll(async () => cents(await figure(name).textContent()), { message: name }).toBe(amount)
  const closing = page.getByRole('row').filter({ hasText: 'Saldo final' }).getByRole('cell').last()
  const endsAt = (amount: number) => expect.poll(async () => cents(await closing.textContent())).toBe(amount)
  const toAccount = () => page.goto(`${origin}/#/customers/${debtor.id}/account`)

  await test.step('a part of the invoice is given up, with the reason', async () => {
    await toAccount()
    await isWorth('Saldo', debtor.open)
    await endsAt(debtor.open)
    await page.getByRole('button', { name: 'Dar por incobrable' }).click()
    const amount = dialog.getByRole('textbox', { name: /^Importe/ })
    await expect(amount).toHaveValue(euros(debtor.open))
    await amount.fill(euros(debtor.open + 1))
    await expect(dialog.getByText(/De esta factura solo quedan/)).toBeVisible()
    await amount.fill('2,50')
    await dialog.getByRole('textbox', { name: 'Motivo' }).fill('Acuerdo con el cliente')
    await dialog.getByRole('button', { name: 'Dar por incobrable' }).click()
    await expect(dialog).toHaveCount(0)
    await isWorth('Saldo', debtor.open - 250)
    await isWorth('Facturas pendientes', debtor.open - 250)
    await endsAt(debtor.open - 250)
    await expect(page.getByRole('row').filter({ hasText: 'Acuerdo con el cliente' })).toContainText('2,50')
    expect(await ageingOf(page, origin)).toBe(before - 250)
  })

  await test.step('more than is left is paid: the rest is credit', async () => {
    await toAccount()
    await page.getByRole('button', { name: 'Registrar cobro' }).click()
    await dialog.getByRole('textbox', { name: /^Importe/ }).fill(euros(debtor.open - 250 + 1000))
    await dialog.getByRole('button', { name: 'Registrar', exact: false }).last().click()
    await expect(dialog).toHaveCount(0)
    await isWorth('Saldo', -1000)
    await isWorth('Facturas pendientes', 0)
    await isWorth('A favor', 1000)
    await endsAt(-1000)
    expect(await ageingOf(page, origin)).toBe(before - debtor.open)
  })

  await test.step('no more than the credit is paid back, and nothing is owed then', async () => {
    await toAccount()
    await page.getByRole('button', { name: 'Devolver dinero' }).click()
    const amount = dialog.getByRole('textbox', { name: /^Importe/ })
    await expect(amount).toHaveValue('10,00')
    await amount.fill('10,01')
    await expect(dialog.getByText('Solo hay 10,00 € a favor.')).toBeVisible()
    await dialog.getByRole('button', { name: 'Registrar devolución' }).click()
    await expect(dialog).toBeVisible()
    await amount.fill('10')
    await dialog.getByRole('button', { name: 'Registrar devolución' }).click()
    await expect(dialog).toHaveCount(0)
    await isWorth('Saldo', 0)
    await isWorth('A favor', 0)
    await endsAt(0)
    await expect(page.getByRole('button', { name: 'Devolver dinero' })).toHaveCount(0)
  })

  await test.step('what was given up can be taken back, and is owed again', async () => {
    await page.keyboard.press('Control+z')
    await isWorth('A favor', 1000)
    await page.goto(`${origin}/#/payments`)
    await page.getByRole('textbox', { name: 'Cliente, número o referencia' }).fill(debtor.name)
    const row = page.getByRole('grid').getByRole('row').filter({ hasText: '2,50' })
    await row.click()
    await page.getByRole('button', { name: 'Anular' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Anular' }).click()
    expect(await ageingOf(page, origin)).toBe(before - debtor.open + 250)
    await toAccount()
    await isWorth('Saldo', -750)
    await isWorth('Facturas pendientes', 250)
    await endsAt(-750)
    // The credit that is left pays it.
    await page.getByRole('button', { name: 'Aplicar saldo a favor' }).first().click()
    await isWorth('Facturas pendientes', 0)
    await isWorth('A favor', 750)
    await isWorth('Saldo', -750)
  })
})
