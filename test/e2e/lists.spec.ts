import { fold } from '#core/lib/fold.ts'
import { expect, test } from './fixtures.ts'

test.use({ hostFlags: ['--demo=30'], viewport: { width: 1280, height: 800 } })

test('the sites list is walked, searched and sorted from the keyboard, and a site leads back to it', async ({
  app,
}) => {
  const rows = app.getByRole('row')
  await expect(rows.nth(5)).toBeVisible()
  await app.goto(`${new URL(app.url()).origin}/#/sites`)
  const search = app.getByRole('textbox', { name: 'Nombre, dirección, Plus Code o cliente' })
  await expect(search).toBeVisible()
  await expect(rows.nth(5)).toBeVisible()
  await app.keyboard.press('/')
  await expect(search).toBeFocused()
  await app.keyboard.type('casa')
  await app.keyboard.press('Escape')
  await expect(search).toHaveValue('')
  await app.keyboard.press('ArrowDown')
  await expect(app.getByRole('grid')).toBeFocused()
  await expect(app.locator('[role=row][data-active]')).toHaveCount(1)

  const cities = () =>
    app.locator('[role=row][aria-rowindex] > [role=gridcell]:nth-child(3)').allTextContents()
  await app.getByRole('button', { name: 'Ciudad' }).click()
  await app.getByRole('button', { name: 'Ciudad' }).click()
  await expect(app.getByRole('columnheader', { name: 'Ciudad' })).toHaveAttribute('aria-sort', 'descending')
  await expect
    .poll(async () => {
      const shown = (await cities()).map((city) => fold(city.trim().replace('—', '')))
      return shown.length > 5 && [...shown].sort().reverse().join() === shown.join()
    })
    .toBe(true)

  await app.getByRole('grid').focus()
  await app.keyboard.press('Enter')
  await expect(app).toHaveURL(/sites\/[0-9a-f-]{36}$/)
  await app.getByRole('button', { name: 'Volver' }).click()
  await expect(app).toHaveURL(/sites\?sort=city&dir=desc$/)
})

test('no list is wider than the small window: all fit, and customers scroll inside their frame', async ({
  app,
}) => {
  await app.setViewportSize({ width: 1024, height: 700 })
  const isCut = (selector: string) => () =>
    app
      .locator(selector)
      .first()
      .evaluate((element) => element.scrollWidth > element.clientWidth)
  await expect(app.getByRole('row').nth(3)).toBeVisible()
  await expect.poll(isCut('html')).toBe(false)
  for (const list of [
    'sites',
    'services',
    'invoices',
    'payments',
    'payments/cards',
    'billing',
    'inventory',
  ]) {
    await app.goto(`${new URL(app.url()).origin}/#/${list}`)
    await expect(app.getByRole('columnheader').first(), list).toBeVisible()
    await expect.poll(isCut('[role="grid"]'), list).toBe(false)
  }
})
