import { expect, test } from './fixtures.ts'

test.use({ hostFlags: ['--demo=30'], viewport: { width: 1440, height: 900 } })

test('equipment is scanned in, handed over, taken back and found, and every step can be undone', async ({
  app,
}) => {
  const origin = new URL(app.url()).origin
  const rows = app.locator('[role=row][aria-rowindex]:not([aria-rowindex="1"])')
  await expect(rows.nth(3)).toBeVisible()
  await app.goto(`${origin}/#/inventory`)
  await expect(app.getByRole('button', { name: 'Añadir varios' })).toBeVisible()
  await expect(rows.nth(3)).toBeVisible()

  await test.step('pasted serials: each line that is wrong is named, the others come in together', async () => {
    await app.getByRole('button', { name: 'Añadir varios' }).click()
    const dialog = app.getByRole('dialog')
    const serials = dialog.getByRole('textbox', { name: 'Números de serie, uno por línea' })
    await expect(serials).toBeFocused()
    await serials.fill('E2E-0001\nE2E-0002\ne2e-0001\nE2E-0003')
    await expect(dialog.getByText('Línea 3:')).toContainText('repetido, ya está en la línea 1')
    await expect(dialog.getByRole('button', { name: 'Añadir todos' })).toBeDisabled()
    await dialog.getByRole('button', { name: 'Quitar esas líneas' }).click()
    await expect(serials).toHaveValue('E2E-0001\nE2E-0002\nE2E-0003')
    await dialog.getByRole('button', { name: 'Añadir todos' }).click()
    await expect(app.getByText('3 artículos añadidos')).toBeVisible()
  })

  const search = app.getByRole('textbox', { name: 'Serie, MAC, número o atributo' })
  await test.step('found by a part of the serial from the keyboard', async () => {
    await app.keyboard.press('/')
    await expect(search).toBeFocused()
    await app.keyboard.type('e2e-000')
    await expect(rows).toHaveCount(3)
    await expect(app.getByRole('radio', { name: 'En existencias 3' })).toBeVisible()
    await app.keyboard.press('Enter')
    await expect(app.getByRole('grid')).toBeFocused()
  })

  await test.step('all three go to one customer in one step', async () => {
    await app.keyboard.press('Control+a')
    await expect(app.getByText('3 elegidos')).toBeVisible()
    await app.getByRole('toolbar').getByRole('button', { name: 'Entregar' }).click()
    const dialog = app.getByRole('dialog')
    const customer = dialog.getByRole('combobox', { name: 'Cliente' })
    await customer.fill('a')
    await app.getByRole('option').first().click()
    await dialog.getByRole('button', { name: 'Entregar' }).click()
    await expect(dialog).toBeHidden()
    await expect(rows.first()).toContainText('Entregado')
  })

  await test.step('the customer’s page lists them, and one comes back', async () => {
    await rows.first().getByRole('link').click()
    await expect(app).toHaveURL(/customers\/[0-9a-f-]+\/inventory/)
    const panel = app.getByRole('tabpanel')
    await expect(panel.getByRole('link', { name: /^E2E-/ })).toHaveCount(3)
    await panel.getByRole('button', { name: 'Acciones de E2E-0002' }).click()
    await app.getByRole('menuitem', { name: 'Devolver' }).click()
    await app.getByRole('dialog').getByRole('button', { name: 'Devolver' }).click()
    await expect(panel.getByRole('link', { name: /^E2E-/ })).toHaveCount(2)
  })

  await test.step('Ctrl+K finds it, says why, and opens it with its history', async () => {
    await app.keyboard.press('Control+k')
    await app.keyboard.type('e2e-0002')
    const hit = app.getByRole('option', { name: /E2E-0002/ })
    await expect(hit).toContainText('número de serie')
    await hit.click()
    await expect(app).toHaveURL(/inventory\/[0-9a-f-]{36}/)
    const item = app.getByRole('complementary', { name: 'Artículo' })
    await expect(item.getByRole('heading', { name: 'E2E-0002' })).toBeVisible()
    await expect(item).toContainText('En existencias')
    await expect(item).toContainText('recogió')
    await expect(item).toContainText('entregó')
  })

  await test.step('undo brings it back to the customer', async () => {
    const item = app.getByRole('complementary', { name: 'Artículo' })
    await app.keyboard.press('Control+z')
    // The item's own state, not what its history says.
    const state = item.getByText('Entregado', { exact: true }).and(app.locator(':not(del, ins)'))
    await expect(state).toBeVisible()
  })
})

test('a block shows which addresses are free, and who holds the others', async ({ app }) => {
  const origin = new URL(app.url()).origin
  await expect(app.getByRole('row').nth(3)).toBeVisible()
  await app.goto(`${origin}/#/inventory/blocks`)
  await app.getByRole('link', { name: '100.64.0.0/10' }).click()
  await expect(app.getByRole('heading', { name: '100.64.0.0/10', level: 2 })).toBeVisible()
  const parts = app.getByRole('group', { name: 'Partes' })
  await parts.getByRole('button', { name: /^100\.64\.0\.0\/16/ }).click()
  await parts.getByRole('button', { name: /^100\.64\.0\.0\/24/ }).click()
  const cells = app.getByRole('group', { name: 'Direcciones' })
  await expect(cells.getByRole('button')).toHaveCount(256)
  const used = cells.getByRole('button', { name: /usada/ }).first()
  await used.click()
  const holder = app.getByRole('link', { name: /Fibra|Internet|Radio|WiFi|Mega|Empresa|Básic/i }).first()
  await expect(holder).toBeVisible()
  await app.keyboard.press('PageDown')
  await expect(cells.getByRole('button').last()).toBeFocused()
  await app.getByRole('button', { name: '100.64.0.0/10', exact: true }).click()
  await expect(parts.getByRole('button')).toHaveCount(64)
})
