import { readFile } from 'node:fs/promises'
import { removeFolder } from '../support/browser-host.ts'
import { startOffice } from '../support/office-host.ts'
import { add } from '../support/offices.ts'
import { freePort } from '../support/server-process.ts'
import { fetchFile, handIn } from '../support/window-files.ts'
import { expect, setUp, test } from './fixtures.ts'

test('a desktop becomes the hub, invites another one, and answers the file of one without a network', async ({
  app,
}) => {
  await setUp(app)
  await app.getByRole('link', { name: 'Ajustes', exact: true }).click()
  await app.getByRole('link', { name: 'Oficinas en sincronía' }).click()
  await expect(app.getByLabel('Nombre de la organización')).toHaveValue('Fibra Alta')
  await app.getByLabel('Puerto').first().fill('80')
  await app.getByRole('button', { name: 'Hacer de este equipo el centro' }).click()
  await expect(app.getByText('Un número entre 1024 y 65535.')).toBeVisible()
  await app
    .getByLabel('Puerto')
    .first()
    .fill(String(await freePort()))
  await app.getByRole('button', { name: 'Hacer de este equipo el centro' }).click()
  const sure = app.getByRole('dialog').or(app.getByRole('alertdialog'))
  await sure.getByRole('button', { name: 'Hacer de este equipo el centro' }).click()
  await expect(app.getByText('El centro está en marcha')).toBeVisible()
  await expect(app.getByRole('button', { name: /^Sincronización: En sincronía/ })).toBeVisible()

  await app.getByRole('button', { name: 'Invitar a un equipo' }).click()
  const code = await app.locator('[data-code]').textContent()
  await expect(app.getByRole('img', { name: 'Código de conexión como QR' })).toBeVisible()
  await app.keyboard.press('Escape')
  const toledo = await startOffice()
  try {
    await toledo.call('sync', 'connect', { code: code?.trim() ?? '', join: 'add-mine' })
    await app.getByRole('button', { name: 'Preguntar ahora' }).last().click()
    await expect(app.getByText('Unido')).toHaveCount(2)

    const made = await toledo.call('syncFiles', 'make', { name: 'ida' })
    const sent = await fetchFile(toledo, made.file)
    const choose = app.locator('input[type=file]')
    await choose.setInputFiles({
      name: 'roto.enlace',
      mimeType: 'application/octet-stream',
      buffer: sent.subarray(0, 40),
    })
    await expect(app.getByText('Al archivo le falta el final.')).toBeVisible()
    await choose.setInputFiles({ name: 'ida.enlace', mimeType: 'application/octet-stream', buffer: sent })
    await expect(app.getByText('El archivo es íntegro y lo firmó ese equipo.')).toBeVisible()
    const [download] = await Promise.all([
      app.waitForEvent('download'),
      app.getByRole('button', { name: 'Tomarlo y escribir la respuesta' }).click(),
    ])
    await expect(app.getByText('Lleve la respuesta al equipo.')).toBeVisible()
    const back = await handIn(toledo, 'syncFiles', await readFile(await download.path()))
    const { verdict } = await toledo.call('syncFiles', 'read', { file: back })
    expect(['new', 'nothingNew']).toContain(verdict)
  } finally {
    await toledo.host.stop()
    removeFolder(toledo.host.folder)
  }
})

test('the first run goes on from the backup of another desktop', async ({ app }) => {
  const madrid = await startOffice()
  try {
    await add(madrid, 'Bar Sol')
    const { file } = await madrid.call('backup', 'make', { name: 'copia' })
    const buffer = await fetchFile(madrid, file)
    const choose = app.locator('input[type=file]')
    await choose.setInputFiles({
      name: 'x.enlace-datos',
      mimeType: 'text/plain',
      buffer: Buffer.from('hola'),
    })
    await expect(app.getByText('Eso no es una copia de los datos de Enlace.')).toBeVisible()
    await choose.setInputFiles({ name: 'copia.enlace-datos', mimeType: 'application/octet-stream', buffer })
    await expect(app.getByText('Fibra Alta')).toBeVisible()
    await app.getByRole('button', { name: 'Restaurar', exact: true }).click()
    await expect(app.getByText('Bar Sol')).toBeVisible()
  } finally {
    await madrid.host.stop()
    removeFolder(madrid.host.folder)
  }
})
