import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { unzipSync, strFromU8 } from 'fflate'
import { expect, test } from './fixtures.ts'

test.use({ hostFlags: ['--demo=30'], viewport: { width: 1280, height: 800 } })

async function create(app: Page, name: string, taxId?: string): Promise<void> {
  await app.goto(`${new URL(app.url()).origin}/#/customers/new`)
  const form = app.getByRole('dialog')
  await form.getByLabel('Nombre', { exact: false }).first().fill(name)
  if (taxId !== undefined) await form.getByLabel('NIF', { exact: false }).first().fill(taxId)
  await form.getByRole('button', { name: 'Crear cliente' }).click()
  await expect(app).toHaveURL(/customers\/[0-9a-f-]{36}/)
  await expect(app.getByRole('heading', { level: 2, name })).toBeVisible()
}

async function choose(app: Page, action: string): Promise<void> {
  await app.getByRole('button', { name: 'Acciones' }).click()
  await app.getByRole('menuitem', { name: action }).click()
}

async function archive(app: Page): Promise<void> {
  await choose(app, 'Archivar')
  const dialog = app.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Archivar' }).click()
  await expect(app.getByRole('button', { name: 'Restaurar' })).toBeVisible()
}

test('what holds a customer back is listed one by one, and closing it opens the way', async ({ app }) => {
  await expect(app.getByRole('row').nth(5)).toBeVisible()
  // The demo's first customers have services.
  for (let row = 1; row <= 10; row++) {
    await app.getByRole('row').nth(row).getByRole('button').first().click()
    await expect(app).toHaveURL(/customers\/[0-9a-f-]{36}/)
    await choose(app, 'Archivar')
    const dialog = app.getByRole('dialog')
    await expect(dialog.getByRole('button', { name: 'Archivar' })).toBeVisible()
    const ends = dialog.getByRole('button', { name: /^Terminar hoy/ })
    await expect(dialog.getByText(/Cierre antes|Sus contactos/)).toBeVisible()
    const before = await ends.count()
    if (before > 0) {
      await expect(dialog.getByRole('button', { name: 'Archivar' })).toBeDisabled()
      await ends.first().click()
      // Where it has equipment or an exit fee, it asks first.
      const sure = dialog.getByRole('button', { name: 'Terminar', exact: true })
      await expect(async () => {
        if (await sure.isVisible()) await sure.click()
        expect(await ends.count()).toBe(before - 1)
      }).toPass()
      return
    }
    await app.keyboard.press('Escape')
    await app.goBack()
  }
  throw new Error('no customer of the demo has a service')
})

test('restoring asks about what somebody else has now', async ({ app }) => {
  await expect(app.getByRole('row').nth(5)).toBeVisible()
  await create(app, 'Vieja Empresa', 'B58378431')
  const old = app.url()
  await archive(app)
  await create(app, 'Nueva Empresa', 'B58378431')
  const other = app.url()
  await app.goto(old)
  await app.getByRole('button', { name: 'Restaurar' }).click()
  const dialog = app.getByRole('dialog', { name: '¿Restaurar a Vieja Empresa?' })
  await expect(dialog.getByText('ahora lo tiene Nueva Empresa')).toBeVisible()
  await dialog.getByRole('combobox', { name: /B58378431/ }).click()
  await app.getByRole('option', { name: 'Quitárselo al otro' }).click()
  await dialog.getByRole('button', { name: 'Restaurar' }).click()
  await expect(dialog).toHaveCount(0)
  await app.goto(other)
  await expect(app.getByRole('heading', { level: 2, name: 'Nueva Empresa' })).toBeVisible()
  // It is in the log below, but no fact of the customer any more.
  await expect(app.locator('dd', { hasText: /^\s*B58378431\s*$/ })).toHaveCount(0)
})

test('personal data are exported as JSON and PDF, and erased for good', async ({ app }) => {
  await expect(app.getByRole('row').nth(5)).toBeVisible()
  await create(app, 'Zulema Quintanilla')
  const address = app.url()
  const download = app.waitForEvent('download')
  await choose(app, 'Exportar los datos personales')
  const file = await download
  expect(file.suggestedFilename()).toMatch(/Zulema Quintanilla.*\.zip$/)
  const parts = unzipSync(new Uint8Array(readFileSync(await file.path())))
  const json = JSON.parse(strFromU8(parts['datos.json'] ?? new Uint8Array())) as Record<string, unknown>
  expect(json).toMatchObject({ format: 'enlace-personal-data', customer: { name: 'Zulema Quintanilla' } })
  expect(strFromU8((parts['datos.pdf'] ?? new Uint8Array()).slice(0, 5))).toBe('%PDF-')

  await archive(app)
  await choose(app, 'Borrar los datos personales')
  const dialog = app.getByRole('dialog')
  const erase = dialog.getByRole('button', { name: 'Borrar para siempre' })
  await expect(dialog.getByText('No se puede deshacer')).toBeVisible()
  await expect(erase).toBeDisabled()
  const number = await dialog.locator('strong').textContent()
  await dialog.getByLabel('Número del cliente').fill(number ?? '')
  await erase.click()
  await expect(app.getByText('Datos borrados')).toBeVisible()
  await app.goto(address)
  await expect(app.getByText('Zulema')).toHaveCount(0)
})
