import { expect, test } from './fixtures.ts'

const YEAR = new Date().getFullYear()

/** The program in one language, in a browser of the other, whose own date fields would read 03/04 the other way. */
const CASES = [
  {
    language: 'es',
    browser: 'en-US',
    open: 'Nueva facturación',
    through: 'Hasta el día',
    submit: 'Calcular borrador',
    calendar: 'Calendario',
    form: /Escriba dd\/mm\/aaaa/,
    shown: `03 abr ${YEAR}`,
    days: [/ 3 de abril de /, / 10 de abril de /],
    heading: `Facturación hasta el 03 abr ${YEAR}`,
  },
  {
    language: 'en',
    browser: 'es-ES',
    open: 'New billing run',
    through: 'Through',
    submit: 'Work out draft',
    calendar: 'Calendar',
    form: /Type dd\/mm\/yyyy/,
    shown: `03 Apr ${YEAR}`,
    days: [/ 3 April /, / 10 April /],
    heading: `Billing through 03 Apr ${YEAR}`,
  },
] as const

for (const texts of CASES) {
  test.describe(`the program in ${texts.language}, the browser in ${texts.browser}`, () => {
    test.use({ language: texts.language, locale: texts.browser, hostFlags: ['--demo=20'] })

    test('bills through the day that was typed, and never through one that does not exist', async ({
      app,
    }) => {
      await expect(app.getByRole('row').nth(3)).toBeVisible()
      await app.goto(`${new URL(app.url()).origin}/#/billing`)
      await app.getByRole('button', { name: texts.open }).first().click()
      const dialog = app.getByRole('dialog', { name: texts.open })
      const field = dialog.getByLabel(texts.through)
      await expect(field).toBeFocused()

      await test.step('a day that does not exist stays, with the form wanted, and is not sent', async () => {
        await app.keyboard.press('Control+a')
        await app.keyboard.type(`31/02/${YEAR}`)
        await app.keyboard.press('Enter')
        await expect(dialog.getByText(texts.form)).toBeVisible()
        await dialog.getByRole('button', { name: texts.submit }).click()
        await expect(field).toHaveValue(`31/02/${YEAR}`)
        await expect(dialog).toBeVisible()
      })

      await test.step('a day is read in the order of the program', async () => {
        await field.fill('3/4')
        await app.keyboard.press('Tab')
        await expect(field).toHaveValue(texts.shown)
        await expect(dialog.getByText(texts.form)).toHaveCount(0)
      })

      await test.step('the calendar goes by keys and closes alone', async () => {
        const calendar = app.getByRole('dialog', { name: texts.calendar })
        await field.press('Alt+ArrowDown')
        await expect(calendar.getByRole('gridcell', { name: texts.days[0] })).toBeFocused()
        await app.keyboard.press('ArrowDown')
        await expect(calendar.getByRole('gridcell', { name: texts.days[1] })).toBeFocused()
        await app.keyboard.press('Escape')
        await expect(calendar).toHaveCount(0)
        await expect(field).toBeFocused()
        await expect(field).toHaveValue(texts.shown)
        await field.press('Alt+ArrowDown')
        await app.keyboard.press('ArrowRight')
        await app.keyboard.press('Enter')
        await expect(calendar).toHaveCount(0)
        await expect(field).toHaveValue(texts.shown.replace('03', '04'))
        await field.press('ArrowDown')
        await expect(field).toHaveValue(texts.shown)
      })

      await test.step('the run is through that day', async () => {
        await dialog.getByRole('button', { name: texts.submit }).click()
        await expect(app.getByRole('heading', { name: texts.heading })).toBeVisible()
      })
    })
  })
}

test.describe('in a narrow window', () => {
  test.use({ viewport: { width: 1100, height: 700 }, hostFlags: ['--demo=20'] })

  for (const page of ['activity', 'invoices', 'payments'] as const)
    test(`both ends of a period that cannot be read say so beside each other (${page})`, async ({ app }) => {
      await expect(app.getByRole('row').nth(3)).toBeVisible()
      await app.goto(`${new URL(app.url()).origin}/#/${page}`)
      const ends = app.getByPlaceholder('dd/mm/aaaa')
      for (const at of [0, 1]) {
        await ends.nth(at).fill('cuando sea')
        await app.keyboard.press('Tab')
      }
      const alerts = app.getByRole('alert').filter({ hasText: 'No se entiende como fecha' })
      await expect(alerts).toHaveCount(2)
      const [first, second] = [await alerts.nth(0).boundingBox(), await alerts.nth(1).boundingBox()]
      expect((first?.x ?? 0) + (first?.width ?? 0)).toBeLessThanOrEqual(second?.x ?? 0)
    })
})
