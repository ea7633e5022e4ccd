import { expect, test } from './fixtures.ts'

test.use({ hostFlags: ['--demo=40'], viewport: { width: 1440, height: 900 } })

test('a service is sold, its plan changed with the figures before it is saved, paused, ended, and all of it undone', async ({
  app,
}) => {
  const origin = new URL(app.url()).origin
  await expect(app.getByRole('row').nth(5)).toBeVisible()
  const dialog = app.getByRole('dialog')
  const panel = app.getByRole('complementary', { name: 'Servicio' })
  const choose = async (label: string) => {
    await panel.getByRole('button', { name: 'Más acciones' }).click()
    await app.getByRole('menuitem', { name: label }).click()
  }

  await test.step('for a customer with a site', async () => {
    await app.goto(`${origin}/#/customers/new`)
    await dialog.getByLabel('Nombre', { exact: false }).first().fill('Servicios De Prueba')
    await dialog.getByRole('button', { name: 'Crear cliente' }).click()
    await expect(app).toHaveURL(/customers\/[0-9a-f-]{36}/)
    const customerId = /customers\/([0-9a-f-]{36})/.exec(app.url())?.[1] ?? ''
    await app.goto(`${origin}/#/sites/new?customer=${customerId}`)
    const place = app.getByRole('combobox', { name: /Buscar/ }).first()
    await place.fill('40.4168, -3.7038')
    await place.press('Enter')
    await app
      .getByRole('textbox', { name: /Nombre/ })
      .first()
      .fill('Taller')
    await app.getByRole('button', { name: 'Crear sitio' }).click()
    await expect(app).toHaveURL(/sites\/[0-9a-f-]{36}$/)
  })

  await test.step('with a free price', async () => {
    await app.getByRole('button', { name: 'Nuevo servicio' }).click()
    await dialog.getByRole('textbox', { name: 'Nombre del servicio' }).fill('Fibra de prueba')
    await dialog.getByRole('button', { name: 'Cargo periódico' }).click()
    await dialog.getByRole('textbox', { name: 'Concepto' }).fill('Cuota')
    const price = dialog.getByRole('textbox', { name: /Precio sin impuesto/ })
    await price.fill('1.030,50')
    await expect(dialog.getByText(/1\.?030,50/).first()).toBeVisible()
    await price.fill('30,00')
    await expect(price).toHaveValue('30,00')
    await expect(dialog.getByText(/días × 30,00|Periodo completo/)).toBeVisible()
    const start = dialog.getByLabel('Primer día de servicio')
    await start.fill('2026-02-03')
    await dialog.getByText('Con permanencia').click()
    await expect(dialog.getByLabel('Desde')).toHaveValue('03 feb 2026')
    await dialog.getByText('Con permanencia').click()
    await start.fill(
      await app.evaluate(() => new Date().toLocaleDateString('sv', { timeZone: 'Europe/Madrid' })),
    )
    await dialog.getByRole('button', { name: 'Crear servicio' }).click()
    await expect(panel.getByRole('heading', { name: 'Fibra de prueba' })).toBeVisible()
    await expect(panel.getByText('30,00 € al mes').first()).toBeVisible()
  })

  await test.step('a dearer plan, with both sides and the difference before it is saved', async () => {
    await panel.getByRole('button', { name: 'Cambiar de plan' }).click()
    await dialog.getByRole('textbox', { name: 'Nombre del servicio' }).fill('Fibra mejor')
    await dialog.getByRole('button', { name: 'Cargo periódico' }).click()
    await dialog.getByRole('textbox', { name: 'Concepto' }).fill('Cuota mejor')
    await dialog.getByRole('textbox', { name: /Precio sin impuesto/ }).fill('60')
    await expect(dialog.getByText('Sin el cambio')).toBeVisible()
    await expect(dialog.getByText('Con el cambio')).toBeVisible()
    await expect(dialog.getByText(/días × 60,00|Periodo completo/).first()).toBeVisible()
    await expect(dialog.getByTestId('effect')).toContainText('+')
    await dialog.getByRole('button', { name: 'Cambiar el plan' }).click()
    await expect(panel.getByRole('heading', { name: 'Fibra mejor' })).toBeVisible()
    await expect(panel.getByText('60,00 € al mes').first()).toBeVisible()
  })

  await test.step('paused and resumed', async () => {
    await choose('Pausar')
    const pause = dialog.getByRole('button', { name: 'Pausar' })
    // A day that does not exist is not the same as none: the pause would have no end.
    const until = dialog.getByLabel('Se vuelve a cobrar desde')
    await until.fill('31/02/2099')
    await until.press('Control+Enter')
    await expect(dialog.getByText(/Ese día no existe/)).toBeVisible()
    await expect(pause).toBeDisabled()
    await until.fill('')
    await pause.click()
    await expect(panel.getByText('En pausa').first()).toBeVisible()
    await choose('Reanudar')
    await dialog.getByRole('button', { name: 'Reanudar' }).click()
    await expect(panel.getByText('En pausa')).toHaveCount(0)
  })

  await test.step('suspended without charge tells what that means in money', async () => {
    await choose('Suspender')
    await expect(dialog.getByText(/^No cambia nada/).first()).toBeVisible()
    await dialog.getByText('Se sigue cobrando mientras está suspendido').click()
    await expect(dialog.getByTestId('effect')).toContainText('-')
    await dialog.getByRole('button', { name: 'Cancelar' }).click()
  })

  await test.step('to end on a later day it stays as it is until then, and may be kept', async () => {
    const later = await app.evaluate(() =>
      new Date(Date.now() + 20 * 86_400_000).toLocaleDateString('sv', { timeZone: 'Europe/Madrid' }),
    )
    await choose('Terminar')
    await dialog.getByLabel('Primer día sin servicio').fill(later)
    await dialog.getByRole('button', { name: 'Terminar' }).click()
    await expect(panel.getByText(/^Termina el/).first()).toBeVisible()
    await expect(panel.getByText('60,00 € al mes').first()).toBeVisible()
    await choose('Anular el fin')
    await dialog.getByRole('button', { name: 'Anular el fin' }).click()
    await expect(panel.getByText('Activo', { exact: true }).first()).toBeVisible()
  })

  await test.step('ended, and one undo brings it back', async () => {
    await choose('Terminar')
    await dialog.getByRole('button', { name: 'Terminar' }).click()
    await expect(panel.getByText('Terminado', { exact: true }).first()).toBeVisible()
    await app.getByRole('status').getByRole('button', { name: 'Deshacer' }).first().click()
    await expect(panel.getByText('Activo', { exact: true }).first()).toBeVisible()
  })

  await test.step('found in the list of all services by its customer', async () => {
    await app.goto(`${origin}/#/services`)
    const search = app.getByRole('textbox', { name: 'Servicio, cliente, sitio o identificador' })
    await expect(search).toBeVisible()
    await app.keyboard.press('/')
    await expect(search).toBeFocused()
    await app.keyboard.type('servicios de prueba')
    const rows = app.locator('[role=row][aria-rowindex]:not([aria-rowindex="1"])')
    await expect(rows).toHaveCount(1)
    await expect(rows.first()).toContainText('Fibra mejor')
  })
})
