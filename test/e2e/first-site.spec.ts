import { startBrowserHost } from '../support/browser-host.ts'
import { expect, test } from './fixtures.ts'
import { dragPin, expectTip, readPosition } from './pin.ts'

/** Names on the screen, in both languages. */
const words = {
  es: {
    person: 'Su nombre',
    company: 'Empresa',
    office: 'Oficina',
    start: 'Empezar',
    bring: 'Importar desde un archivo',
    choose: 'Elegir archivo',
    newCustomer: 'Nuevo cliente',
    name: 'Nombre',
    create: 'Crear cliente',
    search: 'Buscar dirección, Plus Code o coordenadas',
    siteName: 'Nombre del sitio',
    line1: 'Dirección, línea 1',
    city: 'Ciudad',
    position: 'Latitud y longitud',
    note: 'Nota de dirección',
    createSite: 'Crear sitio',
    noPosition: 'Falta la posición',
    pin: /^Pin del sitio/,
    map: 'Mapa del sitio',
    zoomOut: 'Alejar',
  },
  en: {
    person: 'Your name',
    company: 'Company',
    office: 'Office',
    start: 'Start',
    bring: 'Import from a file',
    choose: 'Choose file',
    newCustomer: 'New customer',
    name: 'Name',
    create: 'Create customer',
    search: 'Find address, Plus Code or coordinates',
    siteName: 'Site name',
    line1: 'Address line 1',
    city: 'City',
    position: 'Latitude and longitude',
    note: 'Address note',
    createSite: 'Create site',
    noPosition: /position/i,
    pin: /^Pin of the site/,
    map: 'Map of the site',
    zoomOut: 'Zoom out',
  },
} as const

for (const locale of ['es', 'en'] as const) {
  const w = words[locale]

  test.describe(locale, () => {
    test.use({ language: locale })

    test('an address fills the form, the pin refills it, errors show, and all is there after a kill', async ({
      app,
      context,
      folder,
      host,
    }) => {
      await app.getByLabel(w.person).fill('Ana Ruiz')
      await app.getByLabel(w.company, { exact: false }).first().fill('Fibra Alta S.L.')
      await app.getByRole('textbox', { name: w.office }).fill('Madrid')
      await app.getByRole('button', { name: w.start, exact: true }).click()
      // Most come from another program.
      await app.getByRole('button', { name: w.bring }).click()
      await expect(app.getByRole('button', { name: w.choose }).first()).toBeVisible()
      await app.goBack()
      await app.getByRole('button', { name: w.newCustomer }).first().click()
      await app.getByRole('dialog').getByLabel(w.name, { exact: false }).first().fill('Panadería Núñez')
      await app.getByRole('button', { name: w.create }).click()
      await expect(app).toHaveURL(/customers\/[0-9a-f-]{36}/)
      const customer = /customers\/([0-9a-f-]{36})/.exec(app.url())?.[1] ?? ''
      await app.goto(`${new URL(app.url()).origin}/#/sites/new?customer=${customer}`)

      await app.getByRole('button', { name: w.createSite }).click()
      await expect(app.getByText(w.noPosition).first()).toBeVisible()

      const search = app.getByRole('combobox', { name: w.search })
      await search.fill('Calle Mayor 1, 28013 Madrid')
      // A fresh host loads its gazetteer now: seconds, and more beside other tests.
      await expect(app.getByRole('option').first()).toContainText('Calle Mayor 1', { timeout: 60_000 })
      await search.press('Enter')
      await expect(app.getByLabel(w.line1)).toHaveValue('Calle Mayor 1')
      await expect(app.getByLabel(w.city)).toHaveValue('Madrid')
      await expect(app.getByTestId('plus-code')).toHaveText(
        /^8CGR[23456789CFGHJMPQRVWX]{4}\+[23456789CFGHJMPQRVWX]{2}$/,
      )

      const position = app.getByLabel(w.position)
      const found = await readPosition(position)
      const pin = app.getByRole('application', { name: w.pin })
      // From farther away one drag reaches another town.
      const scale = app
        .getByRole('region', { name: w.map })
        .locator('..')
        .getByText(/^(10|20|50) km$/)
      await expect(async () => {
        await app.getByRole('button', { name: w.zoomOut }).click()
        await expect(scale).toBeVisible({ timeout: 700 })
      }).toPass()
      const drop = await dragPin(app, pin, { x: 0, y: 130 })
      await expect(app.getByLabel(w.city)).not.toHaveValue(/^(Madrid)?$/)
      // The street of the first place is gone with it; the pin is where it was dropped.
      await expect(app.getByLabel(w.line1)).toHaveValue('')
      await expectTip(pin, drop)
      const dropped = await readPosition(position)
      expect(dropped.latitude).toBeLessThan(found.latitude - 0.1)
      expect(dropped.longitude).toBeCloseTo(found.longitude, 2)
      const city = await app.getByLabel(w.city).inputValue()
      await app.getByLabel(w.note).fill('Granero rojo')
      await app.getByRole('button', { name: w.createSite }).click()
      await expect(app).toHaveURL(/sites\/[0-9a-f-]{36}$/)
      await expect(app.getByText('Granero rojo').first()).toBeVisible()
      await expect(app.getByText(city).first()).toBeVisible()
      await expect(app.getByText(`${dropped.latitude}, ${dropped.longitude}`)).toBeVisible()

      await app.close()
      await host.kill()
      const again = await startBrowserHost({ folder, flags: [`--locale=${locale}`] })
      const page = await context.newPage()
      await page.goto(again.url)
      await expect(page.getByText('Panadería Núñez').first()).toBeVisible()
      await again.stop()
    })
  })
}
