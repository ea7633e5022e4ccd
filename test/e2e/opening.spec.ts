import { removeFolder, startBrowserHost } from '../support/browser-host.ts'
import { startOffice } from '../support/office-host.ts'
import { asOlderBackup, makeOlder } from '../support/older-file.ts'
import { fetchFile } from '../support/window-files.ts'
import { expect, setUp, test as base } from './fixtures.ts'

/** Some 60,000 records and entries: more work than a page takes to load, on any machine. */
const CUSTOMERS = 3000

/** A desktop with data, which is started by a newer version of the program. */
const test = base.extend({
  folder: async ({ folder, language }, use) => {
    const flags = [`--locale=${language}`, `--demo=${CUSTOMERS}`]
    await (await startBrowserHost({ folder, flags })).stop()
    makeOlder(folder)
    await use(folder)
  },
})

test('after an update the window tells how its data is made ready, and goes on to the page asked for', async ({
  app,
}) => {
  await expect(app.getByRole('heading', { name: 'Preparando sus datos' })).toBeVisible()
  await expect(app.getByText(/^[\d.]+ de [\d.]+ registros$/)).toBeVisible()
  const bar = app.getByRole('progressbar', { name: 'Preparando sus datos' })
  await expect(bar).toHaveAttribute('aria-valuenow', /\d/)
  await expect(app.getByRole('navigation')).toHaveCount(0)
  // Another window, by an address within the program.
  const page = await app.context().newPage()
  await page.goto(`${new URL(app.url()).origin}/#/services`)
  await expect(page.getByRole('heading', { level: 1, name: 'Servicios' })).toBeVisible({ timeout: 120_000 })
  await expect(page.getByRole('row').nth(5)).toBeVisible()
  await page.close()
  await expect(app.getByRole('navigation').first()).toBeVisible()
  await expect(bar).toHaveCount(0)
  await expect(app.getByRole('row').nth(5)).toBeVisible()
})

base(
  'a backup of an older version is made ready over the open window, which says what it waits for',
  async ({ app }) => {
    const office = await startOffice({ flags: ['--locale=es', `--demo=${CUSTOMERS}`] })
    const { file } = await office.call('backup', 'make', { name: 'copia' })
    const buffer = asOlderBackup(await fetchFile(office, file))
    await office.host.stop()
    removeFolder(office.host.folder)

    await setUp(app)
    await app.getByRole('link', { name: 'Ajustes', exact: true }).click()
    await app.getByRole('link', { name: 'Datos', exact: true }).click()
    const copy = { name: 'copia.enlace-datos', mimeType: 'application/octet-stream', buffer }
    await app.locator('input[type=file]').setInputFiles(copy)
    await app.getByRole('button', { name: 'Restaurar', exact: true }).click()
    await expect(app.getByRole('heading', { name: 'Preparando la copia' })).toBeVisible()
    await expect(
      app.getByText('La copia es de una versión anterior de Enlace', { exact: false }),
    ).toBeVisible()
    // It is no update of this desktop's own data, which a later start would go on with.
    await expect(
      app.getByText('Si cierra Enlace antes, la copia no se restaura', { exact: false }),
    ).toBeVisible()
    await expect(app.getByRole('row').nth(5)).toBeVisible({ timeout: 120_000 })
    await expect(app.getByRole('heading', { name: 'Preparando la copia' })).toHaveCount(0)
  },
)
