import { openMemoryOffice, openSqliteOffice } from '../support/sync-office.ts'
import { clientStoreSuite } from './client-store.suite.ts'

clientStoreSuite('memory', (name, server) => openMemoryOffice(name, server))
clientStoreSuite('SQLite', (name, server) => openSqliteOffice(name, server))
