import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

test.use({ hostFlags: ['--demo=30'], viewport: { width: 1280, height: 800 } })

async function open(app: Page, section: string): Promise<void> {
  await expect(app.getByRole('row').nth(3)).toBeVisible()
  await app.goto(`${new URL(app.url()).origin}/#/settings/${section}`)
}

const names = async (list: Locator) =>
  (await list.getByRole('listitem').getByRole('button').allTextContents())
    .map((text) => text.trim())
    .filter((text) => text !== '')

test('a tag is made, refused twice under one name, moved, archived, restored and taken back', async ({
  app,
}) => {
  await open(app, 'tag')
  const list = app.locator('main ul').last()
  const dialog = app.getByRole('dialog')

  await app.getByRole('button', { name: 'Nueva etiqueta' }).click()
  await dialog.getByRole('button', { name: 'Guardar' }).click()
  await expect(dialog.getByRole('textbox', { name: 'Nombre' })).toHaveAttribute('aria-invalid', 'true')
  await expect(dialog.getByRole('textbox', { name: 'Nombre' })).toBeFocused()
  await app.keyboard.type('Fibra rural')
  await dialog.getByRole('textbox', { name: 'Enlace' }).fill('javascript:alert(1)')
  await app.keyboard.press('Control+Enter')
  await expect(dialog.getByRole('textbox', { name: 'Enlace' })).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByRole('textbox', { name: 'Enlace' }).fill('https://intranet.example/rural')
  await app.keyboard.press('Control+Enter')
  await expect(dialog).toBeHidden()
  const made = list.getByRole('listitem').filter({ hasText: 'Fibra rural' })
  await expect(made).toContainText('https://intranet.example/rural')

  await app.getByRole('button', { name: 'Nueva etiqueta' }).click()
  await dialog.getByRole('textbox', { name: 'Nombre' }).fill('FIBRA RURAL')
  await expect(dialog.getByRole('textbox', { name: 'Nombre' })).toHaveAttribute('aria-invalid', 'true')
  await app.keyboard.press('Escape')
  await app.getByRole('alertdialog').getByRole('button', { name: 'Descartar' }).click()
  await expect(dialog).toBeHidden()

  const before = await names(list)
  await made.getByRole('button', { name: 'Acciones de Fibra rural' }).click()
  await app.getByRole('menuitem', { name: 'Subir' }).click()
  await expect
    .poll(async () => (await names(list)).findIndex((name) => name.startsWith('Fibra rural')))
    .toBe(before.findIndex((name) => name.startsWith('Fibra rural')) - 1)

  await made.getByRole('button', { name: 'Acciones de Fibra rural' }).click()
  await app.getByRole('menuitem', { name: 'Archivar' }).click()
  await expect(made).toBeHidden()
  await app.getByRole('switch', { name: 'Ver archivados (1)' }).click()
  await expect(made).toContainText('Archivado')
  await made.getByRole('button', { name: 'Acciones de Fibra rural' }).click()
  await app.getByRole('menuitem', { name: 'Restaurar' }).click()
  await expect(made).not.toContainText('Archivado')
  await app.locator('body').click({ position: { x: 5, y: 5 } })
  await app.keyboard.press('Control+z')
  await expect(app.getByRole('switch', { name: 'Ver archivados (1)' })).toBeVisible()
})

test('a product has its prices in decimals with a comma, and a tax its rates by date', async ({ app }) => {
  await open(app, 'taxRate')
  const dialog = app.getByRole('dialog')
  await app.getByRole('button', { name: 'Nuevo impuesto' }).click()
  await dialog.getByRole('textbox', { name: 'Nombre' }).fill('IVA cultural')
  await dialog.getByRole('textbox', { name: 'Porcentaje' }).fill('4,5')
  await app.keyboard.press('Control+Enter')
  await expect(dialog).toBeHidden()
  await expect(app.getByRole('listitem').filter({ hasText: 'IVA cultural' })).toContainText('4,5 %')

  await app.goto(`${new URL(app.url()).origin}/#/settings/product`)
  await app.getByRole('button', { name: 'Nuevo producto' }).click()
  await dialog.getByRole('textbox', { name: 'Nombre' }).fill('Medidor de nave')
  await dialog.getByRole('textbox', { name: 'Precio' }).first().fill('0,1234')
  await app.keyboard.press('Control+Enter')
  await expect(dialog).toBeHidden()
  await expect(app.getByRole('listitem').filter({ hasText: 'Medidor de nave' })).toContainText('0,1234')
})

test('the own office is changed in its place: what is wrong is named, what is right stays', async ({
  app,
}) => {
  await open(app, 'general')
  const panel = app.locator('section').filter({ hasText: 'Oficina de este equipo' })
  const name = panel.getByRole('textbox', { name: 'Nombre' })
  await name.fill('')
  await expect(name).toHaveAttribute('aria-invalid', 'true')
  await panel.getByRole('button', { name: 'Guardar' }).click()
  await expect(name).toBeFocused()
  await name.fill('Oficina de Sigüenza')
  await panel.getByRole('button', { name: 'Guardar' }).click()
  await expect(panel.getByRole('button', { name: 'Guardar' })).toBeDisabled()
  await app.reload()
  await expect(name).toHaveValue('Oficina de Sigüenza')
})
