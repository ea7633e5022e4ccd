import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { createXlsxWriter } from '#main/services/transfer/xlsx-write.ts'
import { expect, test } from './fixtures.ts'

test.use({ language: 'en', hostFlags: ['--demo=40'] })

const HEADINGS = ['Name', 'Email', 'Phone', 'Notes']
const ROWS = [
  ['Zubiri Conexión', 'uno@zubiri.example', '0034 600 000 101', '007'],
  ['Zubiri Peñas', 'dos@zubiri.example', '0034 600 000 102', ''],
  ['Zubiri Wrong', 'not an address', '0034 600 000 103', '=1+1'],
]
const sum = (created: number, changed: number, unchanged: number, failed: number) =>
  `${created + changed + unchanged + failed} rows = ${created} new + ${changed} changed + ${unchanged} unchanged + ${failed} failed`

async function found(app: Page, text: string): Promise<number> {
  await app.goto(`${new URL(app.url()).origin}/#/customers?q=${text}`)
  const grid = app.getByRole('grid', { name: 'Customer list' })
  await expect(app.getByRole('searchbox', { name: /customer/i })).toHaveValue(text)
  await expect(grid).not.toHaveAttribute('aria-busy')
  return (await grid.locator('[role=row][aria-rowindex] [data-column=sortName]').count()) - 1
}

async function choose(app: Page, file: string): Promise<void> {
  await app.goto(`${new URL(app.url()).origin}/#/import`)
  await app.getByLabel('Choose file').last().setInputFiles(file)
  await app.getByRole('button', { name: 'Rehearse', exact: true }).click()
}

test('an import is rehearsed, run with its bad row kept apart, and taken back; the same as a workbook is known', async ({
  app,
  folder,
}) => {
  await expect(app.getByRole('row').nth(3)).toBeVisible()
  const csv = join(folder, 'customers.csv')
  // As a spreadsheet of an office in Spain writes it.
  writeFileSync(csv, Buffer.from([HEADINGS, ...ROWS].map((row) => row.join(';')).join('\r\n'), 'latin1'))
  await choose(app, csv)

  await expect(app.getByText(sum(2, 0, 0, 1))).toBeVisible()
  await expect(app.getByText('Nothing has been changed yet.')).toBeVisible()
  const download = app.waitForEvent('download')
  await app.getByRole('button', { name: 'Download the failed rows' }).click()
  const failed = readFileSync(await (await download).path(), 'utf8')
  expect(failed).toContain('not an address')
  expect(failed.split('\r\n')[0]).toMatch(/Name.Email.Phone.Notes.*Reason/)
  expect(await found(app, 'zubiri')).toBe(0)

  await choose(app, csv)
  await app.getByRole('button', { name: 'Import 2 rows' }).click()
  await expect(app.getByRole('heading', { name: 'Import finished' })).toBeVisible()
  await expect(app.getByText(sum(2, 0, 0, 1))).toBeVisible()
  await app.getByRole('button', { name: 'Take the import back' }).click()
  await expect(app.getByRole('heading', { name: 'Import taken back' })).toBeVisible()
  expect(await found(app, 'zubiri')).toBe(0)

  const workbook = join(folder, 'customers.xlsx')
  const writer = createXlsxWriter(workbook, 'Customers')
  for (const row of [HEADINGS, ...ROWS]) writer.row(row)
  writer.end()
  await app.goto(`${new URL(app.url()).origin}/#/import`)
  await app.getByLabel('Choose file').last().setInputFiles(workbook)
  await expect(app.getByText('These headings are known')).toBeVisible()
  await app.getByRole('button', { name: 'Rehearse', exact: true }).click()
  await app.getByRole('button', { name: 'Import 2 rows' }).click()
  await expect(app.getByRole('heading', { name: 'Import finished' })).toBeVisible()
  expect(await found(app, 'zubiri')).toBe(2)
  await expect(app.getByText('Zubiri Conexión')).toBeVisible()
})
