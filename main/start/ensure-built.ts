import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')
export const built = (...path: string[]): string => join(root, 'out', ...path)

const SOURCES = ['core', 'main', 'preload', 'renderer', 'electron.vite.config.ts', 'package.json']

/**
 * Runs `npm run build` when something is not built, or was built before a source file changed.
 *
 * @throws Error when the build fails; its own output has said why.
 */
export async function ensureBuilt(): Promise<void> {
  const results = [
    built('main', 'browser-host.js'),
    built('renderer', 'index.html'),
    built('assets', 'gazetteer.tsv.br'),
  ]
  const newest = Math.max(...SOURCES.map((source) => newestChange(join(root, source))))
  const isFresh =
    results.every((file) => existsSync(file)) && statSync(built('main', 'browser-host.js')).mtimeMs > newest
  if (isFresh) return
  const isWindows = process.platform === 'win32'
  // Only stderr may be used: the browser host owns stdout.
  const child = spawn(isWindows ? 'npm.cmd' : 'npm', ['run', '--silent', 'build'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: isWindows,
  })
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('exit', done))
  if (code !== 0) throw new Error(`npm run build ended with code ${code}`)
}

function newestChange(path: string): number {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))))
}
