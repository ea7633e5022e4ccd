import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { startOffice } from '../support/office-host.ts'
import { createServerProcess } from '../support/server-process.ts'
import { expect, setUp, test } from './fixtures.ts'

test('a desktop joins with a code, and shows the other office’s customer as soon as it is saved', async ({
  app,
}) => {
  const data = temporaryFolder()
  const server = await createServerProcess({ data })
  await server.start()
  const code = await server.organisation()
  const madrid = await startOffice()
  try {
    await madrid.call('sync', 'connect', { code: await code(), join: 'add-mine' })
    await madrid.run('customer.create', { name: 'Bar Sol', type: 'business' })

    // The window of the first run sets this desktop up as an office of its own.
    await setUp(app)
    await app.getByRole('link', { name: 'Ajustes', exact: true }).click()
    await app.getByRole('link', { name: 'Oficinas en sincronía' }).click()
    await app.getByLabel('Código de conexión').fill('enlace1.nada')
    await app.getByRole('button', { name: 'Conectar', exact: true }).click()
    await expect(app.getByText('Péguelo entero')).toBeVisible()
    await app.getByLabel('Código de conexión').fill(await code())
    await app.getByText('Apartar lo mío').click()
    await app.getByRole('button', { name: 'Conectar', exact: true }).click()
    await app.getByRole('button', { name: 'Apartar y conectar' }).click()

    // The window has begun anew with the organisation's data.
    await expect(app.getByText('Bar Sol')).toBeVisible()
    const status = app.getByRole('button', { name: /^Sincronización: En sincronía/ })
    await expect(status).toBeVisible()
    await madrid.run('customer.create', { name: 'Bar Luna', type: 'business' })
    await expect(app.getByText('Bar Luna')).toBeVisible()

    // By keyboard: what stands behind the line in the frame.
    await status.focus()
    await app.keyboard.press('Enter')
    await expect(app.getByRole('dialog').getByText(server.url)).toBeVisible()
    await server.stop()
    await app.getByRole('button', { name: 'Preguntar ahora' }).click()
    await expect(app.getByRole('dialog').getByText(/Sin conexión desde/)).toBeVisible()
  } finally {
    await madrid.host.stop()
    removeFolder(madrid.host.folder)
    await server.stop()
    removeFolder(data)
  }
})
