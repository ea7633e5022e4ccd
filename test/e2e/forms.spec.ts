import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

test.use({ hostFlags: ['--demo=30'], viewport: { width: 1280, height: 800 } })

/** The page of the first customer in the list. */
async function openCustomer(app: Page): Promise<string> {
  await app.getByRole('row').nth(1).getByRole('button').first().click()
  await expect(app).toHaveURL(/customers\/[0-9a-f-]{36}/)
  return /customers\/([0-9a-f-]{36})/.exec(app.url())?.[1] ?? ''
}

/** Whether a press in the middle of an element would reach it. */
const isOnTop = (element: Locator) =>
  element.evaluate((own) => {
    const box = own.getBoundingClientRect()
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
    return hit !== null && own.contains(hit)
  })

test('the question about typed work lies above its form, and its form is there again after "keep editing"', async ({
  app,
}) => {
  await app.getByRole('button', { name: 'Nuevo cliente' }).first().click()
  const name = app.getByRole('dialog').getByLabel('Nombre', { exact: false }).first()
  await name.fill('Panadería Núñez')
  await app.keyboard.press('Escape')
  const question = app.getByRole('alertdialog')
  expect(await isOnTop(question.getByRole('button', { name: 'Descartar' }))).toBe(true)
  expect(await isOnTop(question.getByRole('heading'))).toBe(true)
  // Nothing opens behind the question.
  await app.keyboard.press('Control+k')
  await expect(app.getByRole('dialog', { name: 'Buscar o hacer' })).toHaveCount(0)
  await question.getByRole('button', { name: 'Seguir editando' }).click()
  await expect(question).toHaveCount(0)
  await expect(name).toHaveValue('Panadería Núñez')
})

test('the palette opens above a form', async ({ app }) => {
  await app.getByRole('button', { name: 'Nuevo cliente' }).first().click()
  await expect(app.getByRole('dialog')).toBeVisible()
  await app.keyboard.press('Control+k')
  const palette = app.getByRole('combobox', { name: 'Buscar o hacer' })
  await expect(palette).toBeFocused()
  expect(await isOnTop(palette)).toBe(true)
})

test('messages cover no buttons of forms', async ({ app }) => {
  const create = app.getByRole('button', { name: 'Crear cliente' })
  await app.getByRole('button', { name: 'Nuevo cliente' }).first().click()
  await app.getByRole('dialog').getByLabel('Nombre', { exact: false }).first().fill('Panadería Núñez')
  await create.click()
  const message = app.getByRole('status').filter({ hasText: 'creado' })
  await expect(message).toBeVisible()
  await expect(app).toHaveURL(/customers\/[0-9a-f-]{36}/)
  await app.goto(`${new URL(app.url()).origin}/#/customers/new`)
  await expect(app.getByRole('dialog')).toBeVisible()
  await expect(message).toBeVisible()
  await expect.poll(() => isOnTop(create)).toBe(true)
  await app.keyboard.press('Escape')

  await app.goto(`${new URL(app.url()).origin}/#/customers`)
  const id = await openCustomer(app)
  await app.goto(`${new URL(app.url()).origin}/#/sites/new?customer=${id}`)
  await expect(message).toBeVisible()
  await expect.poll(() => isOnTop(app.getByRole('button', { name: 'Crear sitio' }))).toBe(true)
})

test('Ctrl+Enter saves from a list too, and a reload opens the contact form again with what was typed', async ({
  app,
}) => {
  await openCustomer(app)
  await app.getByRole('tab', { name: /^Contactos/ }).click()
  await app.getByRole('button', { name: 'Nuevo contacto' }).click()
  const name = app.getByRole('dialog').getByLabel('Nombre', { exact: false }).first()
  await name.fill('Berta Sanz')
  await app.reload()
  await expect(name).toHaveValue('Berta Sanz')
  await app.getByRole('combobox', { name: 'Idioma' }).focus()
  await app.keyboard.press('Control+Enter')
  await expect(app.getByRole('dialog')).toHaveCount(0)
  await expect(app.getByRole('button', { name: 'Berta Sanz', exact: true })).toBeVisible()
})

test('a field that two windows change is named, and asked about before the second save', async ({
  app,
  context,
  host,
}) => {
  const id = await openCustomer(app)
  const other = await context.newPage()
  await other.goto(`${new URL(host.url).origin}/#/customers/${id}?edit`)
  await app.keyboard.press('e')
  const notes = (page: Page) => page.getByRole('dialog').getByLabel('Notas')
  await notes(other).fill('llamar por la tarde')
  await notes(app).fill('llamar por la mañana')
  await other.keyboard.press('Control+s')
  await expect(other.getByRole('dialog')).toHaveCount(0)

  const note = app.getByText('Notas (ahora «llamar por la tarde»)')
  await expect(note).toBeVisible()
  const cancel = await app.getByRole('button', { name: 'Cancelar' }).boundingBox()
  const save = await app.getByRole('button', { name: 'Guardar' }).boundingBox()
  expect(cancel?.y).toBe(save?.y)
  await app.getByRole('button', { name: 'Guardar' }).click()
  const question = app.getByRole('dialog', { name: 'Esto cambió mientras usted editaba' })
  await expect(question.getByRole('button', { name: 'Guardar' })).toBeDisabled()
  await question.getByText('llamar por la tarde').click()
  await question.getByRole('button', { name: 'Guardar' }).click()
  await expect(app.getByRole('dialog')).toHaveCount(0)
  await expect(app.getByText('llamar por la tarde').first()).toBeVisible()
})

test('a lost host is told above an open form', async ({ page, host }) => {
  // The lost connection itself writes to the console, so nothing is watched here.
  await page.goto(`${host.url.replace('#', '')}`)
  await page.getByRole('button', { name: 'Nuevo cliente' }).first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await host.kill()
  const bar = page.getByRole('alert').filter({ hasText: 'Sin conexión con el programa' })
  await expect(bar).toBeVisible()
  expect(await isOnTop(bar)).toBe(true)
  const bottom = await bar.evaluate((element) => element.getBoundingClientRect().bottom)
  const top = await page.getByRole('dialog').evaluate((element) => element.getBoundingClientRect().top)
  expect(top).toBeGreaterThanOrEqual(bottom)
})
