import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { preProcessFile } from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removeFolder, temporaryFolder } from '../support/browser-host.ts'
import { root } from '../support/built.ts'

/**
 * Packs the built program with the real electron-builder.yml. Electron itself is a folder that only looks like it, so
 * that nothing is downloaded; what is looked at is ours: the archive and the fuses.
 */
const folder = temporaryFolder()
const packed = join(folder, 'packed', 'linux-unpacked')
/** In a packed program every file stands in one archive. */
let archive: Archive

beforeAll(async () => {
  const cli = join(dirname(createRequire(import.meta.url).resolve('electron-builder/package.json')), 'cli.js')
  const parameters = [
    ...[cli, '--linux', 'dir', '--x64', '--publish', 'never'],
    `-c.electronDist=${makeElectron()}`,
    `-c.directories.output=${join(folder, 'packed')}`,
  ]
  await promisify(execFile)(process.execPath, parameters, { cwd: root, maxBuffer: 16 * 1024 * 1024 })
  archive = readArchive(join(packed, 'resources', 'app.asar'))
}, 240_000)

afterAll(() => removeFolder(folder))

describe('the packed program', () => {
  it('has all that it runs', () => {
    expect([...archive.keys()]).toEqual(
      expect.arrayContaining([
        'package.json',
        'out/main/index.js',
        'out/main/store-worker.js',
        'out/main/gazetteer-worker.js',
        'out/preload/index.cjs',
        'out/renderer/index.html',
        'out/assets/gazetteer.br',
      ]),
    )
  })

  it('has nothing else: no package, source, source map or host of the browser', () => {
    const others = [...archive.keys()].filter(
      (path) =>
        !/^(package\.json$|out\/(main|preload|renderer|assets)\/)/.test(path) ||
        /node_modules|\.map$|\.tsx?$|\.vue$|browser-host\.js$|\.made-from$/.test(path),
    )
    expect(others).toEqual([])
    expect(readdirSync(join(packed, 'resources'))).toEqual(['app.asar'])
  })

  it('imports nothing that is not in it, but for packages that are only loaded where they are', () => {
    /** `libsql` where there is no node:sqlite; the others speed up `ws` where somebody has installed them. */
    const optional = ['libsql', 'bufferutil', 'utf-8-validate']
    const missing = [...archive]
      .filter(([path]) => /^out\/(main|preload)\/.+\.c?js$/.test(path))
      .flatMap(([path, content]) => imports(content().toString()).map((specifier) => ({ path, specifier })))
      .filter(({ path, specifier }) =>
        specifier.startsWith('.')
          ? !archive.has(join(dirname(path), specifier))
          : !isBuiltin(specifier) && specifier !== 'electron' && !optional.includes(specifier),
      )
    expect(missing).toEqual([])
    expect(imports(archive.get('out/main/index.js')?.().toString() ?? '')).toContain('electron')
  })

  it('has a preload script that a sandbox can run: it asks for electron only', () => {
    const script = archive.get('out/preload/index.cjs')?.().toString() ?? ''
    expect(imports(script)).toEqual(['electron'])
  })

  it('starts the main file that package.json names', () => {
    const manifest: unknown = JSON.parse(archive.get('package.json')?.().toString() ?? '')
    expect(manifest).toMatchObject({ name: 'enlace', main: 'out/main/index.js', type: 'module' })
    expect(manifest).not.toHaveProperty('devDependencies')
  })

  it.each([
    ['RunAsNode', FuseState.DISABLE],
    ['EnableCookieEncryption', FuseState.ENABLE],
    ['EnableNodeOptionsEnvironmentVariable', FuseState.DISABLE],
    ['EnableNodeCliInspectArguments', FuseState.DISABLE],
    ['EnableEmbeddedAsarIntegrityValidation', FuseState.ENABLE],
    ['OnlyLoadAppFromAsar', FuseState.ENABLE],
    ['GrantFileProtocolExtraPrivileges', FuseState.DISABLE],
  ] as const)('has the fuse %s set', async (name, state) => {
    // Out of the box all of the stand-in's fuses are the other way round.
    const wire = await getCurrentFuseWire(join(packed, 'enlace'))
    expect(FuseState[wire[FuseV1Options[name]] ?? 0]).toBe(FuseState[state])
  })

  it("keeps Chromium's texts in the program's languages only", () => {
    expect(readdirSync(join(packed, 'locales')).sort()).toEqual(['en-GB.pak', 'en-US.pak', 'es.pak'])
  })

  it('leaves the project as it was', () => {
    expect(existsSync(join(root, 'dist', 'linux-unpacked'))).toBe(false)
  })
})

/** A folder with Electron's file names, and the mark that the fuses stand behind (@electron/fuses, "fuse wire"). */
function makeElectron(): string {
  const electron = join(folder, 'electron')
  mkdirSync(join(electron, 'locales'), { recursive: true })
  mkdirSync(join(electron, 'resources'))
  const manifest = createRequire(import.meta.url)('electron/package.json') as { version: string }
  const wire = Buffer.concat([
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    // Version, number of fuses, then one character each: 0 off, 1 on.
    Buffer.from([1, 8]),
    Buffer.from('10110011'),
  ])
  const files: Record<string, string | Buffer> = {
    electron: wire,
    version: manifest.version,
    LICENSE: 'licence',
    'LICENSES.chromium.html': 'licences',
    'chrome-sandbox': '',
    'resources.pak': '',
    ...Object.fromEntries(['en-US', 'en-GB', 'es', 'fr', 'zh-CN'].map((name) => [`locales/${name}.pak`, ''])),
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(join(electron, name), content)
  chmodSync(join(electron, 'electron'), 0o755)
  return electron
}

/** Content by path. */
type Archive = Map<string, () => Buffer>

interface Entry {
  files?: Record<string, Entry>
  size?: number
  /** From the end of the header, as decimal digits. */
  offset?: string
}

/** Reads an asar archive (github.com/electron/asar, "Format"): two Chromium pickles hold sizes and a JSON tree. */
function readArchive(file: string): Archive {
  const bytes = readFileSync(file)
  const start = 8 + bytes.readUInt32LE(4)
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as Entry
  const found: Archive = new Map()
  const visit = (entry: Entry, path: string): void => {
    for (const [name, child] of Object.entries(entry.files ?? {}))
      visit(child, path ? `${path}/${name}` : name)
    const { size, offset } = entry
    if (size === undefined || offset === undefined) return
    const from = start + Number(offset)
    found.set(path, () => bytes.subarray(from, from + size))
  }
  visit(header, '')
  return found
}

/** Modules that built code names, comments left out. */
const imports = (code: string): string[] => [
  ...new Set(preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName)),
]
