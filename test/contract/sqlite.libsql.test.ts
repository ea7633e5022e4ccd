import { loadLibsql } from '#main/store/sqlite/libsql.ts'
import { sqliteSuite } from './sqlite.suite.ts'

sqliteSuite('libsql', loadLibsql())
