/** One row of an imported table with its place in the source as a spreadsheet numbers rows: the first one is 1. */
export interface ImportedRow {
  line: number
  /** Cells as text; missing ones at the end are blank. */
  cells: readonly string[]
}

/** Where the offline gazetteer puts a town that a row names. */
export interface ImportedPlace {
  latitude: number
  longitude: number
  /** ISO 3166-1 alpha-2. */
  country: string
  state?: string
  city?: string
  /** Several towns of that name would do. */
  isGuess?: boolean
}

/** A table as the host read it out of a file: all cells are text, exactly as the file shows them. */
export interface ImportedTable {
  headers: readonly string[]
  count: number
  rows(): Iterable<ImportedRow>
  /** Places that the rows name, by `placeKey`. */
  places: ReadonlyMap<string, ImportedPlace>
}

export interface PlaceQuery {
  city: string
  state: string
  /** Its beginning, which names the area: `28`, `SW`. */
  postcode: string
  /** ISO 3166-1 alpha-2. */
  country: string
}

/** Equal for places that are asked about once. */
export const placeKey = ({ city, state, postcode, country }: PlaceQuery): string =>
  JSON.stringify([country, state, city, postcode])
