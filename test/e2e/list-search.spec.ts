import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

test.use({ language: 'en', hostFlags: ['--demo=300'] })

const grid = (app: Page) => app.getByRole('grid', { name: 'Customer list' })
const count = async (app: Page) => Number(await grid(app).getAttribute('aria-rowcount'))
/** The count once the rows answer what stands in the search box. */
async function settledCount(app: Page): Promise<number> {
  await expect(grid(app)).not.toHaveAttribute('aria-busy')
  return count(app)
}
const names = (app: Page) => grid(app).locator('[role=gridcell][data-column=sortName]').allInnerTexts()

test('the list narrows with every letter, loses none of them, and its address keeps the words', async ({
  app,
}) => {
  await expect(grid(app).locator('[aria-rowindex="6"]')).toBeVisible()
  const all = await count(app)
  const search = app.getByRole('searchbox', { name: /customer/i })
  await app.keyboard.press('/')
  await app.keyboard.type('g')
  await expect.poll(() => count(app)).toBeLessThan(all)

  // As fast as no hand types, across the moments at which the address is written.
  await app.keyboard.type('arcia', { delay: 5 })
  await expect(search).toHaveValue('garcia')
  await expect(app).toHaveURL(/[?&]q=garcia$/)
  await expect(search).toHaveValue('garcia')
  const found = await settledCount(app)
  expect(found).toBeLessThan(all)

  await app.reload()
  await expect(search).toHaveValue('garcia')
  await expect.poll(() => count(app)).toBe(found)

  await app.keyboard.press('/')
  await app.keyboard.press('Enter')
  await expect(grid(app)).toBeFocused()
  await app.keyboard.press('Enter')
  await expect(app).toHaveURL(/customers\/[0-9a-f-]{36}/)
  await app.goBack()
  await expect(search).toHaveValue('garcia')
  await expect.poll(() => count(app)).toBe(found)
  expect((await names(app)).length).toBeGreaterThan(0)

  await search.fill('garcia zzzzzz')
  await expect(app.getByText('No customer matches')).toBeVisible()
  await search.press('Escape')
  await expect(search).toHaveValue('')
  await expect.poll(() => count(app)).toBe(all)
})
