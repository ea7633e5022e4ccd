import { createCustomerList } from '#main/store/query/customer-list/index.ts'
import { createStatements, inSnapshot } from '#main/store/query/statements.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
const db = openSqlite(process.argv[2]!, { readOnly: true })
db.exec('PRAGMA query_only = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 268435456')
const s = createStatements(db)
const later: (() => void)[] = []
const memory = createCustomerList(s, (w) => void later.push(w))
const tables = createCustomerList(s, undefined)
globalThis.gc?.()
const m0 = process.memoryUsage()
memory.isInMemory()
let max = 0, steps = 0, total = 0
const t0 = performance.now()
let readyAt = 0
for (let w = later.shift(); w; w = later.shift()) { const t = performance.now(); w(); const d = performance.now() - t; max = Math.max(max, d); total += d; steps++; }
console.log('build all', total.toFixed(0), 'ms', steps, 'steps, longest', max.toFixed(1))
globalThis.gc?.()
const m1 = process.memoryUsage()
console.log('memory MB heap', ((m1.heapUsed - m0.heapUsed) / 1e6).toFixed(1), 'buffers', ((m1.arrayBuffers - m0.arrayBuffers) / 1e6).toFixed(1))
const time = (name: string, src: typeof memory, f: (l: typeof memory, i: number) => unknown, runs = 30) => {
  const ts: number[] = []
  for (let i = 0; i < runs; i++) { const t = performance.now(); inSnapshot(db, () => f(src, i)); ts.push(performance.now() - t) }
  ts.sort((a, b) => a - b)
  console.log(name.padEnd(26), 'p50', ts[Math.floor(runs / 2)]!.toFixed(2), 'p95', ts[Math.floor(runs * 0.95)]!.toFixed(2))
}
const S = (field: string, direction = 'asc') => ({ field, direction }) as never
const total2 = (tables.list(s, { filter: {}, sort: S('sortName'), skip: 0, limit: 1 }) as { total: number }).total
const status = s.all('SELECT id FROM r_code WHERE n IN (SELECT status_n FROM r_customer)').map((r) => r.id as string)
const tags = s.all('SELECT DISTINCT k.id AS id FROM r_customer_tag t JOIN r_code k ON k.n = t.tag_n').map((r) => r.id as string)
console.log('customers', total2)
for (const [n, src, runs] of [['memory', memory, 40], ['tables', tables, 6]] as const) {
  time(n + ' first page', src, (l) => l.list(s, { filter: {}, sort: S('sortName'), skip: 0, limit: 100 }), runs)
  time(n + ' sort', src, (l, i) => l.list(s, { filter: {}, sort: S(['balance', 'createdAt', 'city', 'status', 'monthly', 'number'][i % 6]!, i % 2 ? 'asc' : 'desc'), skip: 0, limit: 100 }), runs)
  time(n + ' two filters', src, (l, i) => l.list(s, { filter: { statusIds: [status[i % status.length]!], figures: { balance: { min: i + 1 } } }, sort: S('sortName'), skip: 0, limit: 100 }), runs)
  time(n + ' deep', src, (l, i) => l.list(s, { filter: {}, sort: S('sortName'), skip: Math.floor(total2 * 0.9) + i, limit: 100 }), runs)
  time(n + ' text', src, (l, i) => l.list(s, { filter: { text: ['garc', 'mar', 'lope', '0012', 'jose g'][i % 5]! + ' '.repeat(i % 7) + (i > 5 ? 'a' : '') }, sort: S('sortName'), skip: 0, limit: 100 }), runs)
  time(n + ' anywhere', src, (l, i) => l.list(s, { filter: { anywhere: ['garc', 'mar', 'lopez', '6001', 'calle m'][i % 5]! + 'aeiou'[i % 5]! }, sort: S('sortName'), skip: 0, limit: 100 }), runs)
  time(n + ' facets', src, (l, i) => l.summary(s, { filter: { tags: { any: [tags[i % tags.length]!] }, figures: { sites: { min: i % 2 } } }, facets: ['types', 'statusIds', 'officeIds', 'currencies', 'tags', 'products', 'cities', 'states', 'countries', 'attributes', 'facts', 'archived'].map((facet) => ({ facet })) as never }), runs)
}
