import { fail } from '#core/contract/envelope.ts'

export const notRunning = fail('hub/not-running', 'the hub does not run')
