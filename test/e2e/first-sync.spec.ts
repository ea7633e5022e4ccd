import { connectionCode, parseConnectionCode } from '#core/contract/connection-code.ts'
import { startEnlaceServer } from '../bench/sync/enlace/server.ts'
import { holdBack } from '../support/held-server.ts'
import { expect, test } from './fixtures.ts'

/** So many that the server has a file ready for whoever joins. */
const CUSTOMERS = 2500

test('a new desktop begins with the file that the server has ready, and says how far it is', async ({
  app,
}) => {
  const server = await startEnlaceServer({ customers: CUSTOMERS, bare: false })
  try {
    await server.restart?.({ prepares: true })
    await server.prepare?.()
    const slow = await holdBack(server.url?.() ?? '', '/v1/snapshot-part')
    const [door] = await server.doors(1)
    const code = parseConnectionCode(String(door))?.code ?? ''
    await app.getByText('Tengo un código de otra oficina').click()
    await app.getByLabel('Su nombre').fill('Eva Gil')
    await app.getByLabel('Código de conexión').fill(connectionCode({ url: slow.url, code }))
    await app.getByRole('button', { name: 'Conectar y recibir los datos' }).click()
    await expect(app.getByText(/Recibiendo/).first()).toBeVisible()
    await expect.poll(() => slow.held()).toBe(3)
    // Nobody is asked to create what is on its way.
    await expect(app.getByText('La lista se llena en cuanto lleguen.')).toBeVisible()
    await expect(app.getByRole('button', { name: 'Crear el primer cliente' })).toBeHidden()
    for (const name of [
      'Sitios',
      'Servicios',
      'Inventario',
      'Facturación',
      'Facturas',
      'Cobros',
      'Clientes',
    ]) {
      await app
        .getByRole('navigation', { name: 'Principal' })
        .getByRole('link', { name, exact: true })
        .click()
      await expect(app.getByText('La lista se llena en cuanto lleguen.')).toBeVisible()
    }
    slow.letGo()
    await expect(app.getByText('2500 clientes')).toBeVisible()
    await expect(app.getByRole('button', { name: /^Sincronización: En sincronía/ })).toBeVisible()
    await expect(app.getByRole('link', { name: 'Eva Gil' })).toBeVisible()
    slow.close()
  } finally {
    await server.stop()
  }
})
