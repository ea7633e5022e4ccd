import { readFileSync } from 'node:fs'
import type { Locator, Page } from '@playwright/test'
import { readPdf } from '../support/pdf-text.ts'
import { expect, test } from './fixtures.ts'

test.use({ hostFlags: ['--demo=40'], viewport: { width: 1440, height: 900 } })

/** Says what to do in the palette, which is how somebody without a mouse goes anywhere. */
async function say(page: Page, words: string, group?: string) {
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  await expect(palette.getByRole('combobox')).toBeFocused()
  await page.keyboard.type(words)
  const options = group === undefined ? palette : palette.getByRole('group', { name: group })
  await expect(options.getByRole('option').first()).toContainText(new RegExp(words, 'i'))
  await expect(palette.getByRole('option').first()).toHaveAttribute('data-highlighted')
  await page.keyboard.press('Enter')
}

/** Tab until something has the focus, which is seen all the way. */
async function tabTo(page: Page, wanted: Locator, most = 30) {
  for (let presses = 0; presses < most; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
    expect(await isFocusSeen(page), 'the focus is on screen').toBe(true)
  }
  await expect(wanted).toBeFocused()
}

/** What has the focus is inside the window; the page itself has it between the last element and the first. */
const isFocusSeen = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { activeElement } = document
    if (!activeElement || activeElement === document.body) return true
    const { top, left, bottom, right } = activeElement.getBoundingClientRect()
    return bottom > 0 && right > 0 && top < innerHeight && left < innerWidth
  })

/** Types a day into the field that has the focus, in figures alone. */
async function typeDay(page: Page, field: Locator, day: string) {
  const [year = '', month = '', date = ''] = day.split('-')
  await expect(field).toBeFocused()
  await page.keyboard.type(date + month + year)
}

const dayText = (date: Date) => date.toLocaleDateString('sv', { timeZone: 'UTC' })

test('without a mouse a service is sold, its plan changed, a payment taken, and a run issued and printed', async ({
  app: page,
}) => {
  const main = page.locator('#main')
  const dialog = page.getByRole('dialog')
  const now = new Date()
  const monthsAgo = (months: number, day: number) =>
    dayText(new Date(Date.UTC(now.getFullYear(), now.getMonth() - months, day)))
  await expect(page.getByRole('row').nth(3)).toBeVisible()

  await test.step('a customer with one site', async () => {
    await say(page, 'Nuevo cliente')
    await expect(dialog.getByLabel('Nombre', { exact: false }).first()).toBeFocused()
    await page.keyboard.type('Sin Ratón')
    await page.keyboard.press('Control+Enter')
    await expect(main.getByRole('heading', { name: 'Sin Ratón' })).toBeVisible()
    await expect(main).toBeFocused()
    await say(page, 'Nuevo sitio', 'Sin Ratón')
    await expect(page.getByRole('combobox', { name: /Buscar/ }).first()).toBeFocused()
    await page.keyboard.type('40.4168, -3.7038')
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('textbox', { name: 'Nombre del sitio' }))
    await page.keyboard.type('Taller')
    await page.keyboard.press('Control+Enter')
    await expect(page).toHaveURL(/sites\/[0-9a-f-]{36}$/)
    await page.keyboard.press('Escape')
    await expect(main.getByRole('heading', { name: 'Sin Ratón' })).toBeVisible()
  })

  await test.step('the service is for the customer on screen, at their only site', async () => {
    await say(page, 'Nuevo servicio', 'Sin Ratón')
    const product = dialog.getByRole('combobox', { name: 'Producto' })
    await expect(product).toBeFocused()
    await page.keyboard.type('Fibra 300')
    await expect(page.getByRole('option', { name: /^Fibra 300/ }).first()).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('combobox', { name: /^Sitio/ })).toHaveValue('Taller')
    const start = dialog.getByLabel('Primer día de servicio')
    await tabTo(page, start)
    await typeDay(page, start, monthsAgo(2, 1))
    await page.keyboard.press('Control+Enter')
    await expect(dialog).toHaveCount(0)
  })

  const panel = page.getByRole('complementary', { name: 'Servicio' })
  await test.step('its plan is changed from its panel, where the focus comes back to', async () => {
    await expect(panel.getByRole('heading', { name: 'Fibra 300' })).toBeVisible()
    const change = panel.getByRole('button', { name: 'Cambiar de plan' })
    await tabTo(page, change)
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('combobox', { name: 'Plan nuevo' })).toBeFocused()
    await page.keyboard.type('Fibra 600')
    await expect(page.getByRole('option', { name: /^Fibra 600/ }).first()).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const from = dialog.getByLabel('Desde el día')
    await tabTo(page, from)
    await typeDay(page, from, monthsAgo(1, 11))
    await expect(dialog.getByTestId('effect')).toContainText('+')
    await page.keyboard.press('Control+Enter')
    await expect(panel.getByRole('heading', { name: 'Fibra 600' })).toBeVisible()
    await expect(change).toBeFocused()
    // What can be done to it is a word away too.
    await say(page, 'Pausar')
    await expect(dialog.getByRole('button', { name: 'Pausar' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(change).toBeFocused()
    // First the panel goes, and the row that it was opened from is where one was.
    await page.keyboard.press('Escape')
    await expect(panel).toHaveCount(0)
    await expect(page).toHaveURL(/\/services$/)
    expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true)
  })

  await test.step('a payment in advance', async () => {
    await say(page, 'Registrar cobro', 'Sin Ratón')
    await expect(dialog.getByRole('textbox', { name: /^Importe/ })).toBeFocused()
    await page.keyboard.type('20,5')
    await page.keyboard.press('Control+Enter')
    await expect(dialog).toHaveCount(0)
    await expect(page.getByRole('definition').filter({ hasText: '20,50' }).first()).toBeVisible()
  })

  await test.step('a run drafts the customer, shows their lines, and is issued', async () => {
    await say(page, 'Nueva facturación')
    await expect(dialog.getByLabel('Hasta el día')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: /^Facturación hasta el/ })).toBeVisible()
    await page.keyboard.press('/')
    await page.keyboard.type('sin raton')
    const rows = page.locator('[role=row][aria-rowindex]:not([aria-rowindex="1"])')
    await expect(rows).toHaveCount(1)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const lines = page.getByRole('complementary', { name: 'Cliente del borrador' })
    await expect(lines.getByText(/10 de 3[01] días × 25,00|10 de 28 días × 25,00/)).toBeVisible()
    await tabTo(page, lines.getByRole('button', { name: 'Cerrar' }))
    await page.keyboard.press('Enter')
    await expect(lines).toHaveCount(0)
    await expect(page.getByRole('grid')).toBeFocused()
    await say(page, 'Emitir')
    const sure = page.getByRole('alertdialog')
    await tabTo(page, sure.getByRole('button', { name: 'Emitir' }))
    await page.keyboard.press('Enter')
    await expect(page.getByText('Emitida', { exact: true })).toBeVisible()
    expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true)
  })

  await test.step('its invoice is opened, saved as PDF, and printed', async () => {
    await say(page, 'Sin Ratón')
    await expect(main.getByRole('heading', { name: 'Sin Ratón' })).toBeVisible()
    await page.keyboard.press('5')
    const link = main.getByRole('link', { name: /^F[A-Z]+-[A-Z0-9]{2}-\d{6}$/ })
    await expect(link).toBeVisible()
    const number = (await link.textContent()) ?? ''
    await tabTo(page, link)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('article')).toContainText(number)
    const download = page.waitForEvent('download')
    await page.keyboard.press('d')
    const pdf = readPdf(new Uint8Array(readFileSync(await (await download).path())))
    expect(pdf.text).toContain(number)
    // What goes to the printer is the sheet alone.
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('article').filter({ visible: true })).toContainText(number)
    await expect(page.getByRole('button', { name: 'Rectificar' })).toBeHidden()
    await page.emulateMedia({ media: null })
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')))
    await say(page, 'Rectificar')
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(main).toBeFocused()
  })
})
