import { _electron, expect, test } from '@playwright/test'
import { findElectron, hasDisplay } from '#main/start/electron-binary.ts'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { root } from '../support/built.ts'

const binary = findElectron()
const missing =
  binary === undefined
    ? 'Electron’s program is not installed (npx install-electron)'
    : hasDisplay(process.platform, process.env)
      ? undefined
      : 'there is no display'

test('the desktop window opens on the first run, under its policy, once', async () => {
  test.skip(missing !== undefined, missing)
  const folder = temporaryFolder()
  const parameters = [root, `--data=${folder}`, '--locale=es']
  const app = await _electron.launch({ executablePath: binary, args: parameters })
  const window = await app.firstWindow()
  const reports: string[] = []
  window.on('console', (message) => {
    if (message.type() === 'error') reports.push(message.text())
  })
  await expect(window.getByText('Bienvenido a Enlace')).toBeVisible()
  expect(await window.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined')
  expect(reports).toEqual([])

  // A second start hands over to the first and ends.
  const second = await _electron.launch({ executablePath: binary, args: parameters })
  await new Promise<void>((done) => second.process().once('exit', () => done()))
  expect(app.windows()).toHaveLength(1)
  await app.close()
  removeFolder(folder)
})
