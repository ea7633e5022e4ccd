import type { Page } from '@playwright/test'
import { watchPage, expect, test } from './fixtures.ts'

test.use({ language: 'en', hostFlags: ['--demo=300'] })

const grid = (app: Page) => app.getByRole('grid', { name: 'Customer list' })
const head = (app: Page, name: string) => grid(app).getByRole('columnheader', { name, exact: true })
const heads = async (app: Page) =>
  (await grid(app).getByRole('columnheader').allInnerTexts()).map((text) => text.trim()).filter(Boolean)
/** What the foot says: "1,234 customers". */
const count = async (app: Page): Promise<number> => {
  const text = await app
    .getByRole('status')
    .filter({ hasText: /customer/ })
    .first()
    .innerText()
  return Number(/[\d,]+/.exec(text)?.[0].replaceAll(',', '') ?? 0)
}
/** Row by its place, from 1; row 1 of the grid is the head. */
const row = (app: Page, place: number) => grid(app).locator(`[role=row][aria-rowindex="${place + 1}"]`)
const nameAt = (app: Page, place: number) => row(app, place).locator('[data-column=sortName]').innerText()
const activeName = (app: Page) =>
  grid(app).locator('[role=row][data-active] [data-column=sortName]').innerText()

async function ready(app: Page) {
  await expect(row(app, 5)).toBeVisible()
  await expect(row(app, 5).locator('[data-column=sortName]')).not.toBeEmpty()
}

/** Opens the menu of filters and goes to one by typing its name. */
async function openFilter(app: Page, name: string) {
  await app.getByRole('button', { name: /^Filter/ }).click()
  await app.getByRole('combobox', { name: 'Filter by…' }).fill(name)
  await app.getByRole('option', { name, exact: true }).first().click()
}

test('filters combine, Back takes the last one off, and no match says which one to drop', async ({ app }) => {
  await ready(app)
  const all = await count(app)
  const top = (await grid(app).boundingBox())?.y

  await openFilter(app, 'Status')
  await app.getByRole('option', { name: /^Active/ }).click()
  await app.keyboard.press('Escape')
  await expect(app.getByRole('button', { name: 'Status: Active' })).toBeVisible()
  await expect.poll(() => count(app)).toBeLessThan(all)
  const active = await count(app)

  await openFilter(app, 'Balance')
  await app.getByRole('button', { name: 'Owes' }).click()
  await app.keyboard.press('Escape')
  await expect.poll(() => count(app)).toBeLessThan(active)
  const owing = await count(app)
  expect(owing).toBeGreaterThan(0)

  await openFilter(app, 'Created on')
  await app.getByLabel('To day').fill('1990-01-01')
  await app.keyboard.press('Escape')
  await expect(app.getByText('No customer matches')).toBeVisible()
  expect((await grid(app).boundingBox())?.y, 'the list moved').toBe(top)
  await app.getByRole('button', { name: /Without “Created on/ }).click()
  await expect.poll(() => count(app)).toBe(owing)

  await app.goBack()
  await expect(app.getByText('No customer matches')).toBeVisible()
  await app.goBack()
  await expect.poll(() => count(app)).toBe(owing)
  await app.goBack()
  await expect.poll(() => count(app)).toBe(active)
  await app.goForward()
  await expect.poll(() => count(app)).toBe(owing)
  await app.getByRole('button', { name: 'Clear filters' }).click()
  await expect.poll(() => count(app)).toBe(all)
})

test('tags are any, all or none, and places are counted and found by typing', async ({ app }) => {
  await ready(app)
  const all = await count(app)
  await openFilter(app, 'Tags')
  const first = app.getByRole('option').first()
  await expect(first).toContainText(/[1-9]/)
  const carried = Number(/\d+$/.exec((await first.innerText()).trim())?.[0])
  await first.click()
  await expect.poll(() => count(app)).toBe(carried)
  await app.keyboard.press('Escape')
  await app.getByRole('button', { name: /^Remove the filter Tags/ }).click()

  await openFilter(app, 'Tags')
  await app.getByText('None', { exact: true }).click()
  await app.getByRole('option').first().click()
  await expect.poll(() => count(app)).toBe(all - carried)
  await app.keyboard.press('Escape')

  await openFilter(app, 'Country')
  await expect(app.getByRole('option').first()).toContainText(/[1-9]/)
  await app.keyboard.press('Enter')
  await app.keyboard.press('Escape')
  await expect.poll(() => count(app)).toBeLessThan(all - carried + 1)
})

test('a saved view keeps filter, order and columns, and the list can begin with it', async ({ app }) => {
  await ready(app)
  await openFilter(app, 'Type')
  await app.getByRole('option', { name: /^Business/ }).click()
  await app.keyboard.press('Escape')
  await head(app, 'Balance').getByRole('button').click()
  await expect(head(app, 'Balance')).toHaveAttribute('aria-sort', 'descending')
  await head(app, 'City').click({ button: 'right' })
  await app.getByRole('menuitem', { name: 'Hide column' }).click()
  await expect(head(app, 'City')).toHaveCount(0)
  const businesses = await count(app)

  await app.getByRole('button', { name: 'Save as view' }).last().click()
  await app.getByLabel('Name of the view').fill('Who owes most')
  await app.keyboard.press('Enter')
  const tab = app.getByRole('button', { name: /^Who owes most/ })
  await expect(tab).toHaveAttribute('aria-current', 'page')

  // The plain list has its own columns and everybody.
  await app.getByRole('button', { name: 'All', exact: true }).click()
  await expect.poll(() => count(app)).toBeGreaterThan(businesses)
  await expect(app).toHaveURL(/view=all|customers$/)

  await tab.click()
  await expect(head(app, 'Balance')).toHaveAttribute('aria-sort', 'descending')
  await expect(head(app, 'City')).toHaveCount(0)
  await expect.poll(() => count(app)).toBe(businesses)

  await head(app, 'Name').getByRole('button').click()
  await app.getByRole('button', { name: 'Save changes' }).click()
  await expect(app.getByText('View “Who owes most” saved').first()).toBeVisible()
  await app.getByRole('button', { name: 'Options of the view Who owes most' }).click()
  await app.getByRole('menuitem', { name: 'Open the list with this view' }).click()

  await app.goto(`${new URL(app.url()).origin}/#/activity`)
  await app.getByRole('link', { name: 'Customers' }).first().click()
  await expect(tab).toHaveAttribute('aria-current', 'page')
  await expect(head(app, 'Name')).toHaveAttribute('aria-sort', 'ascending')
  await expect.poll(() => count(app)).toBe(businesses)

  await app.getByRole('button', { name: 'Options of the view Who owes most' }).click()
  await app.getByRole('menuitem', { name: 'Rename' }).click()
  await app.getByLabel('Name of the view').fill('Debtors')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('button', { name: /^Debtors/ })).toBeVisible()
  await app.getByRole('button', { name: 'Options of the view Debtors' }).click()
  await app.getByRole('menuitem', { name: 'Delete view' }).click()
  await app.getByRole('alertdialog').getByRole('button', { name: 'Delete view' }).click()
  await expect(app.getByRole('button', { name: /^Debtors/ })).toHaveCount(0)
})

test('columns are moved, resized and fitted with the pointer and with the keys, and stay so', async ({
  app,
}) => {
  await ready(app)
  const widthOf = async (name: string) => Math.round((await head(app, name).boundingBox())?.width ?? 0)

  // With the keys.
  await head(app, 'Status').getByRole('button').focus()
  const before = await widthOf('Status')
  await app.keyboard.press('Shift+ArrowRight')
  await expect.poll(() => widthOf('Status')).toBe(before + 16)
  const order = await heads(app)
  const at = order.indexOf('Status')
  await app.keyboard.press('Control+Shift+ArrowRight')
  await expect.poll(async () => (await heads(app)).indexOf('Status')).toBe(at + 1)
  await expect(head(app, 'Status').getByRole('button')).toBeFocused()

  // With the pointer: an edge, and a head onto another.
  const edge = await head(app, 'Balance').boundingBox()
  if (!edge) throw new Error('no column Balance')
  await app.mouse.move(edge.x + edge.width, edge.y + edge.height / 2)
  await app.mouse.down()
  await app.mouse.move(edge.x + edge.width + 60, edge.y + edge.height / 2, { steps: 5 })
  await app.mouse.up()
  await expect.poll(() => widthOf('Balance')).toBe(Math.round(edge.width) + 60)

  const from = await head(app, 'Sites').boundingBox()
  const to = await head(app, 'Balance').boundingBox()
  if (!from || !to) throw new Error('no columns Sites and Balance')
  await app.mouse.move(from.x + from.width / 2, from.y + 16)
  await app.mouse.down()
  await app.mouse.move(to.x + 10, to.y + 16, { steps: 8 })
  await app.mouse.up()
  await expect
    .poll(async () => {
      const now = await heads(app)
      return now.indexOf('Sites') - now.indexOf('Balance')
    })
    .toBe(-1)
  // A drag is no press: the order of the rows is the same.
  await expect(head(app, 'Name')).toHaveAttribute('aria-sort', 'ascending')

  await head(app, 'Balance').click({ button: 'right' })
  await app.getByRole('menuitem', { name: 'Fit to the content' }).click()
  await expect.poll(() => widthOf('Balance')).toBeLessThan(Math.round(edge.width) + 60)
  const cut = await grid(app)
    .locator('[role=gridcell][data-column=balance]')
    .evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).length)
  expect(cut, 'cells that are cut').toBe(0)

  await app.getByRole('button', { name: 'Columns' }).click()
  await app.getByLabel('Find a column').fill('tax')
  await app.getByLabel('Tax ID').click()
  await app.keyboard.press('Escape')
  await expect(head(app, 'Tax ID')).toBeVisible()

  const arranged = await heads(app)
  await app.reload()
  await ready(app)
  expect(await heads(app)).toEqual(arranged)
  expect(await widthOf('Status')).toBe(before + 16)
})

test('in a narrow window the name and the row menu stay in sight while the rest is scrolled sideways', async ({
  app,
}) => {
  await app.setViewportSize({ width: 1024, height: 720 })
  await ready(app)
  const place = async (selector: string) => (await row(app, 3).locator(selector).boundingBox())?.x
  const menu = row(app, 3).getByRole('button', { name: /^Actions for/ })
  const name = await place('[data-column=sortName]')
  const city = await place('[data-column=city]')
  const menuAt = (await menu.boundingBox())?.x ?? 0
  expect(menuAt).toBeLessThan(1024)
  await grid(app).evaluate((element) => element.scrollBy({ left: 400 }))
  await expect.poll(() => place('[data-column=city]')).not.toBe(city)
  expect(await place('[data-column=sortName]')).toBe(name)
  expect((await menu.boundingBox())?.x).toBe(menuAt)
  expect(await app.evaluate(() => document.documentElement.scrollWidth)).toBe(1024)
})

test('the keys alone go anywhere, find, choose, edit, open and archive', async ({ app }) => {
  await ready(app)
  await grid(app).focus()
  await app.keyboard.press('End')
  await expect(row(app, await count(app))).toHaveAttribute('data-active')
  await app.keyboard.press('Home')
  await app.keyboard.press('PageDown')
  await app.keyboard.press('ArrowUp')
  const there = await activeName(app)

  // Typing goes to the first that begins so; the last name of the list proves that it looks further than the screen.
  await app.keyboard.press('End')
  const last = await activeName(app)
  await app.keyboard.press('Home')
  const [word = ''] = last.split(/[^\p{L}\p{N}]/u)
  await app.keyboard.type(word.slice(0, 5))
  await expect.poll(() => activeName(app)).toMatch(new RegExp(`^${last.slice(0, 3)}`, 'i'))

  await app.keyboard.press('Alt+g')
  await app.keyboard.type('7')
  await app.keyboard.press('Enter')
  await expect(row(app, 7)).toHaveAttribute('data-active')
  await expect(grid(app)).toBeFocused()

  await app.keyboard.press('Space')
  await app.keyboard.press('Shift+ArrowDown')
  await app.keyboard.press('Shift+ArrowDown')
  await expect(app.getByText('3 selected')).toBeVisible()
  await app.keyboard.press('Control+a')
  const all = await grid(app).getAttribute('aria-rowcount')
  await expect(app.getByText(/\d+ selected/)).toContainText(String(Number(all) - 2))
  await app.keyboard.press('Escape')
  await expect(app.getByText(/\d+ selected/)).toHaveCount(0)

  await app.keyboard.press('F2')
  await expect(app.getByRole('dialog', { name: 'Edit customer' })).toBeVisible()
  await app.keyboard.press('Escape')
  await expect(app.getByRole('dialog')).toBeHidden()
  await grid(app).focus()
  await app.keyboard.press('Delete')
  await expect(app.getByRole('dialog', { name: /archive/i })).toBeVisible()
  await app.keyboard.press('Escape')
  await grid(app).focus()
  await app.keyboard.press('Enter')
  await expect(app).toHaveURL(/customers\/[0-9a-f-]{36}/)
  await app.goBack()
  await ready(app)
  expect(there).not.toBe('')
})

test('who comes back finds the list as it was left, with what has changed meanwhile', async ({ app }) => {
  await ready(app)
  await grid(app).focus()
  await app.keyboard.press('End')
  const last = await count(app)
  await expect(row(app, last)).toHaveAttribute('data-active')
  await app.keyboard.press('Space')
  await app.keyboard.press('ArrowUp')
  await app.keyboard.press('Space')
  await expect(app.getByText('2 selected')).toBeVisible()
  const name = await activeName(app)
  const top = await grid(app).evaluate((element) => element.scrollTop)

  await app.keyboard.press('Enter')
  await expect(app.getByRole('heading', { level: 1, name })).toBeVisible()
  await app.getByRole('button', { name: 'Edit', exact: true }).first().click()
  await app.getByRole('dialog').getByLabel(/name/i).first().fill(`${name} zz`)
  await app.keyboard.press('Control+Enter')
  await expect(app.getByRole('heading', { level: 1, name: `${name} zz` })).toBeVisible()
  // Keys of the list mean nothing here.
  await app.keyboard.press('Alt+n')
  await expect(app.getByRole('dialog')).toHaveCount(0)
  await app.keyboard.press('Control+k')
  await app.getByRole('combobox', { name: /find/i }).fill('export')
  await expect(app.getByRole('option', { name: /customers.*CSV/i })).toHaveCount(0)
  await app.keyboard.press('Escape')

  await app.goBack()
  await expect(row(app, last - 1).locator('[data-column=sortName]')).toContainText(`${name} zz`)
  await expect(grid(app)).toBeFocused()
  await expect(app.getByText('2 selected')).toBeVisible()
  expect(await activeName(app)).toContain('zz')
  expect(await grid(app).evaluate((element) => element.scrollTop)).toBe(top)

  // A menu that lies over the list goes with it.
  await app.getByRole('button', { name: /^Filter/ }).click()
  await expect(app.getByRole('combobox', { name: 'Filter by…' })).toBeVisible()
  await app.goForward()
  await expect(app.getByRole('heading', { level: 1, name: `${name} zz` })).toBeVisible()
  await expect(app.getByRole('combobox', { name: 'Filter by…' })).toHaveCount(0)
  await app.goBack()
  await expect(row(app, last)).toBeVisible()
  await expect(app.getByRole('combobox', { name: 'Filter by…' })).toHaveCount(0)

  // And so does a form.
  await grid(app).focus()
  await app.keyboard.press('F2')
  await expect(app.getByRole('dialog')).toBeVisible()
  await app.goForward()
  await expect(app.getByRole('heading', { level: 1, name: `${name} zz` })).toBeVisible()
  await expect(app.getByRole('dialog')).toHaveCount(0)
  await app.goBack()
  await expect(row(app, last)).toBeVisible()
  await expect(app.getByRole('dialog')).toHaveCount(0)
})

/** Pain 28 of the research: 9,918 chosen for deletion, 3,000 gone, three minutes, no confirmation. */
test.describe('of many chosen customers', () => {
  const suspended = async (app: Page) => {
    await openFilter(app, 'Status')
    const option = app.getByRole('option', { name: /^Suspended/ })
    await expect(option).toBeVisible()
    const text = await option.innerText()
    await app.keyboard.press('Escape')
    return Number(/\d+/.exec(text)?.[0] ?? 0)
  }

  test('not one is left out or changed unasked, and one undo brings all of them back', async ({ app }) => {
    await ready(app)
    const before = await suspended(app)
    await openFilter(app, 'Type')
    await app.getByRole('option', { name: /^Individual/ }).click()
    await app.keyboard.press('Escape')
    const individuals = await count(app)
    await grid(app).focus()
    await app.keyboard.press('Control+a')
    // One of them is left out by hand.
    await row(app, 2).getByRole('checkbox').click()
    const spared = await nameAt(app, 2)
    await app
      .getByRole('region', { name: 'Selection' })
      .getByRole('button', { name: 'Change status' })
      .click()

    const dialog = app.getByRole('dialog')
    await expect(dialog).toContainText(`${individuals - 1} customers`)
    await dialog.getByRole('combobox', { name: 'Status' }).click()
    await app.getByRole('option', { name: 'Suspended' }).click()
    const confirm = dialog.getByRole('button', { name: /^Change \d/ })
    await expect(confirm).toBeEnabled()
    const told = Number(/\d+/.exec(await confirm.innerText())?.[0])
    const stays = Number(await dialog.locator('dd').nth(1).innerText())
    const refused = Number(await dialog.locator('dd').nth(2).innerText())
    expect(told + stays + refused).toBe(individuals - 1)
    await confirm.click()
    await expect(dialog).toBeHidden()
    await expect(app.getByText(`Status changed: ${told} customers`).first()).toBeVisible()

    await expect(row(app, 2).locator('[data-column=sortName]')).toContainText(spared)
    await expect(row(app, 2).locator('[data-column=status]')).not.toContainText('Suspended')
    await expect(row(app, 3).locator('[data-column=status]')).toContainText('Suspended')
    await app.getByRole('button', { name: 'Clear filters' }).click()
    await expect.poll(() => suspended(app)).toBe(before + told)

    await app.keyboard.press('Control+z')
    await expect(row(app, 3).locator('[data-column=status]')).not.toContainText('Suspended')
    await expect.poll(() => suspended(app)).toBe(before)
  })

  test('nobody changes when others match by then than those that were shown', async ({ app, host, page }) => {
    await ready(app)
    await openFilter(app, 'Type')
    await app.getByRole('option', { name: /^Business/ }).click()
    await app.keyboard.press('Escape')
    await grid(app).focus()
    await app.keyboard.press('Control+a')
    await app.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Tags' }).click()
    const dialog = app.getByRole('dialog')
    await dialog.getByRole('combobox').first().click()
    await app.getByRole('option').first().click()
    await app.keyboard.press('Escape')
    const confirm = dialog.getByRole('button', { name: /^Change \d/ })
    await expect(confirm).toBeEnabled()

    // Somebody else makes a business of an individual meanwhile.
    const other = await page.context().newPage()
    await watchPage(other, new URL(host.url).origin, {
      consoleErrors: [],
      policyReports: [],
      foreignRequests: [],
    })
    await other.goto(`${new URL(app.url()).origin}/#/customers/new`)
    await other.getByText('Business', { exact: true }).first().click()
    await other.getByRole('textbox', { name: 'Name' }).first().fill('Zzz Nueva S.L.')
    await other.getByRole('button', { name: 'Create customer' }).click()
    await expect(other).toHaveURL(/customers\/[0-9a-f-]{36}/)
    await other.close()

    await confirm.click()
    await expect(app.getByText(/Other customers match the filter by now/).first()).toBeVisible()
    await expect(app.getByText(/Tags changed/)).toHaveCount(0)
    // The dialog has counted anew and can be confirmed now.
    await expect(confirm).toBeEnabled()
    await confirm.click()
    await expect(app.getByText(/Tags changed/).first()).toBeVisible()
  })

  test('those that cannot be archived are named with the reason before anything happens', async ({ app }) => {
    await ready(app)
    const all = await count(app)
    await grid(app).focus()
    await app.keyboard.press('Control+a')
    await app.keyboard.press('Delete')
    const dialog = app.getByRole('dialog')
    await expect(dialog.getByText('have something open and cannot be archived yet')).toBeVisible()
    await expect(dialog.getByText(/service in force|unpaid|not invoiced/).first()).toBeVisible()
    const changes = Number(await dialog.locator('dd').nth(0).innerText())
    const refused = Number(await dialog.locator('dd').nth(2).innerText())
    expect(changes + refused).toBe(all)
    await dialog.getByRole('button', { name: `Archive ${changes}` }).click()
    await expect.poll(() => count(app)).toBe(refused)
    await app.getByRole('button', { name: 'Undo' }).first().click()
    await expect.poll(() => count(app)).toBe(all)
  })
})
