import type { ChildProcess } from 'node:child_process'

export interface HostOutcome {
  code: number
  /** It said that it is ready before it ended. */
  wasReady: boolean
}

/**
 * Waits for a host to end, passing on what it prints and the signals that are meant for it. A terminal sends Ctrl+C to
 * both; the host answers it by ending in order, so this process only waits.
 */
export function runHost(child: ChildProcess): Promise<HostOutcome> {
  let printed = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text)
    printed = (printed + text).slice(-4096)
  })
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, pass)
  return new Promise((done) => {
    const end = (code: number): void => {
      for (const signal of signals) process.off(signal, pass)
      done({ code, wasReady: /^Enlace ready: /m.test(printed) })
    }
    child.on('error', (error) => {
      console.error(error.message)
      end(1)
    })
    // 'close' comes after the last output. Ended by a signal counts as 128, as shells do.
    child.on('close', (code, signal) => end(code ?? (signal ? 128 : 1)))
  })
}
