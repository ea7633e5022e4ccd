import { spawn } from 'node:child_process'
import type { OpenAddress } from './external-address.ts'

type Command = readonly [program: string, parameters: readonly string[]]

/** The program that opens an address, and its arguments: never a command line, so that no shell reads the address. */
export function openerCommand(platform: NodeJS.Platform, url: string): Command {
  if (platform === 'darwin') return ['open', [url]]
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]]
  return ['xdg-open', [url]]
}

/** Milliseconds after which an opener that still runs counts as successful: some stay as long as what they opened. */
const PATIENCE = 2000

/** Opens addresses from plain Node. The caller has checked the address. */
export function createSystemOpener(command = openerCommand, patience = PATIENCE): OpenAddress {
  return (url) =>
    new Promise((done) => {
      const [program, parameters] = command(process.platform, url)
      const child = spawn(program, parameters, { stdio: 'ignore', detached: true })
      const timer = setTimeout(() => done(true), patience)
      const end = (opened: boolean): void => {
        clearTimeout(timer)
        done(opened)
      }
      child.on('error', () => end(false))
      child.on('exit', (code) => end(code === 0))
      child.unref()
    })
}
