import { test } from 'vitest'
import { loadNodeSqlite } from '#main/store/sqlite/node-sqlite.ts'
import { sqliteSuite } from './sqlite.suite.ts'

const open = loadNodeSqlite()
if (open) sqliteSuite('node:sqlite', open)
else test.skip(`node:sqlite is not in Node ${process.versions.node}: run "npm run check:node24"`)
