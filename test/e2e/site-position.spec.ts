import { expect, test } from './fixtures.ts'
import { readPosition } from './pin.ts'

/** The first answer waits until the gazetteer is read, which a busy machine takes its time for. */
const firstAnswer = { timeout: 60_000 }

test('a searched address outlives the moves of the pin, and only a readable position is saved', async ({
  app,
}) => {
  await app.getByLabel('Su nombre').fill('Ana Ruiz')
  await app.getByLabel('Empresa', { exact: false }).first().fill('Fibra Alta S.L.')
  await app.getByRole('textbox', { name: 'Oficina' }).fill('Madrid')
  await app.getByRole('button', { name: 'Empezar', exact: true }).click()
  await app.getByRole('button', { name: 'Nuevo cliente' }).first().click()
  await app.getByRole('dialog').getByLabel('Nombre', { exact: false }).first().fill('Panadería Núñez')
  await app.getByRole('button', { name: 'Crear cliente' }).click()
  await expect(app).toHaveURL(/customers\/[0-9a-f-]{36}/)
  const customer = /customers\/([0-9a-f-]{36})/.exec(app.url())?.[1] ?? ''
  await app.goto(`${new URL(app.url()).origin}/#/sites/new?customer=${customer}`)

  const search = app.getByRole('combobox', { name: 'Buscar dirección, Plus Code o coordenadas' })
  const line1 = app.getByLabel('Dirección, línea 1')
  const position = app.getByLabel('Latitud y longitud')
  const country = app.getByLabel('País')
  const origin = app.getByTestId('origin')

  await search.fill('Calle Alcalá 20, 28014 Madrid')
  await expect(app.getByRole('option').first()).toContainText('Calle Alcalá 20', firstAnswer)
  await search.press('Enter')
  await expect(line1).toHaveValue('Calle Alcalá 20')
  const found = await readPosition(position)

  // Arrow keys move the pin by metres; the offline chain knows only the town there.
  await app.getByRole('application', { name: /^Pin del sitio/ }).focus()
  await app.keyboard.press('ArrowUp')
  await app.keyboard.press('Shift+ArrowRight')
  await expect(origin).toContainText('Se mantiene la dirección buscada.')
  await expect(line1).toHaveValue('Calle Alcalá 20')
  await expect(app.getByLabel('Código postal')).toHaveValue('28014')
  const moved = await readPosition(position)
  expect(moved.longitude).toBeGreaterThan(found.longitude)

  // What cannot be read is told, and holds up both ways of saving.
  await position.fill('no es una posición')
  await app.keyboard.press('Control+s')
  await expect(app.getByText('No se entiende.')).toBeVisible()
  await app.getByRole('button', { name: 'Crear sitio' }).click()
  await expect(position).toBeFocused()
  await expect(app).toHaveURL(/sites\/new/)

  // A pair that only exists the other way round is offered.
  await position.fill('95, -35')
  await position.press('Enter')
  await expect(app.getByText('La latitud va de −90 a 90 grados. ¿Quiso decir -35, 95?')).toBeVisible()
  await app.getByRole('button', { name: 'Intercambiar' }).click()
  await expect(position).toHaveValue('-35, 95')
  await expect(origin).toContainText('El punto está en el mar.')
  await expect(line1).toHaveValue('')
  await expect(country).toHaveValue('')
  await expect(country).toHaveAttribute('placeholder', 'España, el de la oficina')

  // Kenya's sea for an office in Spain: valid, and offered all the same.
  await position.fill('-3.7, 40.4')
  await position.press('Enter')
  await expect(app.getByText('¿Están cambiadas la latitud y la longitud?')).toBeVisible()
  await app.getByRole('button', { name: 'Intercambiar' }).click()
  await expect(position).toHaveValue('40.4, -3.7')
  await expect(country).toHaveValue('España')

  // An emptied field takes the pin away; the save key takes what has just been typed.
  await position.fill('')
  await position.press('Enter')
  await expect(app.getByTestId('plus-code')).toBeHidden()
  await app.getByLabel('Nombre del sitio').fill('Obrador')
  await position.fill(`40°25' N 3°42' O`)
  await app.keyboard.press('Control+Enter')
  await expect(app).toHaveURL(/sites\/[0-9a-f-]{36}$/)
  await expect(app.getByText('40.416667, -3.7')).toBeVisible()
})
