import { fillNearbyTree } from './gazetteer-tree.ts'

/**
 * The gazetteer asset: brotli over columns that need no parsing, written by build-gazetteer.ts from npm packages that carry
 * GeoNames data (CC BY 4.0). A line of JSON names the sections with their length in bytes; then they follow one after the
 * other, numbers as little-endian arrays, texts as UTF-8 with a line per place. Places come in the order of their
 * population, the largest first. What takes long to make, the folded names for the search and the tree of positions, is
 * made at build time: reading takes a tenth of what parsing a table of text and making both anew took.
 */
const MAGIC = 'enlace-gazetteer'
const VERSION = 2
const STEPS = 1e4

/** `C` capital of a country, `A` seat of a first-level region, empty for others. */
export type PlaceKind = 'C' | 'A' | ''
const KINDS: readonly PlaceKind[] = ['', 'A', 'C']

export interface GazetteerPlace {
  name: string
  otherNames: string[]
  /** `ES.51.GR`: country, first and second level as far as known; always two points. */
  region: string
  latitude: number
  longitude: number
  population: number
  kind: PlaceKind
  province: string
}

/** A text with a line per place. */
export interface Lines {
  text: string
  /** Where each line begins in the text, and at the end where the next would. */
  starts: Uint32Array
}

export interface GazetteerTables {
  count: number
  /** Names of regions by code. */
  regionNames: ReadonlyMap<string, string>
  /** All codes that places have; `regions` counts into it. */
  regionCodes: readonly string[]
  regions: Uint16Array
  names: Lines
  /** Joined by `|`, empty for most places. */
  otherNames: Lines
  /** Degrees. */
  latitudes: Float64Array
  longitudes: Float64Array
  populations: Uint32Array
  kinds: readonly PlaceKind[]
  kindCodes: Uint8Array
  /** Spain: the INE number of the province, 0 elsewhere. */
  provinces: Uint8Array
  /** Made by `searchLines` (gazetteer-search.ts). */
  search: Lines
  /** Places in the order of their tree (gazetteer-tree.ts). */
  tree: Uint32Array
}

/**
 * Packs places into the bytes of the asset, before compression. `searchLines` makes the text of the search from the
 * tables, which have none yet.
 */
export function writeGazetteer(
  regionNames: readonly (readonly [code: string, name: string])[],
  places: readonly GazetteerPlace[],
  searchLines: (tables: GazetteerTables) => string,
): Buffer {
  const sorted = places.toSorted(
    (a, b) => b.population - a.population || compare(a.region, b.region) || compare(a.name, b.name),
  )
  const regionCodes = [...new Set(sorted.map(({ region }) => region))].sort(compare)
  const numberOf = new Map(regionCodes.map((code, index) => [code, index]))
  const sections: Record<SectionName, Uint8Array> = {
    regionNames: text(regionNames.map((region) => region.join('\t'))),
    regionCodes: text(regionCodes),
    regions: bytes(Uint16Array.from(sorted, ({ region }) => numberOf.get(region) ?? 0)),
    names: text(sorted.map(({ name }) => name)),
    otherNames: text(sorted.map(({ otherNames }) => otherNames.join('|'))),
    latitudes: bytes(Int32Array.from(sorted, ({ latitude }) => Math.round(latitude * STEPS))),
    longitudes: bytes(Int32Array.from(sorted, ({ longitude }) => Math.round(longitude * STEPS))),
    populations: bytes(Uint32Array.from(sorted, ({ population }) => population)),
    kindCodes: bytes(Uint8Array.from(sorted, ({ kind }) => KINDS.indexOf(kind))),
    provinces: bytes(Uint8Array.from(sorted, ({ province }) => Number(province))),
    search: text(sorted.map(() => '')),
    tree: bytes(new Uint32Array(sorted.length)),
  }
  const tables = tablesOf(sections)
  sections.search = Buffer.from(searchLines(tables), 'utf8')
  sections.tree = bytes(fillNearbyTree(tables.longitudes, tables.latitudes))
  const lengths = SECTIONS.map((name) => [name, sections[name].length])
  const head = JSON.stringify({ format: MAGIC, version: VERSION, sections: lengths })
  return Buffer.concat([Buffer.from(`${head}\n`), ...SECTIONS.map((name) => sections[name])])
}

const SECTIONS = [
  'regionNames',
  'regionCodes',
  'regions',
  'names',
  'otherNames',
  'latitudes',
  'longitudes',
  'populations',
  'kindCodes',
  'provinces',
  'search',
  'tree',
] as const
type SectionName = (typeof SECTIONS)[number]

/** Throws when the bytes are not a whole gazetteer of this version. */
export function readGazetteer(content: Buffer): GazetteerTables {
  const end = content.indexOf('\n')
  const head = parseHead(content.toString('latin1', 0, Math.max(0, end)))
  const lengths = new Map(head?.version === VERSION && head.format === MAGIC ? head.sections : [])
  if (lengths.size !== SECTIONS.length) throw new Error('not a gazetteer of this version')
  let next = end + 1
  const sections = Object.fromEntries(
    SECTIONS.map((name) => [name, content.subarray(next, (next += lengths.get(name) ?? NaN))]),
    // One entry for every name.
  ) as Record<SectionName, Buffer>
  if (next !== content.length) throw new Error('the gazetteer is cut off')
  return tablesOf(sections)
}

interface Head {
  format: unknown
  version: unknown
  sections: [string, number][]
}

function parseHead(line: string): Head | undefined {
  try {
    // Anything else fails the comparisons of the caller.
    return JSON.parse(line) as Head
  } catch {
    return undefined
  }
}

function tablesOf(sections: Record<SectionName, Uint8Array>): GazetteerTables {
  const populations = new Uint32Array(copied(sections.populations))
  const count = populations.length
  const degrees = (section: Uint8Array) =>
    Float64Array.from(new Int32Array(copied(section)), (step) => step / STEPS)
  const tables: GazetteerTables = {
    count,
    regionNames: new Map(linesOf(sections.regionNames).map((line) => line.split('\t') as [string, string])),
    regionCodes: linesOf(sections.regionCodes),
    regions: new Uint16Array(copied(sections.regions)),
    names: lineTable(sections.names, count),
    otherNames: lineTable(sections.otherNames, count),
    latitudes: degrees(sections.latitudes),
    longitudes: degrees(sections.longitudes),
    populations,
    kinds: KINDS,
    kindCodes: new Uint8Array(copied(sections.kindCodes)),
    provinces: new Uint8Array(copied(sections.provinces)),
    search: lineTable(sections.search, count),
    tree: new Uint32Array(copied(sections.tree)),
  }
  const { regions, latitudes, longitudes, kindCodes, provinces, tree } = tables
  for (const column of [regions, latitudes, longitudes, kindCodes, provinces, tree])
    if (column.length !== count) throw new Error('the columns of the gazetteer differ in length')
  return tables
}

function lineTable(section: Uint8Array, count: number): Lines {
  const content = Buffer.from(section.buffer, section.byteOffset, section.byteLength).toString('utf8')
  const starts = new Uint32Array(count + 1)
  let at = 0
  for (let line = 1; line <= count; line++) {
    at = content.indexOf('\n', at) + 1
    if (at === 0) throw new Error('the gazetteer is short of lines')
    starts[line] = at
  }
  if (at !== content.length) throw new Error('the gazetteer has too many lines')
  return { text: content, starts }
}

/** One line, without its end. */
export const lineOf = ({ text: content, starts }: Lines, line: number): string =>
  content.slice(starts[line], (starts[line + 1] ?? 1) - 1)

const linesOf = (section: Uint8Array): string[] =>
  Buffer.from(section).toString('utf8').split('\n').slice(0, -1)

/** Bytes that begin where arrays of numbers may. */
const copied = (section: Uint8Array): ArrayBuffer => Uint8Array.from(section).buffer

const text = (lines: readonly string[]): Buffer =>
  Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8')

const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
