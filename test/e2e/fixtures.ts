import { test as base, expect, type Page } from '@playwright/test'
import { removeFolder, startBrowserHost, temporaryFolder, type RunningHost } from '../support/browser-host.ts'
import { setUpInput } from '../support/writer-store.ts'

/** What went wrong behind the screen during a test; any entry fails it. */
export interface Watch {
  consoleErrors: string[]
  policyReports: string[]
  foreignRequests: string[]
}

interface Fixtures {
  language: 'es' | 'en'
  /** Extra flags for the host, e.g. `--demo=50`. */
  hostFlags: string[]
  folder: string
  host: RunningHost
  watch: Watch
  app: Page
}

/**
 * A host of its own with a data folder of its own, and a page on it. A console error, a content security policy
 * report or a request to another machine fails the test.
 */
export const test = base.extend<Fixtures>({
  language: ['es', { option: true }],
  hostFlags: [[], { option: true }],

  folder: async ({ language }, use) => {
    expect(['es', 'en']).toContain(language)
    const folder = temporaryFolder()
    await use(folder)
    removeFolder(folder)
  },

  host: async ({ folder, language, hostFlags }, use, testInfo) => {
    const host = await startBrowserHost({ folder, flags: [`--locale=${language}`, ...hostFlags] })
    await use(host)
    if (testInfo.status !== testInfo.expectedStatus) console.error(`The host said:\n${host.log()}`)
    await host.stop()
  },

  watch: async ({ page, host }, use) => {
    const watch: Watch = { consoleErrors: [], policyReports: [], foreignRequests: [] }
    await watchPage(page, new URL(host.url).origin, watch)
    await use(watch)
    expect(watch).toEqual({ consoleErrors: [], policyReports: [], foreignRequests: [] })
  },

  app: async ({ page, host, watch }, use) => {
    await page.goto(host.url)
    expect(watch.policyReports).toEqual([])
    await use(page)
  },
})

export async function watchPage(page: Page, origin: string, watch: Watch): Promise<void> {
  page.on('console', (message) => {
    if (message.type() === 'error') watch.consoleErrors.push(message.text())
  })
  page.on('pageerror', (error) => watch.consoleErrors.push(error.message))
  page.on('request', (request) => {
    const url = new URL(request.url())
    const isLocal = ['data:', 'blob:'].includes(url.protocol) || url.origin === origin
    if (!isLocal) watch.foreignRequests.push(request.url())
  })
  await page.exposeFunction('reportPolicyViolation', (text: string) => watch.policyReports.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (window as unknown as { reportPolicyViolation(text: string): void })
        .reportPolicyViolation
      report(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile ?? ''}:${event.lineNumber}`)
    })
  })
}

/** Makes the desktop an office of its own, as its first run does, without the form. */
export async function setUp(app: Page): Promise<void> {
  await app.evaluate(async (input) => {
    await fetch('/host/app.setUp', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
  }, setUpInput)
  await app.reload()
}

export { expect }
