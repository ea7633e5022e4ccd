import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { dragPin, expectTip, readPosition } from './pin.ts'

const words = {
  es: {
    person: 'Su nombre',
    company: 'Empresa',
    office: 'Oficina',
    start: 'Empezar',
    newCustomer: 'Nuevo cliente',
    name: 'Nombre',
    create: 'Crear cliente',
    siteName: 'Nombre del sitio',
    line1: 'Dirección, línea 1',
    city: 'Ciudad',
    position: 'Latitud y longitud',
    note: 'Nota de dirección',
    createSite: 'Crear sitio',
    edit: 'Editar sitio',
    save: 'Guardar',
    map: 'Mapa del sitio',
    pin: /^Pin del sitio/,
    fixedPin: 'Posición del sitio',
    middle: 'Ponerlo en el centro',
    closer: 'Acercarse al pin',
    byHand: 'Pin puesto a mano · punto exacto',
    fromAfar: 'Pin puesto a mano · solo la zona',
    from: 'Dirección tomada de:',

    usePlace: /^Usar lo propuesto/,
    keep: 'Dejar lo mío',
    directions: 'Gire a la izquierda en el granero rojo, 500 m después de la rejilla de ganado',
  },
  en: {
    person: 'Your name',
    company: 'Company',
    office: 'Office',
    start: 'Start',
    newCustomer: 'New customer',
    name: 'Name',
    create: 'Create customer',
    siteName: 'Site name',
    line1: 'Address line 1',
    city: 'City',
    position: 'Latitude and longitude',
    note: 'Address note',
    createSite: 'Create site',
    edit: 'Edit site',
    save: 'Save',
    map: 'Map of the site',
    pin: /^Pin of the site/,
    fixedPin: 'Position of the site',
    middle: 'Set it in the middle',
    closer: 'Go closer',
    byHand: 'Pin placed by hand · exact',
    fromAfar: 'Pin placed by hand · only the area',
    from: 'Address taken from:',

    usePlace: /^Use/,
    keep: 'Keep mine',
    directions: 'Turn left at the red barn, 500 m past the cattle grid',
  },
} as const
/** The first address waits until the gazetteer is read, which a busy machine takes its time for. */
const firstAnswer = { timeout: 45_000 }
type Words = (typeof words)['es' | 'en']

/** A first run and a first customer, up to the empty form of a site. */
async function openSiteForm(app: Page, w: Words): Promise<void> {
  await app.getByLabel(w.person).fill('Ana Ruiz')
  await app.getByLabel(w.company, { exact: false }).first().fill('Fibra Alta S.L.')
  await app.getByRole('textbox', { name: w.office }).fill('Granada')
  await app.getByRole('button', { name: w.start, exact: true }).click()
  await app.getByRole('button', { name: w.newCustomer }).first().click()
  await app.getByRole('dialog').getByLabel(w.name, { exact: false }).first().fill('Finca La Loma S.C.')
  await app.getByRole('button', { name: w.create }).click()
  await expect(app).toHaveURL(/customers\/[0-9a-f-]{36}/)
  const customer = /customers\/([0-9a-f-]{36})/.exec(app.url())?.[1] ?? ''
  await app.goto(`${new URL(app.url()).origin}/#/sites/new?customer=${customer}`)
  await expect(app.getByLabel(w.siteName)).toBeVisible()
}

for (const locale of ['es', 'en'] as const) {
  const w = words[locale]

  test.describe(locale, () => {
    test.use({ language: locale })

    test('a place without any address: pressed on the map, dragged, described, saved and opened again', async ({
      app,
    }) => {
      await openSiteForm(app, w)
      const map = app.getByRole('region', { name: w.map })
      const pin = app.getByRole('application', { name: w.pin })
      const position = app.getByLabel(w.position)
      const origin = app.getByTestId('origin')

      const frame = await map.boundingBox()
      if (!frame) throw new Error('The map is not on the screen.')
      const press = { x: frame.x + frame.width * 0.45, y: frame.y + frame.height * 0.55 }
      await app.mouse.click(press.x, press.y)
      await expectTip(pin, press)
      await expect(origin).toContainText(w.fromAfar)
      await expect(origin).toContainText(w.from, firstAnswer)
      const pressed = await readPosition(position)

      // What a person types is theirs: the address of another point only offers.
      const city = app.getByLabel(w.city)
      await city.fill('Alcútar')
      await app.getByRole('button', { name: w.closer }).click()
      await expect(app.getByRole('button', { name: w.closer })).toBeHidden()

      const before = await readPosition(position)
      expect(before).toEqual(pressed)
      const drop = await dragPin(app, pin, { x: 90, y: -60 })
      await expectTip(pin, drop)
      await expect(origin).toContainText(w.byHand)
      await expect(origin).toContainText(w.from)
      await expectTip(pin, drop)
      const dropped = await readPosition(position)
      expect(dropped.longitude).toBeGreaterThan(before.longitude)
      expect(dropped.latitude).toBeGreaterThan(before.latitude)
      // Zoom 18: 90 pixels are 90 × 360 / (256 × 2^18) degrees of longitude.
      expect(dropped.longitude - before.longitude).toBeCloseTo((90 * 360) / (256 * 2 ** 18), 5)

      await expect(city).toHaveValue('Alcútar')
      await expect(app.getByRole('button', { name: w.usePlace }).first()).toBeVisible()
      await app.getByRole('button', { name: w.keep }).click()
      await city.fill('')
      await expect(app.getByLabel(w.line1)).toHaveValue('')
      await app.getByLabel(w.siteName).fill('Finca La Loma')
      await app.getByLabel(w.note).fill(w.directions)
      const shownCode = (await app.getByTestId('plus-code').textContent()) ?? ''
      await app.getByRole('button', { name: w.createSite }).click()

      await expect(app).toHaveURL(/sites\/[0-9a-f-]{36}$/)
      await expect(app.getByText(w.directions).first()).toBeVisible()
      await expect(app.getByTestId('plus-code')).toHaveText(shownCode)
      await expect(app.getByText(`${dropped.latitude}, ${dropped.longitude}`)).toBeVisible()

      await app.reload()
      await expect(app.getByRole('img', { name: w.fixedPin })).toBeVisible()
      await app.getByRole('button', { name: w.edit }).click()
      await expect(app.getByLabel(w.note)).toHaveValue(w.directions)
      await expect(app.getByLabel(w.city)).toHaveValue('')
      expect(await readPosition(position)).toEqual(dropped)
    })

    test('with the keyboard alone: the pin is set in the middle and walks by metres', async ({ app }) => {
      await openSiteForm(app, w)
      const pin = app.getByRole('application', { name: w.pin })
      const position = app.getByLabel(w.position)
      const origin = app.getByTestId('origin')

      await app.getByRole('button', { name: w.middle }).focus()
      await app.keyboard.press('Enter')
      await expect(pin).toBeFocused()
      await expect(origin).toContainText(w.from, firstAnswer)
      const start = await readPosition(position)

      for (let step = 0; step < 5; step++) await app.keyboard.press('ArrowUp')
      await app.keyboard.press('Shift+ArrowRight')
      const metre = 1 / 111_319.49
      const shrink = Math.cos((start.latitude * Math.PI) / 180)
      await expect
        .poll(async () => (await readPosition(position)).longitude)
        .toBeCloseTo(start.longitude + (10 * metre) / shrink, 5)
      const walked = await readPosition(position)
      expect(walked.latitude).toBeCloseTo(start.latitude + 5 * metre, 5)

      // Escape gives up a walk that is under way; one that has come to rest is kept.
      await expect(origin).toContainText(w.from)
      await expect(app.getByRole('status').filter({ hasText: String(walked.latitude) })).toHaveCount(1)
      await app.keyboard.press('Shift+ArrowDown')
      await app.keyboard.press('Escape')
      expect(await readPosition(position)).toEqual(walked)

      await app.getByLabel(w.siteName).focus()
      await app.keyboard.type('Repetidor')
      await app.keyboard.press('Control+Enter')
      await expect(app).toHaveURL(/sites\/[0-9a-f-]{36}$/)
      await expect(app.getByText(`${walked.latitude}, ${walked.longitude}`)).toBeVisible()
    })
  })
}
