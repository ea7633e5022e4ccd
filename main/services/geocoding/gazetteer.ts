import { brotliDecompressSync } from 'node:zlib'
import type { MethodInput } from '#core/contract/host-contract.ts'
import { readGazetteer } from './gazetteer-format.ts'
import { findLabels, type Label } from './gazetteer-labels.ts'
import { createNearby, type Nearby } from './gazetteer-nearby.ts'
import { createTownSearch, type TownHit, type TownQuery } from './gazetteer-search.ts'
import { createGazetteerTable, type Language, type Town } from './gazetteer-table.ts'

/** What the gazetteer can be asked, by name: one input, one answer. Runs in its own thread (gazetteer-worker.ts). */
export interface GazetteerCalls {
  search(query: TownQuery): TownHit[]
  nearby(point: { latitude: number; longitude: number; language: Language }): Nearby
  labels(box: MethodInput<'geo', 'labels'>): Label[]
  /** All towns of the countries, the largest first, with Spanish names. */
  towns(countries: readonly string[]): Town[]
}

/** Reads the asset. Throws when it is damaged. */
export function openGazetteer(asset: Uint8Array): GazetteerCalls {
  const tables = readGazetteer(brotliDecompressSync(asset))
  const table = createGazetteerTable(tables)
  const nearby = createNearby(table, tables.tree, new Set(tables.regionCodes.map((code) => code.slice(0, 2))))
  return {
    search: createTownSearch(table, tables.search),
    nearby: ({ latitude, longitude, language }) => nearby(latitude, longitude, language),
    labels: (box) => findLabels(table, box, box.language ?? 'es'),
    towns(countries) {
      const towns: Town[] = []
      for (let place = 0; place < table.count; place++) {
        if (countries.includes(table.countryOf(place))) towns.push(table.townOf(place, 'es'))
      }
      return towns
    },
  }
}
