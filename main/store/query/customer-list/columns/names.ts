import type { Statements } from '../../statements.ts'

interface Named {
  key: string
  name: string
}

/** Places read in one step. */
const STEP = 500

/** What the small numbers of the read models stand for: catalogue records, places and attributes. */
export function createNames() {
  let codeIds: string[] = []
  const codes = new Map<string, number>()
  let catalogOrder = new Uint32Array(0)
  const places: (Named & { kind: number })[] = []
  const placeNumbers = new Map<string, number>()
  const attributes: Named[] = []
  const attributeNumbers = new Map<string, number>()

  function readCatalog(statements: Statements): void {
    const rows = statements.all('SELECT n, id FROM r_code ORDER BY rank, n')
    codeIds = []
    codes.clear()
    catalogOrder = new Uint32Array(rows.reduce((most, row) => Math.max(most, row.n as number), 0) + 1)
    for (const [place, row] of rows.entries()) {
      codeIds[row.n as number] = row.id as string
      codes.set(row.id as string, row.n as number)
      catalogOrder[row.n as number] = place
    }
  }

  /** Takes over what has come since; places and attributes are never renumbered. */
  function* readInSteps(statements: Statements): Generator<void, void> {
    const count = Number(statements.get('SELECT count(*) AS n FROM r_code')?.n)
    if (count !== codes.size) readCatalog(statements)
    for (let isMore = true; isMore; yield) {
      const rows = statements.all('SELECT n, kind, key, name FROM r_place WHERE n >= ? ORDER BY n LIMIT ?', [
        places.length,
        STEP,
      ])
      for (const row of rows) {
        const place = { kind: row.kind as number, key: row.key as string, name: row.name as string }
        places[row.n as number] = place
        placeNumbers.set(`${place.kind}/${place.key}`, row.n as number)
      }
      isMore = rows.length === STEP
    }
    for (const row of statements.all('SELECT n, key, name FROM r_attribute WHERE n >= ?', [
      attributes.length,
    ])) {
      attributes[row.n as number] = { key: row.key as string, name: row.name as string }
      attributeNumbers.set(row.key as string, row.n as number)
    }
  }

  return {
    readInSteps,
    read(statements: Statements): void {
      const steps = readInSteps(statements)
      while (!steps.next().done);
    },
    readCatalog,
    codeOf: (id: string): number | undefined => codes.get(id),
    idOf: (code: number): string => codeIds[code] ?? '',
    /** Place of each code in the order of the catalogue. */
    catalogOrder: (): Uint32Array => catalogOrder,
    placeNumber: (kind: number, key: string): number | undefined => placeNumbers.get(`${kind}/${key}`),
    place: (n: number): (Named & { kind: number }) | undefined => places[n],
    attributeNumber: (key: string): number | undefined => attributeNumbers.get(key),
    attribute: (n: number): Named | undefined => attributes[n],
  }
}

export type Names = ReturnType<typeof createNames>
