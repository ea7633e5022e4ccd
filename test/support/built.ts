import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')
export const built = (...path: string[]) => join(root, 'out', ...path)

/** Runs `npm run build` when a source file is newer than what was built. */
export async function ensureBuilt(): Promise<void> {
  const target = built('main', 'browser-host.js')
  const sources = ['core', 'main', 'preload', 'renderer', 'electron.vite.config.ts', 'package.json']
  const newest = Math.max(...sources.map((source) => newestChange(join(root, source))))
  if (existsSync(target) && existsSync(built('renderer', 'index.html')) && statSync(target).mtimeMs > newest)
    return
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const child = spawn(npm, ['run', '--silent', 'build'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('exit', done))
  if (code !== 0) throw new Error(`npm run build ended with code ${code}`)
}

function newestChange(path: string): number {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))))
}
