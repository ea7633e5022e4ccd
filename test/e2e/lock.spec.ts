import { setUpInput } from '../support/writer-store.ts'
import { expect, setUp, test } from './fixtures.ts'

const PASSWORD = 'correcto caballo pila'

test('the own password locks a desktop that works alone, is changed, and is taken off by its code when forgotten', async ({
  app,
}) => {
  await setUp(app)
  const access = () => app.getByRole('link', { name: 'Acceso', exact: true }).click()
  const locked = app.getByRole('heading', { name: 'Equipo bloqueado' })
  const enter = async (password: string) => {
    await app.getByLabel('Contraseña', { exact: true }).fill(password)
    await app.keyboard.press('Enter')
  }
  const save = async (password: string, current?: string) => {
    if (current !== undefined) await app.getByLabel('Contraseña actual').fill(current)
    await app.getByLabel('Contraseña nueva').fill(password)
    await app.getByRole('button', { name: /^(Poner|Cambiar) contraseña$/ }).click()
  }

  await access()
  await expect(app.getByRole('button', { name: 'Bloquear ahora' })).toBeDisabled()
  await save('corta')
  await expect(app.getByRole('alert').getByText(/fácil de adivinar/)).toBeVisible()
  await save(PASSWORD)
  await expect(app.getByRole('heading', { name: 'Por si olvida la contraseña' })).toBeVisible()
  await app.getByRole('button', { name: 'Ya está guardado' }).click()

  await app.getByRole('button', { name: 'Bloquear ahora' }).click()
  await expect(locked).toBeVisible()
  // Nothing else shows, not by an address or a new window either.
  await app.goto(`${new URL(app.url()).origin}/#/customers`)
  await app.reload()
  await expect(locked).toBeVisible()
  await expect(app.getByRole('navigation')).toHaveCount(0)
  await enter('otra cosa')
  await expect(app.getByRole('alert').getByText(/La contraseña no es esa/)).toBeVisible()
  await enter(PASSWORD)
  await expect(locked).toBeHidden()

  await access()
  await save('una frase distinta', 'otra cosa')
  await expect(app.getByRole('alert').getByText(/La contraseña no es esa/)).toBeVisible()
  await save('una frase distinta', PASSWORD)
  const codes = app.getByRole('status').filter({ hasText: 'Por si olvida la contraseña' })
  const code = (await codes.getByRole('listitem').textContent()) ?? ''
  await app.keyboard.press('Control+Shift+L')
  await expect(locked).toBeVisible()
  await enter(PASSWORD)
  await expect(app.getByRole('alert')).toBeVisible()

  await app.getByRole('button', { name: 'He olvidado la contraseña' }).click()
  await expect(app.getByRole('alert')).toBeHidden()
  await app.getByLabel('Código que salió al poner la contraseña').fill('AAAA-BBBB-CCCC-DDDD')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('alert').getByText(/El código no es ese/)).toBeVisible()
  await app.getByLabel('Código que salió al poner la contraseña').fill(code.trim().toLowerCase())
  await app.keyboard.press('Enter')
  await expect(locked).toBeHidden()
  await access()
  await expect(app.getByRole('button', { name: 'Poner contraseña' })).toBeVisible()
})

test('a locked desktop holds up who guesses', async ({ app }) => {
  await app.evaluate(
    async (input) => {
      const call = (method: string, body: unknown) =>
        fetch(`/host/${method}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      await call('app.setUp', input.setUp)
      await call('access.setPassword', { password: input.password })
      await call('access.lock', {})
    },
    { setUp: setUpInput, password: PASSWORD },
  )
  await app.reload()
  for (let tries = 1; tries <= 5; tries++) {
    await app.getByLabel('Contraseña', { exact: true }).fill(`intento ${tries}`)
    await app.getByRole('button', { name: 'Desbloquear' }).click()
    await expect(app.getByLabel('Contraseña', { exact: true })).toHaveValue('')
  }
  await app.getByLabel('Contraseña', { exact: true }).fill(PASSWORD)
  await app.getByRole('button', { name: 'Desbloquear' }).click()
  await expect(app.getByRole('alert').getByText(/^Demasiados intentos\. Espere \d+ s/)).toBeVisible()
  // A right one opens once the wait is over: five seconds after the fifth.
  const locked = app.getByRole('heading', { name: 'Equipo bloqueado' })
  await expect(async () => {
    if (await locked.isVisible()) {
      await app.getByLabel('Contraseña', { exact: true }).fill(PASSWORD, { timeout: 1000 })
      await app.getByRole('button', { name: 'Desbloquear' }).click({ timeout: 1000 })
    }
    await expect(locked).toBeHidden({ timeout: 5000 })
  }).toPass()
})
