import { removeFolder } from '../support/browser-host.ts'
import { startOffice } from '../support/office-host.ts'
import { untilAlike } from '../support/offices.ts'
import { freePort } from '../support/server-process.ts'
import { expect, test } from './fixtures.ts'

test('where the hub runs, desktops are told apart, given names and taken out', async ({ page }) => {
  const hub = await startOffice()
  const toledo = await startOffice()
  try {
    const port = await freePort()
    await hub.call('hub', 'create', { name: 'Fibra Henares', port })
    const { text } = await hub.call('hub', 'code', { address: `https://127.0.0.1:${port}` })
    const { knownAs = '' } = await toledo.call('sync', 'connect', { code: text, join: 'add-mine' })
    await untilAlike([hub, toledo])
    const [name = '', value = ''] = hub.cookie.split('=')
    const { origin } = new URL(hub.host.url)
    await page.context().addCookies([{ name, value, url: origin }])
    await page.goto(`${origin}/#/settings/sync`)

    const list = page.getByRole('region', { name: 'Equipos' })
    await expect(list.getByText(knownAs).first()).toBeVisible()
    await page.getByRole('button', { name: `Cambiar el nombre de ${knownAs}` }).click()
    await page.getByRole('textbox', { name: 'Equipo' }).fill('Mostrador')
    await page.keyboard.press('Enter')
    await expect(list.getByRole('listitem').filter({ hasText: 'Mostrador' })).toBeVisible()

    // The desktop that runs the hub is never taken out of it.
    await expect(page.getByRole('button', { name: /^Retirar / })).toHaveCount(1)
    await page.getByRole('button', { name: 'Retirar Mostrador' }).click()
    const sure = page.getByRole('alertdialog').or(page.getByRole('dialog'))
    await expect(sure.getByText('Lo que ya está en él no se borra.', { exact: false })).toBeVisible()
    await sure.getByRole('button', { name: 'Cancelar' }).click()
    await expect(list.getByText('Unido')).toHaveCount(2)
    await page.getByRole('button', { name: 'Retirar Mostrador' }).click()
    await sure.getByRole('button', { name: 'Retirar', exact: true }).click()
    await expect(list.getByRole('listitem').filter({ hasText: 'Mostrador' })).toContainText('Dado de baja')
    await expect(page.getByRole('button', { name: /^Retirar / })).toHaveCount(0)
  } finally {
    for (const { host } of [hub, toledo]) {
      await host.stop()
      removeFolder(host.folder)
    }
  }
})
