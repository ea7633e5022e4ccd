import type { MethodInput, MethodOutput } from '#core/contract/host-contract.ts'
import { createCustomerList } from '#main/store/query/customer-list/index.ts'
import { findRecords } from '#main/store/query/search.ts'
import { createStatements, inSnapshot } from '#main/store/query/statements.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'

/** Hits that a person is shown at once. */
const FOUND = 20

type ListInput = MethodInput<'customers', 'list'>

/** The file of the running host, read beside it: what has to stand on the screen, and how long the host's own part takes. */
export function openReference(file: string) {
  const db = openSqlite(file, { readOnly: true })
  // As the reader thread opens it.
  db.exec('PRAGMA query_only = ON; PRAGMA cache_size = -65536; PRAGMA mmap_size = 268435456')
  const statements = createStatements(db)
  const later: (() => void)[] = []
  const memory = createCustomerList(statements, (work) => void later.push(work))
  const tables = createCustomerList(statements, undefined)
  const ids = (sql: string): string[] => statements.all(sql).map((row) => row.id as string)

  return {
    /** The most frequent first. */
    statusIds:
      ids(`SELECT k.id AS id FROM r_customer AS c JOIN r_code AS k ON k.n = c.status_n WHERE c.present = 1
      GROUP BY k.id ORDER BY count(*) DESC`),
    /** Parts of names from all over the list. */
    words: ids(`SELECT DISTINCT substr(sort_name, 1, 5) AS id FROM r_customer
      WHERE present = 1 AND sort_name NOT GLOB '*[^a-z ]*' AND n % 97 = 0 ORDER BY n LIMIT 40`),
    /** What is typed to find something: names, streets with a town, addresses, and names with a slip. */
    typed: {
      name: ids(`SELECT DISTINCT sort_name AS id FROM r_customer
        WHERE present = 1 AND sort_name GLOB '* *' AND n % 101 = 0 ORDER BY n LIMIT 20`),
      street: ids(`SELECT json_extract(body, '$.addressLine1') || ' ' || json_extract(body, '$.city') AS id
        FROM d_sites WHERE deleted = 0 AND json_extract(body, '$.addressLine1') IS NOT NULL LIMIT 20`),
      address: ids(`SELECT value AS id FROM r_identifier WHERE kind = 'ip' AND id LIKE '%7' LIMIT 20`),
      slip: ids(`SELECT DISTINCT substr(sort_name, 1, 2) || substr(sort_name, 4, 1) || substr(sort_name, 3, 1)
          || substr(sort_name, 5) AS id FROM r_customer
        WHERE present = 1 AND length(sort_name) > 8 AND n % 107 = 0 ORDER BY n LIMIT 20`),
    },
    /** Processor time of finding anything with a text, milliseconds. */
    timeOfFinding(text: string): number {
      const start = process.cpuUsage()
      inSnapshot(db, () => findRecords(statements, { text, limit: FOUND }))
      const { user, system } = process.cpuUsage(start)
      return (user + system) / 1000
    },
    numbers(input: ListInput): { numbers: string[]; total: number } {
      const page = tables.list(statements, input)
      const numbers = page.rows.map(({ id }) =>
        String(statements.get('SELECT number FROM r_customer WHERE id = ?', [id])?.number),
      )
      return { numbers, total: page.total }
    },
    /** Reads the list into memory: processor time, the longest step, and what it takes. */
    build(): { milliseconds: number; longestStep: number; megabytes: number } {
      const before = memoryUsed()
      memory.readIn()
      let longestStep = 0
      let processor = 0
      for (let work = later.shift(); work; work = later.shift()) {
        const start = process.cpuUsage()
        work()
        const { user, system } = process.cpuUsage(start)
        processor += (user + system) / 1000
        longestStep = Math.max(longestStep, (user + system) / 1000)
      }
      return { milliseconds: processor, longestStep, megabytes: (memoryUsed() - before) / 1e6 }
    },
    /** Processor time of a question, milliseconds. */
    time(source: 'memory' | 'tables', ask: (list: Asked) => unknown): number {
      const list = source === 'memory' ? memory : tables
      const start = process.cpuUsage()
      inSnapshot(db, () =>
        ask({
          list: (input) => list.list(statements, input),
          summary: (input) => list.summary(statements, input),
        }),
      )
      const { user, system } = process.cpuUsage(start)
      return (user + system) / 1000
    },
    close: () => db.close(),
  }
}

export interface Asked {
  list(input: ListInput): MethodOutput<'customers', 'list'>
  summary(input: MethodInput<'customers', 'summary'>): MethodOutput<'customers', 'summary'>
}

export type Reference = ReturnType<typeof openReference>

function memoryUsed(): number {
  global.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
