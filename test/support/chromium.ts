import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { chromium } from '@playwright/test'

/** A Chromium to drive, ready for Playwright's `launchOptions`. */
export interface ChromiumChoice {
  executablePath: string
  env: Record<string, string>
  args: string[]
  /** For the one line that says which browser the tests use. */
  from: string
}

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/**
 * Finds a browser without asking anybody to install one: E2E_CHROMIUM, Playwright's own, the one inside an npm
 * package (Linux x64), the system's.
 *
 * @throws Error naming the three ways when there is none.
 */
export async function findChromium(): Promise<ChromiumChoice> {
  const plain = (executablePath: string, from: string): ChromiumChoice => ({
    executablePath,
    from,
    env: {},
    args: ARGS,
  })
  const named = process.env.E2E_CHROMIUM
  if (named) return plain(named, 'E2E_CHROMIUM')
  if (existsSync(chromium.executablePath()))
    return plain(chromium.executablePath(), "Playwright's own download")
  if (process.platform === 'linux' && process.arch === 'x64') return inflatePackaged()
  const system = SYSTEM_BROWSERS.find((path) => existsSync(path))
  if (system) return plain(system, 'the system')
  throw new Error(
    'No Chromium found. Set E2E_CHROMIUM to a browser, run "npx playwright install chromium", or install Chrome, Edge or Chromium.',
  )
}

/**
 * Unpacks @sparticuz/chromium once. Its own helpers are not used: they share one folder in the temp directory between
 * versions and processes, and leave out the libraries that a bare system lacks.
 */
async function inflatePackaged(): Promise<ChromiumChoice> {
  const require = createRequire(import.meta.url)
  let packageFolder = dirname(require.resolve('@sparticuz/chromium'))
  while (!existsSync(join(packageFolder, 'bin', 'chromium.br'))) packageFolder = dirname(packageFolder)
  const { version } = require(join(packageFolder, 'package.json')) as { version: string }
  const bin = join(packageFolder, 'bin')
  const folder = resolve(packageFolder, '../../.cache', `e2e-chromium-${version}`)
  if (!existsSync(join(folder, 'chrome'))) {
    const unpacking = `${folder}.${process.pid}`
    mkdirSync(unpacking, { recursive: true })
    const tarFs = createRequire(join(packageFolder, 'package.json'))('tar-fs') as {
      extract(to: string): NodeJS.WritableStream
    }
    const unpack = (name: string, to: NodeJS.WritableStream) =>
      pipeline(createReadStream(join(bin, name)), createBrotliDecompress(), to)
    await Promise.all([
      unpack('chromium.br', createWriteStream(join(unpacking, 'chrome'), { mode: 0o755 })),
      ...['fonts', 'swiftshader', 'al2023'].map((name) => unpack(`${name}.tar.br`, tarFs.extract(unpacking))),
    ])
    const fonts = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>/usr/share/fonts</dir><dir>${folder}/fonts</dir><cachedir>${folder}/fc-cache</cachedir></fontconfig>`
    writeFileSync(join(unpacking, 'fonts.conf'), fonts)
    try {
      renameSync(unpacking, folder)
    } catch (error) {
      // Another process was faster: its folder serves as well as ours.
      if (!existsSync(join(folder, 'chrome'))) throw error
      rmSync(unpacking, { recursive: true, force: true })
    }
  }
  return {
    executablePath: join(folder, 'chrome'),
    from: `npm @sparticuz/chromium ${version}`,
    args: ARGS,
    env: { FONTCONFIG_FILE: join(folder, 'fonts.conf'), LD_LIBRARY_PATH: join(folder, 'lib') },
  }
}
