import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { buildGazetteer } from '../services/geocoding/build-gazetteer.ts'

export const root = resolve(import.meta.dirname, '../..')
export const built = (...path: string[]): string => join(root, 'out', ...path)

/** Everything that decides what is built. */
const SOURCES = [
  'core',
  'main',
  'preload',
  'renderer',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]
/** Says which sources `out` was built from. */
const STAMP = built('built-from')

/**
 * Builds the program when something is missing or a source file has changed since.
 *
 * @param begins called when there is something to do.
 * @throws Error when the build fails; its own output on stderr has said why.
 */
export async function ensureBuilt(begins: () => void = () => undefined): Promise<void> {
  if (isBuiltFrom(hashSources())) return
  begins()
  await buildProgram()
}

/** Builds windows, host and gazetteer into `out`. Prints on stderr only: the browser host owns stdout. */
export async function buildProgram(): Promise<void> {
  const hash = hashSources()
  rmSync(STAMP, { force: true })
  buildGazetteer(built('assets', 'gazetteer.br'))
  await runElectronVite()
  mkdirSync(built(), { recursive: true })
  writeFileSync(STAMP, hash)
}

function isBuiltFrom(hash: string): boolean {
  const results = [
    built('main', 'index.js'),
    built('main', 'browser-host.js'),
    built('preload', 'index.cjs'),
    built('renderer', 'index.html'),
    built('assets', 'gazetteer.br'),
  ]
  return (
    results.every((file) => existsSync(file)) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash
  )
}

async function runElectronVite(): Promise<void> {
  const manifest = createRequire(import.meta.url).resolve('electron-vite/package.json')
  const script = join(dirname(manifest), 'bin', 'electron-vite.js')
  const child = spawn(process.execPath, [script, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
  })
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('exit', done))
  if (code !== 0) throw new Error(`The build ended with code ${code}.`)
}

/** Content counts, not time: a checkout or a copy changes the times of all files. */
function hashSources(): string {
  const hash = createHash('sha256')
  for (const source of SOURCES) addFile(hash, source)
  return hash.digest('hex')
}

function addFile(hash: ReturnType<typeof createHash>, path: string): void {
  const full = join(root, path)
  if (!statSync(full).isDirectory()) {
    hash.update(`${path}\0`).update(readFileSync(full)).update('\0')
    return
  }
  for (const name of readdirSync(full).sort()) {
    // Left by the compiler's checks.
    if (!name.endsWith('.tsbuildinfo')) addFile(hash, `${path}/${name}`)
  }
}
