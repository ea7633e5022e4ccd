import { openIpc, openLoopback, openMemory } from '../support/transports.ts'
import { describeTransfer } from './transfer.suite.ts'

describeTransfer('memory', () => openMemory())
describeTransfer('loopback', openLoopback)
describeTransfer('Electron IPC', openIpc)
