import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

test.use({ hostFlags: ['--demo=30'], viewport: { width: 1440, height: 900 } })

const at = (app: Page, path: string) => app.goto(`${new URL(app.url()).origin}/#${path}`)

/** A customer whose notes were changed twice. */
async function fill(app: Page): Promise<string> {
  await expect(app.getByRole('row').nth(5)).toBeVisible()
  await at(app, '/customers/new')
  const form = app.getByRole('dialog')
  await form.getByLabel('Nombre', { exact: false }).first().fill('Panadería Ñandú')
  await form.getByRole('button', { name: 'Crear cliente' }).click()
  await expect(app).toHaveURL(/customers\/[0-9a-f-]{36}/)
  // The keys of a page that is not there yet mean nothing.
  await expect(app.getByRole('heading', { level: 2, name: 'Panadería Ñandú' })).toBeVisible()
  const id = /customers\/([0-9a-f-]{36})/.exec(app.url())?.[1] ?? ''
  for (const name of ['Panadería Uno', 'Panadería Dos']) {
    await app.keyboard.press('e')
    const dialog = app.getByRole('dialog')
    await dialog.getByLabel('Nombre', { exact: false }).first().fill(name)
    await app.keyboard.press('Control+Enter')
    await expect(dialog).toHaveCount(0)
    await expect(app.getByRole('heading', { level: 2, name })).toBeVisible()
  }
  return id
}

test('the log is filtered, checked and exported', async ({ app }) => {
  await fill(app)
  await at(app, '/activity')
  const search = app.getByRole('searchbox', { name: /Cliente, sitio/ })
  await search.fill('panaderia dos')
  await expect(app.getByRole('listitem').filter({ hasText: 'Panadería Dos' }).first()).toBeVisible()
  await app.getByRole('combobox', { name: 'Acción' }).click()
  await app.getByRole('option', { name: 'Crear cliente' }).click()
  await expect(app.getByText('creó el cliente').first()).toBeVisible()
  await expect(app.getByText('cambió el cliente')).toHaveCount(0)
  await search.fill('no existe nadie así')
  await expect(app.getByText('Nada cumple estos filtros')).toBeVisible()
  await app.getByRole('button', { name: 'Quitar filtros' }).first().click()

  await search.fill('panaderia dos')
  await expect(app.getByText('cambió el cliente').first()).toBeVisible()
  const download = app.waitForEvent('download')
  await app.getByRole('button', { name: 'Exportar' }).click()
  await app.getByRole('menuitem', { name: 'CSV' }).click()
  const text = readFileSync(await (await download).path(), 'utf8')
  expect(text).toContain('Fecha y hora;Persona;Oficina;Acción')
  expect(text).toContain('Panadería Uno;Panadería Dos')

  await app.getByRole('button', { name: 'Comprobar' }).click()
  await app.getByRole('button', { name: 'Comprobar ahora' }).click()
  await expect(app.getByText(/Todo en orden/)).toBeVisible()
})

test('a value is put back from the log, and not where it was changed since', async ({ app }) => {
  const id = await fill(app)
  await at(app, `/customers/${id}/activity`)
  const puts = app.getByRole('button', { name: /^Devolver Cliente .*Nombre/ })
  await expect(puts).toHaveCount(2)
  await puts.nth(1).focus()
  await app.keyboard.press('Enter')
  await expect(app.getByText(/ya no es lo que este cambio dejó/)).toBeVisible()
  await puts.nth(0).focus()
  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { level: 2, name: 'Panadería Uno' })).toBeVisible()
  await expect(app.getByText('devolvió un valor anterior').first()).toBeVisible()
})

test('a customer is shown as of a date, for reading only', async ({ app }) => {
  const id = await fill(app)
  await at(app, `/customers/${id}/activity`)
  await app.getByRole('button', { name: 'Ver a una fecha' }).click()
  await expect(app.getByRole('dialog').getByLabel('Fecha')).toBeFocused()
  await app.keyboard.press('Enter')
  await expect(app.getByText(/Así estaba el cliente al acabar el/)).toBeVisible()
  await app.getByLabel('Fecha').fill('2020-01-01')
  await expect(app.getByText('Ese día el cliente todavía no existía')).toBeVisible()
  await app.getByRole('button', { name: 'Volver a hoy' }).click()
  await expect(app.getByText(/Así estaba el cliente/)).toHaveCount(0)
})
