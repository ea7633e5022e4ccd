import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'
import { expect, test } from './fixtures.ts'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What WCAG 2.0, 2.1 and 2.2 ask at levels A and AA, as far as a program can tell. */
const options: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  resultTypes: ['violations'],
}

/** Rule, and the elements that break it, in words that name the fault. */
async function violationsOf(page: Page): Promise<string[]> {
  // Run by the debugger, not by a script element: the content security policy stays as it is.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  const results = await page.evaluate(async (chosen): Promise<AxeResults> => {
    const { axe } = window as unknown as { axe: { run(root: Document, o: RunOptions): Promise<AxeResults> } }
    return axe.run(document, chosen)
  }, options)
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary, html }) =>
      [id, target.join(' '), failureSummary, html.slice(0, 200)].join(' | '),
    ),
  )
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, reducedMotion: 'reduce' })

    test('the first run breaks no rule of WCAG 2 A and AA', async ({ app }) => {
      await expect(app.getByLabel('Su nombre')).toBeVisible()
      expect(await violationsOf(app), 'setup').toEqual([])
      await app.getByRole('button', { name: 'Empezar', exact: true }).click()
      expect(await violationsOf(app), 'setup with errors').toEqual([])
    })

    test.describe('with data', () => {
      test.use({ hostFlags: ['--demo=60'] })

      test('the main screens break no rule of WCAG 2 A and AA', async ({ app }) => {
        // Some fifteen screens, each looked through whole.
        test.slow()
        const home = new URL(app.url()).origin
        const dark = colorScheme === 'dark'
        const broken: Record<string, string[]> = {}
        const look = async (name: string) => {
          const found = await violationsOf(app)
          if (found.length > 0) broken[name] = found
        }
        const rows = app.getByRole('row')

        await expect(rows.nth(5)).toBeVisible()
        expect(await app.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(dark)
        await look('customers')
        await app.getByRole('button', { name: 'Nuevo cliente' }).first().click()
        await expect(app.getByRole('dialog')).toBeVisible()
        await app.getByRole('button', { name: 'Crear cliente' }).click()
        await look('new customer with errors')
        await app.keyboard.press('Escape')
        await expect(app.getByRole('dialog')).toBeHidden()

        await rows.nth(2).dblclick()
        await expect(app).toHaveURL(/customers\/[0-9a-f-]{36}/)
        const customer = /customers\/([0-9a-f-]{36})/.exec(app.url())?.[1] ?? ''
        await expect(app.getByRole('heading', { level: 1 }).first()).toBeVisible()
        await look('customer')

        await app.goto(`${home}/#/sites/new?customer=${customer}`)
        await expect(app.getByLabel('Nombre del sitio')).toBeVisible()
        await look('new site')
        await app.getByRole('button', { name: 'Crear sitio' }).click()
        await look('new site with errors')
        await app.getByRole('button', { name: 'Ponerlo en el centro' }).click()
        await expect(app.getByTestId('origin')).toContainText('Dirección tomada de:')
        await look('new site with its pin')
        const search = app.getByRole('combobox', { name: 'Buscar dirección, Plus Code o coordenadas' })
        await search.fill('Granada')
        await expect(app.getByRole('option').first()).toBeVisible()
        await look('new site with suggestions')

        await app.goto(`${home}/#/sites`)
        await expect(rows.nth(5)).toBeVisible()
        await look('sites')
        await rows.nth(2).getByRole('link').first().click()
        await expect(app).toHaveURL(/sites\/[0-9a-f-]{36}$/)
        await expect(app.getByTestId('plus-code')).toBeVisible()
        await look('site')
        await app.getByRole('button', { name: 'Código QR' }).click()
        await expect(app.getByRole('dialog')).toBeVisible()
        await look('QR code of a site')
        await app.keyboard.press('Escape')

        await app.goto(`${home}/#/inventory`)
        await expect(rows.nth(5)).toBeVisible()
        // By its serial: the middle of the row is a link to the customer.
        await rows.nth(3).getByRole('gridcell').nth(1).dblclick()
        // The second heading is the first day of its history.
        const item = app.getByRole('complementary', { name: 'Artículo' })
        await expect(item.getByRole('heading').nth(1)).toBeVisible()
        await look('inventory with an item')
        await app.goto(`${home}/#/inventory?many`)
        await expect(app.getByRole('dialog')).toBeVisible()
        await look('adding many items')
        await app.goto(`${home}/#/inventory/blocks`)
        await app.getByRole('link', { name: '100.64.0.0/10' }).click()
        await expect(app.getByRole('group', { name: 'Partes' })).toBeVisible()
        await look('address block')

        for (const screen of ['inventory/numbers', 'activity', 'settings']) {
          await app.goto(`${home}/#/${screen}`)
          await expect(app.getByRole('main')).not.toBeEmpty()
          await app.waitForLoadState('networkidle')
          await look(screen)
        }
        expect(broken).toEqual({})
      })
    })
  })
}
