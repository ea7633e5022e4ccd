import { openIpc, openLoopback, openMemory } from '../support/transports.ts'
import { describeSyncFiles } from './sync-files.suite.ts'

describeSyncFiles('memory', () => openMemory())
describeSyncFiles('loopback', openLoopback)
describeSyncFiles('Electron IPC', openIpc)
