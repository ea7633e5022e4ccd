import { totpAt } from '#core/domain/people/totp.ts'
import { freePort } from '../support/server-process.ts'
import { expect, setUp, test } from './fixtures.ts'

const EMAIL = 'ana@henares.example'
const PASSWORD = 'correcto caballo pila'

test('the hub has people sign in from its page, and its administrator puts on a second factor', async ({
  app,
}) => {
  await setUp(app)
  const port = await freePort()
  await app.evaluate(
    (input) =>
      fetch('/host/hub.create', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      }),
    { name: 'Fibra Henares', port },
  )
  const { origin } = new URL(app.url())
  await app.goto(`${origin}/#/settings/sync`)
  const begin = app.getByRole('button', { name: 'Pedir que las personas entren' })
  await begin.first().click()
  await expect(app.getByText('Escriba su correo, por ejemplo')).toBeVisible()
  await expect(app.getByText('Escriba una contraseña.')).toBeVisible()
  await app.getByLabel('Su correo').fill(EMAIL)
  for (const password of ['corta', PASSWORD]) {
    await app.getByLabel('Contraseña para entrar').fill(password)
    await begin.first().click()
    await app
      .getByRole('alertdialog')
      .or(app.getByRole('dialog'))
      .getByRole('button', { name: /^Pedir/ })
      .click()
    if (password === 'corta')
      await expect(app.getByText('Esa contraseña es fácil de adivinar.')).toBeVisible()
  }

  const signIn = async () => {
    await app.getByLabel('Correo').fill(EMAIL)
    await app.getByLabel('Contraseña', { exact: true }).fill(PASSWORD)
    await app.keyboard.press('Enter')
  }
  await expect(app.getByRole('heading', { name: 'Entrar', exact: true })).toBeVisible()
  await signIn()
  await app.getByRole('link', { name: 'Acceso', exact: true }).click()
  await app.getByRole('button', { name: 'Activar', exact: true }).click()
  await expect(app.getByRole('img', { name: 'Código QR para la aplicación' })).toBeVisible()
  const key = (await app.locator('code').first().innerText()).replaceAll(/\s/g, '')
  const code = app.getByLabel('Código de la aplicación')
  await expect(code).toBeFocused()
  const right = await totpAt(key, Date.now())
  await app.keyboard.type(right === '000000' ? '111111' : '000000')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('alert').getByText('El código no vale o ya se usó.')).toBeVisible()
  await expect(code).toBeFocused()
  await app.keyboard.type(await totpAt(key, Date.now()))
  await app.keyboard.press('Enter')
  const codes = app.getByRole('status').filter({ hasText: 'Códigos de recuperación' })
  const recovery = (await codes.getByRole('listitem').first().innerText()).trim()
  await app.getByRole('button', { name: 'Ya están guardados' }).click()
  await expect(app.getByText('Le quedan 10 códigos de recuperación.')).toBeVisible()

  // The telephone is lost: one of the codes lets them in, and the app comes off by the password.
  await app.getByRole('button', { name: 'Salir', exact: true }).click()
  await signIn()
  await expect(code).toBeFocused()
  await app.getByRole('button', { name: /usar un código de recuperación/ }).click()
  await expect(app.getByLabel('Código de recuperación')).toBeFocused()
  await app.keyboard.type(recovery.toLowerCase())
  await app.keyboard.press('Enter')
  await app.getByRole('link', { name: 'Acceso', exact: true }).click()
  await expect(app.getByText('Le quedan 9 códigos de recuperación.')).toBeVisible()
  await app.getByRole('button', { name: 'Desactivar', exact: true }).click()
  await app.keyboard.type(PASSWORD)
  await app.keyboard.press('Enter')
  await expect(app.getByRole('button', { name: 'Activar', exact: true })).toBeVisible()
})
