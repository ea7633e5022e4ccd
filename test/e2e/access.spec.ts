import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { startOffice } from '../support/office-host.ts'
import { createServerProcess } from '../support/server-process.ts'
import { expect, test } from './fixtures.ts'

const PASSWORD = 'correcto caballo pila'

test('a desktop joins with a code at its first run, asks who is there, offers what their role may, and locks', async ({
  app,
}) => {
  const data = temporaryFolder()
  const server = await createServerProcess({ data })
  await server.start()
  const [org = ''] = await server.task('org-create', 'Fibra Henares')
  const code = async () => (await server.task('code', org, server.url))[0] ?? ''
  const madrid = await startOffice()
  try {
    await madrid.call('sync', 'connect', { code: await code(), join: 'add-mine' })
    await madrid.run('customer.create', { name: 'Bar Sol', type: 'business' })
    const reset = async (email: string, role: string, name: string) => {
      const [line = ''] = await server.task('person-add', org, email, role, name)
      return line.split('  ')[1] ?? ''
    }
    await reset('ada@example.com', 'admin', 'Ada')
    const own = await reset('teo@example.com', 'technician', 'Teo')
    await server.task('sign-in', org, 'on')

    await app.getByText('Tengo un código de otra oficina').click()
    await app.getByLabel('Su nombre').fill('Teo')
    await app.getByLabel('Código de conexión').fill(await code())
    await app.getByRole('button', { name: 'Conectar y recibir los datos' }).click()

    // Nothing of the organisation shows before somebody signs in.
    await expect(app.getByRole('heading', { name: 'Entrar' })).toBeVisible()
    await expect(app.getByText('Bar Sol')).toBeHidden()
    await app.getByLabel('Correo').fill('teo@example.com')
    await app.getByRole('button', { name: 'Tengo un código para poner la contraseña' }).click()
    await app.getByLabel('Código de quien administra').fill(own)
    await app.getByLabel('Contraseña nueva').fill(PASSWORD)
    await app.keyboard.press('Enter')
    await expect(app.getByText('Bar Sol')).toBeVisible()

    // A technician makes no customers: the button says who does, and pressing it does nothing.
    const create = app.getByRole('button', { name: 'Nuevo cliente' })
    await expect(create).toHaveAttribute('aria-disabled', 'true')
    await expect(create).toHaveAttribute('title', /Administración, Dirección, Facturación, Atención/)
    await create.press('Enter')
    await expect(app.getByRole('dialog')).toBeHidden()
    await app.keyboard.press('Control+K')
    await app.getByRole('combobox').fill('nuevo')
    await expect(app.getByRole('option', { name: 'Nuevo sitio' })).toBeVisible()
    await expect(app.getByRole('option', { name: 'Nuevo cliente' })).toBeHidden()
    await app.keyboard.press('Escape')

    await app.keyboard.press('Control+Shift+L')
    await expect(app.getByRole('heading', { name: 'Equipo bloqueado' })).toBeVisible()
    await app.getByLabel('Contraseña').fill('otra cosa')
    await app.keyboard.press('Enter')
    await expect(app.getByRole('alert')).toBeVisible()
    await app.getByLabel('Contraseña').fill(PASSWORD)
    await app.keyboard.press('Enter')
    await expect(app.getByText('Bar Sol')).toBeVisible()

    await app.getByRole('link', { name: 'Acceso', exact: true }).click()
    await app.getByRole('button', { name: 'Salir', exact: true }).click()
    await expect(app.getByRole('heading', { name: 'Entrar' })).toBeVisible()
  } finally {
    await madrid.host.stop()
    removeFolder(madrid.host.folder)
    await server.stop()
    removeFolder(data)
  }
})
