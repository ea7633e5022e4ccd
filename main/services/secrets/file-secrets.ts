import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '#main/host/log.ts'
import type { SecretStore } from './secret-store.ts'

/**
 * Secrets in a file that only this user can read (mode 0600): for hosts without a keychain. The screens say so. Each
 * change replaces the file whole; a file that cannot be understood is set aside, never overwritten.
 */
export function createFileSecrets(folder: string, log: Log, name = 'secrets.json'): SecretStore {
  const file = join(folder, name)
  let queue: Promise<unknown> = Promise.resolve()

  async function read(): Promise<Map<string, string>> {
    let text: string
    try {
      text = await readFile(file, 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map()
      throw error
    }
    const values = parseSecrets(text)
    if (values) return values
    await rename(file, `${file}.damaged`)
    log.warn('secrets set aside', { file: `${file}.damaged` })
    return new Map()
  }

  /** Changes run one after another, so that none is lost. */
  function change(edit: (values: Map<string, string>) => void): Promise<boolean> {
    const done = queue.then(async () => {
      try {
        const values = await read()
        edit(values)
        await mkdir(folder, { recursive: true, mode: 0o700 })
        const part = `${file}.part`
        await writeFile(part, JSON.stringify(Object.fromEntries(values)), { mode: 0o600 })
        // `mode` above counts only for a file that is new.
        await chmod(part, 0o600)
        await rename(part, file)
        return true
      } catch (error) {
        log.error('secrets not written', {}, error)
        return false
      }
    })
    queue = done
    return done
  }

  const get = async (name: string): Promise<string | undefined> => {
    await queue
    return (await read()).get(name)
  }

  return {
    storage: 'file',
    set: (name, value) => change((values) => values.set(name, value)),
    remove: (name) => change((values) => values.delete(name)),
    has: async (name) => (await get(name)) !== undefined,
    get,
  }
}

function parseSecrets(text: string): Map<string, string> | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null) return undefined
    const entries = Object.entries(parsed)
    const isWhole = entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')
    return isWhole ? new Map(entries) : undefined
  } catch {
    // Not JSON: the caller sets the file aside.
    return undefined
  }
}
