process.execPath='/tmp/w/nodeprof'
import { join } from 'node:path'
import { databaseFile } from '#main/store/database-file.ts'
import { removeFolder, startBrowserHost, temporaryFolder } from '../../support/browser-host.ts'
import { openReference } from './reference.ts'
import { measureScreen } from './tmp-run.ts'
const data = process.env.BENCH_DATA!
const own = temporaryFolder()
const host = await startBrowserHost({ folder: data, flags: ['--locale=es'] })
const reference = openReference(databaseFile(data))
try { await measureScreen(host.url, join(own, 'profile'), reference, (t) => console.log(t)) } finally { console.log(String(host.log?.() ?? JSON.stringify(Object.keys(host)))); reference.close(); await host.stop(); removeFolder(own) }
