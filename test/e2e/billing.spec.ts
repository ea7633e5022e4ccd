import { readFileSync } from 'node:fs'
import { unzipSync } from 'fflate'
import { readPdf } from '../support/pdf-text.ts'
import { expect, test } from './fixtures.ts'

test.use({ hostFlags: ['--demo=40'], viewport: { width: 1440, height: 900 } })

test('a run is drafted, explained, issued and saved as PDF, and the second one finds nothing', async ({
  app,
}) => {
  const origin = new URL(app.url()).origin
  const rows = app.locator('[role=row][aria-rowindex]:not([aria-rowindex="1"])')
  await expect(rows.nth(3)).toBeVisible()
  const figure = (name: string) => app.locator(`[data-figure="${name}"]`).first()

  async function draft() {
    await app.goto(`${origin}/#/billing`)
    await app.getByRole('button', { name: 'Nueva facturación' }).first().click()
    const dialog = app.getByRole('dialog')
    await expect(dialog.getByLabel('Hasta el día')).toBeFocused()
    await dialog.getByRole('button', { name: 'Calcular borrador' }).click()
    await expect(app.getByRole('heading', { name: /^Facturación hasta el/ })).toBeVisible()
  }

  let gross = ''
  await test.step('the draft tells what everybody would be billed, and how each amount came about', async () => {
    await draft()
    await expect(rows.first()).toBeVisible()
    await rows.first().click()
    const panel = app.getByRole('complementary', { name: 'Cliente del borrador' })
    await expect(panel.getByRole('button', { name: 'Hacer proforma' })).toBeVisible()
    await expect(panel.getByText(/€|GBP|MXN|ARS/).first()).toBeVisible()
  })

  await test.step('looking at a customer keeps what was searched for', async () => {
    const search = app.getByRole('textbox', { name: 'Nombre o número' })
    const all = await app.getByText(/^Todos \d+$/).textContent()
    await search.fill('a')
    await rows.nth(1).click()
    await expect(rows.nth(1)).toHaveAttribute('data-current')
    await expect(search).toHaveValue('a')
    await search.fill('')
    await expect(app.getByText(String(all), { exact: true })).toBeVisible()
    await rows.first().click()
  })

  await test.step('who is left out is not counted, and is taken in again by a key', async () => {
    const excluded = app.getByText('Excluidos 1', { exact: true })
    await app.getByRole('button', { name: 'Excluir de esta facturación' }).click()
    await expect(excluded).toBeVisible()
    await rows.first().focus()
    await app.getByRole('button', { name: 'Incluir otra vez' }).click()
    await expect(app.getByText('Excluidos 0', { exact: true })).toBeVisible()
    gross = (await figure('gross').textContent()) ?? ''
    expect(gross.trim()).not.toBe('')
  })

  await test.step('issuing asks, shows the run, and comes to what the draft said', async () => {
    await app.getByRole('button', { name: 'Emitir', exact: true }).click()
    await app.getByRole('alertdialog').getByRole('button', { name: 'Emitir' }).click()
    await expect(app.getByText('Emitida', { exact: true })).toBeVisible()
    await expect(figure('gross')).toHaveText(gross)
  })

  await test.step('the PDFs of the run are saved as one file', async () => {
    const download = app.waitForEvent('download')
    await app.getByRole('button', { name: 'Guardar los PDF' }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^Facturas hasta .*\.zip$/)
    const parts = Object.entries(unzipSync(new Uint8Array(readFileSync(await file.path()))))
    expect(parts.length).toBeGreaterThan(0)
    for (const [name, bytes] of parts)
      expect(readPdf(bytes).text).toContain(name.slice(0, -4).split(' ').at(-1))
  })

  await test.step('an invoice is seen as it looks, saved, and credited in part', async () => {
    await app.getByRole('link', { name: 'Ver sus documentos' }).click()
    await expect(rows.first()).toBeVisible()
    await app.getByRole('combobox', { name: 'Clase' }).click()
    await app.getByRole('option', { name: 'Factura', exact: true }).click()
    await expect(app.getByText(/^\d+ documentos?$/)).toBeVisible()
    await rows.first().click()
    const sheet = app.getByRole('article')
    await expect(sheet).toBeVisible()
    // As the document's number; it is the reference of the transfer too.
    const number = await sheet
      .getByText(/^F[A-Z]+-[A-Z0-9]{2}-\d{6}$/)
      .first()
      .textContent()
    const download = app.waitForEvent('download')
    await app.getByRole('button', { name: 'Guardar PDF' }).click()
    const pdf = readPdf(new Uint8Array(readFileSync(await (await download).path())))
    expect(pdf.text).toContain(number)

    await app.getByRole('button', { name: 'Rectificar' }).click()
    const dialog = app.getByRole('dialog')
    const amount = dialog.getByRole('textbox', { name: /^Importe sin impuestos de/ }).first()
    await amount.fill('999999')
    await dialog.getByRole('button', { name: 'Emitir rectificativa' }).click()
    await expect(dialog.getByRole('alert')).toContainText('no pueden pasar de lo que queda')
    await amount.fill('1')
    await dialog.getByRole('button', { name: 'Emitir rectificativa' }).click()
    await expect(app.getByText(/^Rectificativa emitida/)).toBeVisible()
    await expect(app.getByRole('link', { name: `Factura ${number}` })).toBeVisible()
  })

  await test.step('a payment taken from an invoice follows the amount that is typed', async () => {
    await app.goto(`${origin}/#/invoices?state=open`)
    await rows.first().click()
    await app.getByRole('button', { name: 'Registrar cobro' }).click()
    const dialog = app.getByRole('dialog')
    const part = dialog.getByRole('textbox', { name: /^Se paga de la factura/ }).first()
    await expect(part).not.toHaveValue('')
    await dialog.getByRole('textbox', { name: /^Importe/ }).fill('1,50')
    await expect(dialog.getByText(/^A facturas 1,50/)).toBeVisible()
    const values = await dialog
      .locator('tbody input')
      .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value).filter(Boolean))
    expect(values).toEqual(['1,50'])
    await expect(dialog.getByRole('alert')).toHaveCount(0)
    await dialog.getByRole('button', { name: 'Cancelar' }).click()
    await app.getByRole('alertdialog').getByRole('button', { name: 'Descartar' }).click()
  })

  await test.step('a second run finds nothing to bill', async () => {
    await draft()
    await expect(app.getByText('No hay nada que facturar')).toBeVisible()
    await expect(app.getByRole('button', { name: 'Emitir', exact: true })).toBeDisabled()
  })
})
