import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

test.use({ language: 'en', hostFlags: ['--demo=300'] })

const rows = (app: Page, name: string) => app.getByRole('grid', { name }).locator('[role=row][aria-rowindex]')
const heading = (app: Page) => app.getByRole('main').getByRole('heading', { level: 2 }).first()
const columnAt = (app: Page) =>
  app
    .getByRole('main')
    .locator('[role=grid]')
    .evaluate((grid) => grid.scrollTop)

async function openFirst(app: Page) {
  await expect(rows(app, 'Customer list').nth(4)).toBeVisible()
  await app.getByRole('grid', { name: 'Customer list' }).focus()
  await app.keyboard.press('Home')
  await app.keyboard.press('Enter')
  await expect(app).toHaveURL(/customers\/[0-9a-f-]{36}$/)
  await expect(heading(app)).not.toBeEmpty()
}

test('one customer after another shows each one’s own, by next, previous and the palette', async ({
  app,
}) => {
  await openFirst(app)
  const first = await heading(app).innerText()
  await app.getByRole('tab', { name: /^Contacts/ }).click()
  await expect(app).toHaveURL(/\/contacts$/)

  await app.keyboard.press('j')
  await expect(heading(app)).not.toHaveText(first)
  await expect(app, 'the next one opens at the same tab').toHaveURL(/\/contacts$/)
  const second = await heading(app).innerText()
  await expect(app).toHaveTitle(`${second} · Enlace`)
  await app.keyboard.press('j')
  await expect(heading(app)).not.toHaveText(second)
  await app.keyboard.press('k')
  await expect(heading(app)).toHaveText(second)

  await app.getByRole('tab', { name: 'Activity' }).click()
  await app.getByLabel('From', { exact: true }).fill('2020-01-01')
  await app.keyboard.press('Control+k')
  await app.keyboard.type(first)
  await app.getByRole('option', { name: first }).first().click()
  await expect(heading(app)).toHaveText(first)
  await expect(app.getByRole('tab', { name: 'Overview' })).toHaveAttribute('aria-selected', 'true')
  await app.getByRole('tab', { name: 'Activity' }).click()
  await expect(app.getByLabel('From', { exact: true }), 'a day for another one').toHaveValue('')
})

test('the overview of a customer who owes money has all that one is asked on the telephone', async ({
  app,
}) => {
  await expect(rows(app, 'Customer list').nth(4)).toBeVisible()
  const balance = app.getByRole('columnheader', { name: 'Balance' }).getByRole('button').first()
  const sorted = app.getByRole('columnheader', { name: 'Balance' })
  await balance.click()
  if ((await sorted.getAttribute('aria-sort')) !== 'descending') await balance.click()
  await expect(sorted).toHaveAttribute('aria-sort', 'descending')
  await openFirst(app)
  const panel = (name: string) => app.getByRole('main').getByRole('region', { name, exact: true })
  await expect(panel('Account')).toContainText(/[1-9]/)
  await expect(panel('Services').getByRole('listitem').first()).toBeVisible()
  await expect(panel('Next bill')).toContainText(/\d/)
  await expect(panel('Contacts').getByRole('listitem').first()).toBeVisible()
  await expect(panel('Sites').locator('.leaflet-container')).toBeVisible()
  await expect(panel('Recent activity').getByRole('listitem').first()).toBeVisible()
  const arpu = panel('Average revenue per service (ARPU)')
  await expect(arpu.getByRole('img', { name: /^Average revenue/ })).toBeVisible()
  await arpu.getByRole('button').click()
  await expect(arpu.getByRole('row').nth(1)).toContainText(/\d/)
})

test('a row that opens beside its list leaves the list where it is', async ({ app }) => {
  await app.goto(`${new URL(app.url()).origin}/#/inventory`)
  const grid = app.getByRole('grid', { name: 'Inventory' })
  await expect(grid.locator('[role=row]').nth(4)).toBeVisible()
  await grid.evaluate((list) => ((list as HTMLElement & { kept?: boolean }).kept = true))
  await grid.focus()
  for (let step = 0; step < 40; step++) await app.keyboard.press('ArrowDown')
  const top = await columnAt(app)
  expect(top).toBeGreaterThan(0)
  await app.keyboard.press('Enter')
  await expect(app).toHaveURL(/inventory\/[0-9a-f-]{36}/)
  const panel = app.getByRole('complementary', { name: 'Item' })
  const serial = await panel.getByRole('heading', { level: 2 }).innerText()
  expect(await columnAt(app)).toBe(top)
  await grid.focus()
  await app.keyboard.press('ArrowDown')
  await app.keyboard.press('Enter')
  await expect(panel.getByRole('heading', { level: 2 })).not.toHaveText(serial)
  expect(await grid.evaluate((list) => (list as HTMLElement & { kept?: boolean }).kept)).toBe(true)

  // F2 opens the form of the row one stands on, also when another one is open.
  await grid.focus()
  await app.keyboard.press('ArrowDown')
  await app.keyboard.press('F2')
  await expect(app.getByRole('dialog')).toBeVisible()
})

test('a searched list says why a row is there, and a place beyond its end is told', async ({ app }) => {
  const list = app.getByRole('grid', { name: 'Customer list' })
  await expect(rows(app, 'Customer list').nth(4)).toBeVisible()
  const search = app.getByRole('searchbox', { name: 'Search customers' })
  await search.fill('example.net')
  const name = list.locator('[role=row][aria-rowindex="2"] [data-column=sortName]')
  await expect(name.getByTitle(/^email \S*example\.net$/)).toBeVisible()
  await search.fill('')

  const jump = app.getByRole('textbox', { name: /^Go to a customer/ })
  await jump.fill('99999')
  await jump.press('Enter')
  await expect(app.getByText(/^The list has \d+ rows$/)).toBeVisible()
  await jump.press('Escape')
  await expect(app.getByText(/^The list has/)).toBeHidden()
})

test('the palette does what the menus of the open page do', async ({ app }) => {
  await openFirst(app)
  const name = await heading(app).innerText()
  await app.keyboard.press('Control+k')
  await expect(app.getByRole('group', { name })).toContainText('New contact')
  await app.keyboard.type('new contact')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('dialog', { name: 'New contact' })).toBeVisible()
})
