import { join } from 'node:path'
import { createImportSession } from '#main/services/transfer/import-session.ts'
import { readTable } from '#main/services/transfer/read-table.ts'
import { growSchema } from '#main/store/schema.ts'
import { openSqlite } from '#main/store/sqlite/open.ts'
import { createWriter } from '#main/store/writer/writer.ts'
import { temporaryFolder } from '../support/browser-host.ts'
import { importTable } from './list/import-table.ts'
import { setUpInput } from '../support/writer-store.ts'
const n = Number(process.argv[2] ?? 10000)
const path = join(temporaryFolder(), 'enlace.sqlite')
const db = openSqlite(path); db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY'); growSchema(db)
let t = performance.now(); const lap = (w: string) => { const x = performance.now(); console.log(w, ((x - t)/1000).toFixed(2)); t = x }
const read = readTable(Buffer.from(importTable(n)), {}); if (!read.ok) throw new Error(); lap('read')
const table = read.value
const places = new Map<string, never>()
let rows = table
const writer = createWriter(db, { path, onCommit: () => undefined, onProgress: () => undefined, importedTable: () => ({ headers: table.headers, count: table.rows.length, places: new Map(), rows: () => table.rows }) })
const s = writer.setUp(setUpInput); if (!s.ok) throw new Error()
const device = writer.device()!
const session = createImportSession(table, { db, actor: { deviceId: device.id, deviceCode: device.code, personId: device.personId, officeId: device.officeId }, now: () => Date.now() })
const { mapping } = session.suggest(); lap('suggest')
const m = { ...mapping, whenUnplaced: 'leaveOut' as const }
session.placesOf(m); lap('places')
const r = session.rehearse(m, places, () => undefined); lap('rehearse'); console.log(r.rehearsed.counts)
const reply = writer.run('import.run', { file: 'x', mapping: m, rehearsed: r.rehearsed }, true); lap('run'); if (!reply.ok) throw new Error(JSON.stringify(reply.error))
session.rehearse(m, places, () => undefined); lap('again')
