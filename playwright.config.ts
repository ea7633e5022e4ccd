import { defineConfig } from '@playwright/test'
import { findChromium } from './test/support/chromium.ts'

const browser = await findChromium()
if (!process.env.TEST_WORKER_INDEX) console.error(`e2e browser: ${browser.from}`)

export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/support/build-once.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  // On a machine that is busy a browser can be too late; `npm test` names what needed its second try.
  retries: 1,
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    timezoneId: 'Europe/Madrid',
    launchOptions: {
      executablePath: browser.executablePath,
      args: browser.args,
      env: { ...process.env, ...browser.env },
    },
  },
})
