import '#renderer/ui/base.css'
import { pickTransport } from '#renderer/host/pick-transport.ts'
import { startApp } from './start-app.ts'

void startApp(pickTransport(), '#app')
