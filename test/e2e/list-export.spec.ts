import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

test.use({ language: 'en', hostFlags: ['--demo=60'] })

const grid = (app: Page) => app.getByRole('grid', { name: 'Customer list' })
const row = (app: Page, place: number) => grid(app).locator(`[role=row][aria-rowindex="${place + 1}"]`)

/** Chooses an export and answers the file's name and its lines. */
async function download(app: Page, button: ReturnType<Page['getByRole']>, item: string) {
  await button.click()
  const waiting = app.waitForEvent('download')
  await app.getByRole('menuitem', { name: item, exact: true }).click()
  const file = await waiting
  const text = readFileSync(await file.path(), 'utf8')
  return {
    name: file.suggestedFilename(),
    text,
    lines: text
      .replace(/^\uFEFF/, '')
      .trim()
      .split('\r\n'),
  }
}

test('what the list shows is downloaded with its columns and in its order, and the chosen ones alone', async ({
  app,
}) => {
  await expect(row(app, 5)).toBeVisible()
  await grid(app).getByRole('columnheader', { name: 'Number' }).getByRole('button').click()
  await expect(grid(app).getByRole('columnheader', { name: 'Number' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  )
  const numberAt = (place: number) => row(app, place).locator('[data-column=number]').innerText()
  const count = Number(await grid(app).getAttribute('aria-rowcount')) - 2

  const all = await download(
    app,
    app.getByRole('button', { name: 'Export', exact: true }),
    'Customers with these columns as CSV',
  )
  expect(all.name).toMatch(/^Customers \d{4}-\d{2}-\d{2}\.csv$/)
  const heads = (await grid(app).getByRole('columnheader').allInnerTexts()).map((text) => text.trim())
  expect(all.lines[0]).toBe(heads.filter((head) => head !== '' && head !== 'Actions').join(','))
  expect(all.lines).toHaveLength(count + 1)
  const numbers = all.lines.slice(1).map((line) => line.split(',')[0])
  expect(numbers.slice(0, 3)).toEqual([await numberAt(1), await numberAt(2), await numberAt(3)])
  await expect(app.getByText(`Saved: ${all.name}`).first()).toBeVisible()

  // All but one.
  await grid(app).focus()
  await app.keyboard.press('Control+a')
  await row(app, 2).getByRole('checkbox').click()
  const bar = app.getByRole('region', { name: 'Selection' })
  const chosen = await download(
    app,
    bar.getByRole('button', { name: 'Export' }),
    'Customers with these columns as CSV',
  )
  expect(chosen.lines).toHaveLength(count)
  expect(chosen.text).not.toContain(await numberAt(2))

  // A workbook is a ZIP archive.
  const book = await download(app, bar.getByRole('button', { name: 'Export' }), 'Contacts as Excel workbook')
  expect(book.name).toMatch(/\.xlsx$/)
  expect(book.text.slice(0, 2)).toBe('PK')
})
