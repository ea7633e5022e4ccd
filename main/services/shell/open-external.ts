import { spawn } from 'node:child_process'

/** Opens an address with the system's own program. The caller has checked its scheme. */
export function openWithSystem(url: string): Promise<void> {
  // An array of arguments, never a command line: nothing in the address is interpreted by a shell.
  const [command, parameters] =
    process.platform === 'darwin'
      ? (['open', [url]] as const)
      : process.platform === 'win32'
        ? (['rundll32', ['url.dll,FileProtocolHandler', url]] as const)
        : (['xdg-open', [url]] as const)
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { stdio: 'ignore', detached: true })
    // A desktop without an opener: the address stays readable on the screen.
    child.on('error', () => resolve())
    child.on('spawn', () => {
      child.unref()
      resolve()
    })
  })
}
