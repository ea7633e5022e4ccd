import { rowsBetween } from '#main/store/query/customer-list/columns/row-source.ts'
import { createCustomerColumns } from '#main/store/query/customer-list/columns/customer-columns.ts'
import { createStatements } from '#main/store/query/statements.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
const db = openSqlite(process.argv[2]!, { readOnly: true })
db.exec('PRAGMA query_only = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 268435456')
const s = createStatements(db)
for (let k = 0; k < 2; k++) {
let read = 0, put = 0, max = 0, n = 0
const c = createCustomerColumns()
for (let a = 0; a < 10000; a += 300) { const t = performance.now(); const r = rowsBetween(s, a, a + 300); const u = performance.now(); for (const x of r) c.put(x); const v = performance.now(); read += u - t; put += v - u; max = Math.max(max, v - t); n += r.length }
console.log(n, 'read', read.toFixed(0), 'put', put.toFixed(0), 'longest', max.toFixed(1))
}
