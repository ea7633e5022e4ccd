import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

test.use({ hostFlags: ['--demo=300'] })

/** Makes a person by the form, and answers the number in its message. */
async function makePerson(app: Page, { name, phone }: { name: string; phone: string }): Promise<string> {
  await app.getByRole('button', { name: 'Nuevo cliente' }).first().click()
  const form = app.getByRole('dialog')
  await form.getByLabel('Nombre', { exact: false }).first().fill(name)
  await form.getByLabel('Teléfono', { exact: false }).fill(phone)
  await form.getByRole('button', { name: 'Crear cliente' }).click()
  await expect(app).toHaveURL(/customers\/[0-9a-f-]{36}/)
  return (
    await app
      .getByText(/^[A-Z]{2,6}-\w{2}-\d{6}/)
      .first()
      .innerText()
  ).trim()
}

test('a duplicate is told while typing, merged side by side, found by its old number, and given back: no merge is for good (pain 23)', async ({
  app,
}) => {
  const kept = await makePerson(app, { name: 'Zacarías Núñez Quintanilla', phone: '612 345 001' })
  await app.goto(`${new URL(app.url()).origin}/#/customers/new`)
  const form = app.getByRole('dialog')
  await form.getByLabel('Nombre', { exact: false }).first().fill('ZACARIAS NUÑEZ QUINTANILLA')
  await expect(form.getByText('Ya hay un cliente con este nombre')).toBeVisible()
  await form.getByLabel('Teléfono', { exact: false }).fill('+34612345001')
  await expect(form.getByText('Otro cliente tiene este teléfono')).toBeVisible()
  await form.getByRole('button', { name: 'Crear cliente' }).click()
  await expect(app).toHaveURL(/customers\/[0-9a-f-]{36}/)
  const gone = (
    await app
      .getByText(/^[A-Z]{2,6}-\w{2}-\d{6}/)
      .first()
      .innerText()
  ).trim()
  expect(gone).not.toBe(kept)

  // By the palette, as from everywhere.
  await app.keyboard.press('Control+k')
  await app.getByRole('combobox', { name: 'Buscar o hacer' }).fill('duplicados')
  await app.getByRole('option', { name: 'Revisar clientes duplicados' }).click()
  const groups = app.getByRole('grid', { name: 'Grupos de clientes que parecen el mismo' })
  const row = groups.getByRole('row').filter({ hasText: 'Zacarías' })
  await expect(row).toContainText('Teléfono, Nombre')
  await row.getByRole('button', { name: /^Comparar y unir/ }).click()

  const name = app.getByRole('radio', { name: 'Nombre: Zacarías Núñez Quintanilla' })
  await expect(name).toBeVisible()
  await name.check()
  await app.getByRole('radio', { name: 'Se queda Zacarías Núñez Quintanilla' }).check()
  await expect(app.getByText('Contactos que parecen la misma persona')).toBeVisible()
  await expect(app.getByText('1 contacto se une con otro')).toBeVisible()
  await app.getByRole('button', { name: 'Unir 2 clientes' }).click()
  await expect(app.getByRole('status').filter({ hasText: 'Unido a Zacarías' })).toBeVisible()
  await expect(groups).toBeVisible()
  await expect(groups.getByRole('row').filter({ hasText: 'Zacarías' })).toHaveCount(0)

  // The old number leads to who is left.
  await app.keyboard.press('Control+k')
  await app.getByRole('combobox', { name: 'Buscar o hacer' }).fill(gone)
  const hit = app.getByRole('option').filter({ hasText: 'número anterior' })
  await expect(hit).toContainText('Zacarías')
  await hit.click()
  await expect(app.getByRole('heading', { name: 'Zacarías Núñez Quintanilla', level: 2 })).toBeVisible()

  // The page of the other one says where it went.
  await app.getByRole('link', { name: gone }).click()
  await expect(app.getByText('Este cliente se unió a otro')).toBeVisible()
  await app.getByRole('button', { name: new RegExp(`^Abrir Zacarías.*${kept}`) }).click()
  await expect(app.getByRole('heading', { name: 'Zacarías Núñez Quintanilla', level: 2 })).toBeVisible()
  await app.getByRole('tab', { name: 'Actividad' }).click()
  await expect(app.getByText(/unió otros clientes a Zacarías/).first()).toBeVisible()

  await app.keyboard.press('Control+z')
  await expect(app.getByRole('status').filter({ hasText: 'unir clientes' })).toBeVisible()
  await app.goto(`${new URL(app.url()).origin}/#/customers/duplicates`)
  await expect(groups.getByRole('row').filter({ hasText: 'Zacarías' })).toBeVisible()
})

test('a group that is not one customer is put aside, and can be brought back', async ({ app }) => {
  await app.getByRole('button', { name: 'Revisar clientes duplicados' }).click()
  const groups = app.getByRole('grid', { name: 'Grupos de clientes que parecen el mismo' })
  const first = groups.getByRole('row').nth(1)
  await expect(first.getByRole('link').first()).toBeVisible()
  const names = await first.getByRole('link').allInnerTexts()
  expect(names.length).toBeGreaterThan(1)
  const row = groups.getByRole('row').filter({ hasText: names[0] ?? '' })
  await first.getByRole('button', { name: /^No son el mismo/ }).click()
  await expect(row).toHaveCount(0)
  await app.getByText('Descartados').click()
  await expect(row).toBeVisible()
  await row.getByRole('button', { name: /^Volver a proponer/ }).click()
  await expect(row).toHaveCount(0)
  await app.getByText('Por revisar').click()
  await expect(row).toBeVisible()
})

test('all of a short list are compared as well as some picked one by one', async ({ app }) => {
  for (const [place, first] of ['Zaida', 'Zenón', 'Zoraida'].entries()) {
    await app.goto(`${new URL(app.url()).origin}/#/customers`)
    await makePerson(app, { name: `${first} Xifré Quirós`, phone: `612 345 00${place}` })
  }
  await app.goto(`${new URL(app.url()).origin}/#/customers?q=xifre`)
  const grid = app.getByRole('grid', { name: 'Lista de clientes' })
  await expect(grid.getByText('Zoraida Xifré Quirós')).toBeVisible()
  await expect(grid).not.toHaveAttribute('aria-busy')
  await grid.focus()
  await app.keyboard.press('Shift+F10')
  await expect(app.getByRole('menuitem').first()).toBeVisible()
  await app.keyboard.press('Escape')
  await expect(grid, 'the keys go on in the list').toBeFocused()
  await app.keyboard.press('Control+a')
  await app.getByRole('button', { name: 'Comparar y unir' }).click()
  await expect(app.getByRole('button', { name: 'Unir 3 clientes' })).toBeEnabled()
  await expect(app.getByText('Sus números siguen encontrándolos.')).toBeVisible()
})
