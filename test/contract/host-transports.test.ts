import { openIpc, openLoopback, openMemory } from '../support/transports.ts'
import { describeHostTransport } from './host-transport.suite.ts'

describeHostTransport('memory', () => openMemory())
describeHostTransport('loopback', openLoopback, { breaks: true })
describeHostTransport('Electron IPC', openIpc)
